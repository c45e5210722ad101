import { expect } from 'chai';
import { countAttempts } from '../../../../src/domain/commands/follow-up.js';
import type { Complaint } from '../../../../src/domain/complaint/complaint.js';
import type { NudgeRecord } from '../../../../src/domain/complaint/facts.js';
import type { Impact } from '../../../../src/domain/intake/details.js';
import { findAcknowledgeBy } from '../../../../src/domain/nudges/shown-on-cards.js';
import {
  DEFAULT_POLICY,
  findPolicy,
  type LimitedPolicy,
  type NudgePolicy,
  type Organisation,
} from '../../../../src/domain/organisation/organisation.js';
import { nudgeCard } from '../../../../src/views/nudge-card.js';
import { toNews } from '../../../support/complaint/outbox.js';
import {
  act,
  at,
  COMMANDS,
  createDetails,
  createOrganisation,
  filed,
  formatLocal,
  HOUR,
  MINUTE,
  MONDAY,
  runSystem,
  WHO,
} from '../../../support/domain.js';
import { toPlainText } from '../../../views/plain-text.js';
import { viewContext } from '../../../views/view-context.js';
import { formatPlan } from '../nudge-helpers.js';

function limited(
  parts: Partial<NudgePolicy>,
  limits: Partial<LimitedPolicy> = { impacts: ['critical'] },
): LimitedPolicy {
  return { categories: null, impacts: null, ...limits, policy: { ...DEFAULT_POLICY, ...parts } };
}

function withPolicies(...policies: readonly LimitedPolicy[]): Organisation {
  return createOrganisation({ policies });
}

const QUICK = { untaken: [15 * MINUTE, 30 * MINUTE, HOUR] } as const;

/** A complaint of this impact that nobody has. */
function withImpact(impact: Impact, organisation: Organisation, category = 'damp'): Complaint {
  return filed({ category, details: createDetails({ impact }) }, organisation);
}

function correctTo(complaint: Complaint, impact: Impact, time: string, organisation: Organisation) {
  const details = { ...complaint.details, impact };
  const command = { kind: 'correct', details } as const;
  return act(complaint, WHO.reporter, command, at(time), { organisation });
}

/** Wakes it at each next action until `end`, London, but not before anybody last acted on it. */
function wakeUntil(end: string, start: Complaint, organisation: Organisation): Complaint {
  let complaint = start;
  for (;;) {
    const next = complaint.nextActionAt ?? Number.POSITIVE_INFINITY;
    const now = Math.max(next, complaint.lastLifeAt);
    if (now > at(end)) return complaint;
    complaint = runSystem(complaint, { kind: 'nudge' }, now, { organisation });
  }
}

/** What was sent, as lines such as `11-23 11:00 untaken 0 team`. */
function formatSent(nudges: readonly NudgeRecord[], rule?: string): readonly string[] {
  return nudges
    .filter((sent) => rule === undefined || sent.rule === rule)
    .map(({ sentAt, rule: of, rung, to }) => {
      const time = formatLocal(sentAt).slice(5).replace('T', ' ');
      return `${time} ${of} ${rung} ${to === 'team' ? 'team' : to.person}`;
    });
}

/** The card of the last nudge to this person, in words, when everything is delivered. */
function readLastCard(complaint: Complaint, person: string, organisation: Organisation): string {
  const item = toNews(complaint.outbox).findLast(
    (one) => one.kind === 'nudge' && one.person === person,
  );
  if (item?.view.name !== 'nudge') throw new Error(`no nudge for ${person}`);
  const context = { ...viewContext({ ...complaint, outbox: [] }, item.createdAt), organisation };
  return toPlainText(nudgeCard(context, item.view.args));
}

