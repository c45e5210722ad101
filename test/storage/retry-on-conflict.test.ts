import { expect } from 'chai';
import { retryOnConflict } from '../../src/storage/retry-on-conflict.js';
import { catchRejection } from '../contracts/catch-rejection.js';
import { LAG_MS } from '../support/waiting/lagging-store.js';

describe('a write of a person that loses to another', () => {
  it('goes on until it reads what the other wrote, 300 ms later', async () => {
    const since = performance.now();
    let tries = 0;
    await retryOnConflict(async () => {
      tries += 1;
      return performance.now() - since > LAG_MS;
    });
    expect(tries).to.be.within(4, 9);
  });

  it('ends with a fault when it is lost twenty times or for two seconds', async () => {
    const fault = await catchRejection(retryOnConflict(async () => false));
    expect(fault).to.have.property('code', 'STORE_CONFLICT');
  });
});
