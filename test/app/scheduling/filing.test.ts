import { expect } from 'chai';
import { RedressError } from '../../../src/errors.js';
import { UnknownOutcomeError } from '../../../src/ports/stores/document-store.js';
import { openApp, type TestApp } from '../../support/app.js';
import { FILING_VALUES } from '../../support/complaint/filing-values.js';
import { createFakeWaiting, type FakeWaiting } from '../../support/waiting/fake-waiting.js';

describe('a filing', () => {
  let test: TestApp;
  let waiting: FakeWaiting;
  beforeEach(async () => {
    waiting = createFakeWaiting();
    test = await openApp(undefined, { waiting });
  });
  afterEach(() => test.close());

  const fileAs = (submissionId: string) =>
    test.submit('olga', 'file', '', FILING_VALUES, submissionId);

  it('takes the next free reference at once when the counter is behind', async () => {
    for (let n = 0; n < 30; n += 1) await test.file();
    await test.settle();
    test.runSql('UPDATE counters SET value = 1003');
    const { id } = await test.file();
    expect(id).to.equal('C-1031');
    expect((await test.listAll()).length).to.equal(31);
  });

  it('whose answer was lost is recorded once, answered, and its card is posted', async () => {
    let isLost = false;
    test.interceptStore = async (member, _, go) => {
      const result = await go();
      if (member !== 'file' || isLost) return result;
      isLost = true;
      throw new UnknownOutcomeError('no answer');
    };
    const reply = await fileAs('s1');
    await test.settle();
    expect(reply.kind).to.not.equal('faults');
    expect((await test.listAll()).map(({ id }) => id)).to.deep.equal(['C-1001']);
    expect(test.channel.messages).to.not.deep.equal([]);
    expect(waiting.pauses).to.deep.equal([10]);
  });

  it('is to be sent again when its outcome stays unknown for two seconds', async () => {
    test.interceptStore = async (member, _, go) => {
      if (member === 'file') throw new UnknownOutcomeError('no answer');
      return go();
    };
    const reply = await fileAs('s1');
    expect(reply).to.have.property('kind', 'faults');
    expect(waiting.now()).to.equal(2000);
    test.interceptStore = undefined;
    await fileAs('s1');
    expect(await test.listAll()).to.have.length(1);
  });

  it('is not repeated when the store says that it wrote nothing', async () => {
    test.interceptStore = async (member, _, go) => {
      if (member === 'file') throw new RedressError('STORE_UNAVAILABLE', 'disk full');
      return go();
    };
    expect(await fileAs('s1')).to.have.property('kind', 'faults');
    expect(waiting.pauses).to.deep.equal([]);
  });
});
