import { expect } from 'chai';
import type { KnownAccount } from '../../../src/domain/organisation/person.js';
import type { Reply } from '../../../src/ports/intake.js';
import { FILING_VALUES, getNoticeText, openApp, type TestApp } from '../../support/app.js';

describe('whoever records a complaint', () => {
  let test: TestApp;
  beforeEach(async () => {
    test = await openApp();
  });
  afterEach(() => test.close());

  const file = (
    eventId: string,
    said: { needsReference?: boolean; reference?: KnownAccount['reference'] } = {},
  ): Promise<Reply> =>
    test.app.intake.handle({
      eventId,
      account: test.account('rita'),
      displayName: null,
      zone: null,
      reference: null,
      payload: { kind: 'submission', form: 'file', context: '', values: FILING_VALUES },
      ...said,
    });

  it('is told so at once where it is not sure that their card reaches them, and told it again', async () => {
    const told = [];
    for (const eventId of ['one', 'one', 'two']) {
      told.push(getNoticeText(await file(eventId, { needsReference: true })));
    }
    const [two, one] = (await test.listAll()).map(
      ({ id }) => `${id} is recorded and with Team repairs.`,
    );
    expect(told).to.deep.equal([one, one, two]);
  });

  it('is told by their card alone where they are in the chat with Redress, or were', async () => {
    const reference = { chat: 'c1' };
    for (const said of [{ reference }, {}]) {
      const reply = await file(JSON.stringify(said), { needsReference: true, ...said });
      expect(reply).to.deep.equal({ kind: 'none' });
    }
    await test.deps.people.saveReference(test.account('rita'), null);
    expect(getNoticeText(await file('left since', { needsReference: true }))).to.include(
      'recorded',
    );
  });

  it('is told by their card alone where an account is enough', async () => {
    expect(await file('one')).to.deep.equal({ kind: 'none' });
    expect(await file('two', { needsReference: false })).to.deep.equal({ kind: 'none' });
  });
});
