import { expect } from 'chai';
import { DEFAULT_POLICY } from '../../../src/domain/organisation/organisation.js';
import { openApp, type TestApp } from '../../support/app.js';
import { FILING_VALUES } from '../../support/complaint/filing-values.js';
import { createOrganisation, HOUR, MINUTE, MONDAY } from '../../support/domain.js';

const CRITICAL = {
  categories: null,
  impacts: ['critical'],
  policy: {
    ...DEFAULT_POLICY,
    ladder: ['lead', 'officers'],
    untaken: [15 * MINUTE, 30 * MINUTE, 30 * MINUTE],
    acknowledgeWithinDays: 3,
  },
} as const;

describe('complaints under a policy for critical ones', () => {
  let test: TestApp;
  beforeEach(async () => {
    test = await openApp(createOrganisation({ policies: [CRITICAL] }));
  });
  afterEach(() => test.close());

  /** Lets working time pass, and each complaint wake in it. */
  const passUntil = async (end: number): Promise<void> => {
    for (let now = test.deps.clock.now(); now < end; ) {
      now = Math.min(end, now + 5 * MINUTE);
      test.setBusinessTime(now);
      for (const { id } of await test.listAll()) {
        await test.app.wakeable.wake({ kind: 'complaint', id });
        await test.settle();
      }
    }
  };

  /** What a complaint's nudges said: minutes after it was recorded, and to whom. */
  const listNudges = async (id: string): Promise<readonly string[]> => {
    const { nudges, filedAt } = await test.load(id);
    const names = ['repairs-lead', 'olga', 'omar'];
    return nudges
      .filter(({ rule }) => rule === 'untaken')
      .map(({ sentAt, to }) => {
        const person = to === 'team' ? null : to.person;
        const who = names.find((name) => test.personId(name) === person) ?? 'team';
        return `${(sentAt - filedAt) / MINUTE} ${who}`;
      });
  };

  it('climb its ladder at its times, and all others that of everybody', async () => {
    const critical = await test.file('rita', { impact: 'critical' });
    const high = await test.file('rita', { impact: 'high' });
    await passUntil(MONDAY + HOUR);
    expect(await listNudges(critical.id)).to.have.members([
      '15 repairs-lead',
      '30 olga',
      '30 omar',
    ]);
    expect(await listNudges(high.id)).to.deep.equal(['60 team']);
    const said = test.channel.messages
      .filter(({ card }) => card.summary.includes(critical.id))
      .map(({ card }) => card.summary);
    expect(said.filter((one) => one === `${critical.id} needs you`)).to.have.length(3);
  });

  it('go on by the policy of their new impact when it is corrected', async () => {
    const { id } = await test.file('rita', { impact: 'high' });
    const { category: _c, ...details } = FILING_VALUES;
    await passUntil(MONDAY + HOUR);
    const before = await test.load(id);
    await test.submit('rita', 'correct', id, { ...details, impact: 'critical' });
    await test.settle();
    const after = await test.load(id);
    expect(after.details.impact).to.equal('critical');
    expect(after.nextActionAt).to.be.at.most(MONDAY + HOUR);
    expect(after.shownOnCards?.acknowledgeBy).to.be.greaterThan(
      before.shownOnCards?.acknowledgeBy ?? Number.NaN,
    );
    await passUntil(MONDAY + 2 * HOUR);
    expect(await listNudges(id)).to.have.members([
      '60 team',
      '65 repairs-lead',
      '80 olga',
      '80 omar',
    ]);
    await test.submit('rita', 'correct', id, { ...details, impact: 'low' });
    await passUntil(MONDAY + 6 * HOUR);
    expect(await listNudges(id)).to.have.length(4);
  });
});
