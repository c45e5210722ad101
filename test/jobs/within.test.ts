import { expect } from 'chai';
import { within } from '../../src/jobs/within.js';

describe('waiting with a bound', () => {
  it('is true when the work is done in time', async () => {
    expect(await within(1000, Promise.resolve('done'))).to.equal(true);
  });

  it('is false when it is not', async () => {
    expect(await within(5, new Promise(() => undefined))).to.equal(false);
  });

  it('throws what the work throws in time', async () => {
    const error = new Error('told by a test');
    const thrown = await within(1000, Promise.reject(error)).catch((each: unknown) => each);
    expect(thrown).to.equal(error);
  });
});
