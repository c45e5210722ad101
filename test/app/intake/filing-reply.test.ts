import { expect } from 'chai';
import type { KnownAccount } from '../../../src/domain/organisation/person.js';
import type { Reply } from '../../../src/ports/intake.js';
import { FILING_VALUES, getNoticeText, openApp, type TestApp } from '../../support/app.js';

describe('the reply to a filed complaint', () => {
  let test: TestApp;
  beforeEach(async () => {
    test = await openApp();
  });
  afterEach(() => test.close());

  const file = (
    eventId: string,
    fields: { needsReference?: boolean; reference?: KnownAccount['reference'] } = {},
  ): Promise<Reply> =>
    test.app.intake.handle({
      eventId,
      account: test.account('rita'),
      displayName: null,
      zone: null,
      reference: null,
      payload: { kind: 'submission', form: 'file', context: '', values: FILING_VALUES },
      ...fields,
    });

  it('confirms it when the card may not reach the reporter, and does so again for a repeat', async () => {
    const notices = [];
    for (const eventId of ['one', 'one', 'two']) {
      notices.push(getNoticeText(await file(eventId, { needsReference: true })));
    }
    const [two, one] = (await test.listAll()).map(
      ({ id }) => `${id} is recorded and with Team repairs.`,
    );
    expect(notices).to.deep.equal([one, one, two]);
  });

  it('is empty when the reporter has a reference', async () => {
    const reference = { chat: 'c1' };
    for (const fields of [{ reference }, {}]) {
      const reply = await file(JSON.stringify(fields), { needsReference: true, ...fields });
      expect(reply).to.deep.equal({ kind: 'none' });
    }
    await test.deps.people.saveReference(test.account('rita'), null);
    expect(getNoticeText(await file('uninstalled', { needsReference: true }))).to.include(
      'recorded',
    );
  });

  it('is empty on a platform where an account is enough', async () => {
    expect(await file('one')).to.deep.equal({ kind: 'none' });
    expect(await file('two', { needsReference: false })).to.deep.equal({ kind: 'none' });
  });
});