describe('the policy of a complaint', () => {
  const [both, category, impact] = [
    limited({}, { categories: ['conduct'], impacts: ['high', 'critical'] }),
    limited({}, { categories: ['conduct', 'privacy'] }),
    limited({}, { impacts: ['critical'] }),
  ];
  const organisation = withPolicies(both, category, impact);
  const find = (of: string, how: Impact) =>
    findPolicy({ category: of, details: { impact: how } }, organisation);

  it('is the first one that is for its category and its impact, else the one for all', () => {
    expect(find('conduct', 'high')).to.equal(both.policy);
    expect(find('conduct', 'low')).to.equal(category.policy);
    expect(find('privacy', 'critical')).to.equal(category.policy);
    expect(find('damp', 'critical')).to.equal(impact.policy);
    expect(find('damp', 'high')).to.equal(organisation.policy);
    expect(findPolicy(filed(), createOrganisation())).to.equal(DEFAULT_POLICY);
    const medium = limited({}, { impacts: ['medium'] });
    const unassessed = { category: 'damp', details: {} };
    expect(findPolicy(unassessed, withPolicies(medium))).to.equal(medium.policy);
  });

  it('times its reminders', () => {
    const quick = withPolicies(limited(QUICK));
    expect(formatPlan(withImpact('critical', quick), 'untaken', quick)).to.deep.equal([
      '2026-11-23T10:15 untaken 0 team',
      '2026-11-23T10:30 untaken 1 repairs-lead',
      '2026-11-23T11:00 untaken 2 olga',
      '2026-11-23T11:00 untaken 2 omar',
    ]);
    const low = withImpact('low', quick);
    expect(formatPlan(low, undefined, quick)).to.deep.equal(formatPlan(low));
  });

  it('says by when the complainant must be told, and how often they must be tried', () => {
    const slow = withPolicies(limited({ acknowledgeWithinDays: 3, followUpAttempts: 5 }));
    const critical = withImpact('critical', slow);
    expect(formatLocal(findAcknowledgeBy(critical, slow))).to.equal('2026-11-26T10:00');
    expect(formatLocal(critical.shownOnCards?.acknowledgeBy)).to.equal('2026-11-26T10:00');
    expect(countAttempts(critical, { now: MONDAY, organisation: slow }).needed).to.equal(5);
    const high = withImpact('high', slow);
    expect(countAttempts(high, { now: MONDAY, organisation: slow }).needed).to.equal(2);
  });
});

describe('after the impact was corrected', () => {
  const quick = withPolicies(limited(QUICK));

  it('what is still to come follows the other policy, and nothing comes again', () => {
    const low = wakeUntil('2026-11-23T11:00', withImpact('low', quick), quick);
    expect(formatSent(low.nudges)).to.deep.equal(['11-23 11:00 untaken 0 team']);
    const critical = correctTo(low, 'critical', '2026-11-23T11:05', quick);
    expect(formatPlan(critical, 'untaken', quick)).to.deep.equal([
      '2026-11-23T11:15 untaken 1 repairs-lead',
      '2026-11-23T11:45 untaken 2 olga',
      '2026-11-23T11:45 untaken 2 omar',
    ]);
    const back = correctTo(critical, 'low', '2026-11-23T11:06', quick);
    expect(formatPlan(back, 'untaken', quick)).to.deep.equal(formatPlan(low, 'untaken', quick));
  });

  it('the date on the cards is the other policy’s', () => {
    const slow = withPolicies(limited({ acknowledgeWithinDays: 3 }));
    const low = withImpact('low', slow);
    const critical = correctTo(low, 'critical', '2026-11-23T11:05', slow);
    expect(formatLocal(low.shownOnCards?.acknowledgeBy)).to.equal('2026-11-24T10:00');
    expect(formatLocal(critical.shownOnCards?.acknowledgeBy)).to.equal('2026-11-26T10:00');
  });

  it('those whom a longer ladder adds are reminded, if nobody has reminded them', () => {
    const officers = withPolicies(limited({ ladder: ['officers'] }));
    const critical = wakeUntil('2026-11-23T11:00', withImpact('critical', officers), officers);
    const low = correctTo(critical, 'low', '2026-11-23T11:05', officers);
    const later = wakeUntil('2026-11-23T14:30', low, officers);
    expect(formatSent(later.nudges, 'untaken')).to.deep.equal([
      '11-23 11:00 untaken 2 olga',
      '11-23 11:00 untaken 2 omar',
      '11-23 11:05 untaken 0 team',
      '11-23 14:00 untaken 1 repairs-lead',
    ]);
  });

  it('nobody is who was among everybody', () => {
    const lead = withPolicies(limited({ ladder: ['lead'] }));
    const critical = wakeUntil('2026-11-30T10:00', withImpact('critical', lead), lead);
    const sent = critical.nudges.filter(({ rule }) => rule === 'untaken').map(({ rung }) => rung);
    expect(new Set(sent)).to.deep.equal(new Set([1, 3, 4]));
    const low = correctTo(critical, 'low', '2026-11-30T10:05', lead);
    const rungs = formatPlan(low, 'untaken', lead).map((line) => line.slice(17, 26));
    expect(new Set(rungs)).to.deep.equal(new Set(['untaken 5']));
  });
});

