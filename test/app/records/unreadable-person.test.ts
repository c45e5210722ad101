import { expect } from 'chai';
import { resolveOrganisation } from '../../../src/app/organisation/resolve-organisation.js';
import { DEFAULT_POLICY } from '../../../src/domain/organisation/organisation.js';
import { getNoticeText, openApp, type TestApp } from '../../support/app.js';
import { HOUR, MONDAY, OFFICE } from '../../support/domain.js';

describe('a person whose record cannot be read', () => {
  let test: TestApp;
  let lead: string;
  beforeEach(async () => {
    test = await openApp();
    lead = test.personId('repairs-lead');
  });
  afterEach(() => test.close());

  const spoil = (): void =>
    test.runSql("UPDATE people SET document = json_set(document, '$.schema', 9) WHERE id = ?", [
      lead,
    ]);

  it('keeps their role, and does not stop the start', async () => {
    spoil();
    const toConfigured = (name: string) => ({
      ...{ name, email: `${name}@example.org`, slack: `U-${name}`, teams: null },
    });
    const team = {
      ...{ key: 'repairs', name: 'Repairs', group: null, calendar: OFFICE },
      place: { platform: 'slack', channel: 'C-repairs' } as const,
      members: [toConfigured('repairs-ann')],
      lead: toConfigured('repairs-lead'),
    };
    const organisation = {
      ...{ teams: [team], categories: [], officers: [toConfigured('repairs-lead')] },
      ...{ ops: null, policy: DEFAULT_POLICY },
    };
    const workspaces = { slack: 'T1', teams: null };
    const resolved = await resolveOrganisation({ organisation }, test.deps.people, workspaces);
    expect(resolved.teams.get('repairs')).to.include({ lead });
    expect(resolved.teams.get('repairs')?.members).to.deep.equal([test.personId('repairs-ann')]);
    expect(resolved.officers).to.deep.equal([lead]);
  });

  it('is told so when they do something, and others work on', async () => {
    const { id } = await test.file();
    await test.settle();
    spoil();
    const answer = getNoticeText(await test.press('repairs-lead', 'take', id));
    expect(answer).to.include('cannot read its record of you').and.include('ask them');
    await test.press('repairs-ann', 'take', id);
    expect((await test.load(id)).assignee).to.equal(test.personId('repairs-ann'));
  });

  it('does not stop the reminders of others: the next on the ladder gets theirs', async () => {
    const { id } = await test.file();
    await test.settle();
    spoil();
    for (let hour = 1; hour < 200; hour += 1) {
      test.setBusinessTime(MONDAY + hour * HOUR);
      await test.app.wakeable.sweep();
      await test.settle();
    }
    const nudged = (await test.load(id)).nudges.map(({ to }) => to);
    expect(nudged).to.deep.include({ person: lead });
    expect(test.channel.messagesAt('@U-olga')).to.not.have.length(0);
    const alarms = test.channel.messagesAt('#C-ops').map(({ card }) => JSON.stringify(card));
    expect(alarms.join()).to.include(`person ${lead}`);
  });
});