describe('a ladder of its own', () => {
  it('begins with its first rung at the first time, and skips whoever is not on it', () => {
    const organisation = withPolicies(
      limited({ ladder: ['lead', 'officers'], untaken: [0, HOUR, HOUR] }),
    );
    const sent = wakeUntil('2026-11-24T13:00', withImpact('critical', organisation), organisation);
    expect(formatSent(sent.nudges)).to.deep.equal([
      '11-23 10:00 untaken 1 repairs-lead',
      '11-23 11:00 untaken 2 olga',
      '11-23 11:00 untaken 2 omar',
      '11-23 16:00 acknowledgement 1 repairs-lead',
      '11-24 10:00 acknowledgement 2 olga',
      '11-24 10:00 acknowledgement 2 omar',
    ]);
  });

  it('ends with everybody, whoever was on it', () => {
    for (const ladder of [['assignee'], ['lead'], ['officers'], ['assignee', 'lead']] as const) {
      const organisation = withPolicies(limited({ ladder }));
      const untaken = withImpact('critical', organisation);
      const taken = act(untaken, WHO.assignee, COMMANDS.take, MONDAY, { organisation });
      const told = act(taken, WHO.assignee, COMMANDS.acknowledge, MONDAY, { organisation });
      for (const [rule, start] of [
        ['untaken', untaken],
        ['acknowledgement', taken],
        ['quiet', told],
      ] as const) {
        const after = wakeUntil('2026-12-07T10:00', start, organisation);
        const sent = after.nudges.filter((one) => one.rule === rule);
        const past = sent.filter(({ rung }) => rung === 3).map(({ to }) => to);
        expect(past, `${rule} ${ladder}`).to.deep.include.members([
          { person: WHO.lead },
          { person: 'olga' },
          { person: 'omar' },
          'team',
        ]);
        expect(sent.filter(({ rung }) => rung < 3).length, `${rule} ${ladder}`).to.be.above(0);
      }
    }
  });

  it('climbs by its own distance where it skips a rung', () => {
    const organisation = withPolicies(
      limited({ ladder: ['assignee', 'officers'], untaken: [HOUR, 3 * HOUR, 3 * HOUR] }),
    );
    const late = runSystem(
      withImpact('critical', organisation),
      { kind: 'nudge' },
      at('2026-11-24T12:00'),
      { organisation },
    );
    expect(formatSent(late.nudges, 'untaken')).to.deep.equal(['11-24 12:00 untaken 0 team']);
    expect(formatPlan(late, 'untaken', organisation)[0]).to.equal(
      '2026-11-24T14:00 untaken 2 olga',
    );
  });

  it('still warns whoever has it before a promise', () => {
    const organisation = withPolicies(limited({ ladder: ['officers'] }));
    const parts = { organisation };
    const taken = act(
      withImpact('critical', organisation),
      WHO.assignee,
      COMMANDS.take,
      MONDAY,
      parts,
    );
    const promised = act(taken, WHO.assignee, COMMANDS.promise, MONDAY, parts);
    const warned = formatPlan(promised, 'promise-near', organisation).map((line) => line.slice(17));
    expect(new Set(warned)).to.deep.equal(new Set([`promise-near 0 ${WHO.assignee}`]));
    expect(formatPlan(promised, 'promise-passed', organisation)).to.deep.equal([
      '2026-12-01T12:00 promise-passed 2 olga',
      '2026-12-01T12:00 promise-passed 2 omar',
    ]);
  });

  it('without the lead has the officers in place of the team of a confidential complaint', () => {
    const organisation = withPolicies(limited({ ladder: ['assignee', 'officers'] }));
    const secret = withImpact('critical', organisation, 'conduct');
    const [first] = formatPlan(secret, 'untaken', organisation);
    expect(first).to.equal('2026-11-23T11:00 untaken 0 olga');
  });

  it('without the lead goes on to the officers when the assignee cannot be reached', () => {
    const organisation = withPolicies(limited({ ladder: ['assignee', 'officers'] }));
    const start = withImpact('critical', organisation);
    const taken = act(start, WHO.assignee, COMMANDS.take, MONDAY, { organisation });
    const nudged = wakeUntil('2026-11-23T16:00', taken, organisation);
    const delivery = nudged.nudges[0]?.delivery ?? '';
    const lost = runSystem(
      nudged,
      { kind: 'undelivered', delivery, reason: 'person-gone' },
      at('2026-11-23T16:01'),
      { organisation },
    );
    const added = lost.nudges.slice(nudged.nudges.length).map(({ to }) => to);
    expect(added).to.deep.equal([{ person: 'olga' }, { person: 'omar' }]);
  });

  it('counts its reminders from its own first rung', () => {
    const organisation = withPolicies(limited({ ladder: ['lead', 'officers'] }));
    const start = withImpact('critical', organisation);
    const first = wakeUntil('2026-11-23T11:00', start, organisation);
    expect(readLastCard(first, WHO.lead, organisation))
      .to.include('This comes to you because nothing has happened so far.')
      .and.not.include('reminder')
      .and.not.include('Reminded before you');
    const second = wakeUntil('2026-11-23T14:00', start, organisation);
    expect(readLastCard(second, 'olga', organisation))
      .to.include('This is reminder 2.')
      .and.match(/Reminded before you: Name of repairs-lead, /);
  });
});
