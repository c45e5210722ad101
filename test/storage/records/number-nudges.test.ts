import { expect } from 'chai';
import fc from 'fast-check';
import type { Complaint } from '../../../src/domain/complaint/complaint.js';
import type { NudgeIdentity, NudgeRecord } from '../../../src/domain/complaint/facts.js';
import { planComplaintNudges } from '../../../src/domain/nudges/next-action.js';
import { toRecipientKey } from '../../../src/domain/nudges/nudge.js';
import { parseComplaint } from '../../../src/storage/complaint-record.js';
import type { JsonRecord } from '../../../src/storage/records/record-step.js';
import { handlingByRounds } from '../../../src/storage/records/steps/handling-by-rounds.js';
import { numberNudges } from '../../../src/storage/records/steps/number-nudges.js';
import {
  type ComplaintRun,
  continueRun,
  earlierRunPlans,
  findAddedDeliveries,
  playRun,
  RUNS,
  type RunPlan,
} from '../../domain/complaint-run.js';
import { formatPlan, NUDGE } from '../../domain/nudges/nudge-helpers.js';
import { toMessages } from '../../support/complaint/outbox.js';
import {
  act,
  at,
  COMMANDS,
  createOrganisation,
  filed,
  inState,
  runSystem,
  WHO,
} from '../../support/domain.js';
import { asUpgraded, EARLIER_RELEASE, toSchema4 } from './schema-4.js';

/** The complaint as it was stored before its nudges had rounds. */
function toOldRecord(complaint: Complaint): JsonRecord {
  const { rounds: _none, ...rest } = toSchema4(complaint);
  const strip = <T extends NudgeIdentity & { lastRound?: number }>(one: T) => {
    const { round: _round, repeat: _repeat, lastRound: _last, ...old } = one;
    return old;
  };
  return JSON.parse(
    JSON.stringify({
      ...rest,
      nudges: complaint.nudges.map(strip),
      snoozes: Object.fromEntries(
        Object.entries(complaint.snoozes).map(([person, snooze]) => [
          person,
          { ...snooze, again: snooze.again.map(strip) },
        ]),
      ),
      outbox: toMessages(complaint.outbox).map(({ view, ...item }) =>
        view.name === 'nudge'
          ? {
              ...item,
              view: { ...view, args: { ...view.args, reasons: view.args.reasons.map(strip) } },
            }
          : { ...item, view },
      ),
    }),
  );
}

/** What a nudge was known by before it had a round. */
const toOldKey = ({ rule, about, rung, dueAt, to }: NudgeRecord): string =>
  [rule, about, rung, dueAt, toRecipientKey(to)].join('/');

/**
 * The complaint as the release before rounds left it: a repetition that was due when the rung itself was
 * had the same id, and so there was one nudge and one record for both.
 */
function withoutTwins(complaint: Complaint): Complaint {
  const isFirst = (sent: NudgeRecord, n: number, all: readonly NudgeRecord[]): boolean =>
    all.findIndex((other) => toOldKey(other) === toOldKey(sent)) === n;
  return { ...complaint, nudges: complaint.nudges.filter(isFirst) };
}

/**
 * Was a repetition due when the rung itself was, and did nobody else get that rung alone? Then no record
 * says that it was both, and the rung itself comes once more.
 */
function isUncertain({ nudges }: Complaint): boolean {
  const repeated = new Set(nudges.filter(({ repeat }) => repeat > 0).map(toOldKey));
  const rungs = nudges.filter(({ repeat }) => repeat === 0);
  const toDueKey = (sent: NudgeRecord): string => toOldKey({ ...sent, to: 'team' });
  const alone = new Set(rungs.filter((sent) => !repeated.has(toOldKey(sent))).map(toDueKey));
  return rungs.some((sent) => repeated.has(toOldKey(sent)) && !alone.has(toDueKey(sent)));
}

/** The complaint with a time in its ids of nudges and deliveries, where today there is a round. */
function withOldIds(complaint: Complaint): Complaint {
  const ids = /\b([a-z-]+\/(?:-|p\d+)\/\d+)\/(\d+(?:-\d+)?)\//g;
  return JSON.parse(JSON.stringify(complaint).replace(ids, '$1/1700000000$2/'));
}

function upgrade(complaint: Complaint): Complaint {
  return parseComplaint(handlingByRounds(numberNudges(toOldRecord(complaint))));
}

/** Who gets what when, whatever it is called. */
function listPlan(complaint: Complaint): readonly string[] {
  const lines = planComplaintNudges(complaint, createOrganisation()).map(
    ({ at, rule, about, rung, to }) => `${at} ${rule} ${about} ${rung} ${toRecipientKey(to)}`,
  );
  return [...new Set(lines)].sort();
}

/** What each step sent, whatever it is called. */
function listMessages({ steps }: ComplaintRun): readonly (readonly string[])[] {
  return steps.map((step) =>
    findAddedDeliveries(step)
      .map(({ kind, person, view }) => {
        const asked =
          view.name === 'nudge'
            ? view.args.reasons.map(({ rule, about, rung }) => `${rule} ${about} ${rung}`)
            : [];
        return `${kind} ${person} ${view.name} ${asked.join(', ')}`;
      })
      .sort(),
  );
}

describe('the rounds of nudges that were stored without', () => {
  it('say nothing twice and miss nothing: the ladder goes on as it would have', () => {
    fc.assert(
      fc.property(earlierRunPlans, fc.nat(40), (runPlan: RunPlan, upgradedAfter) => {
        const { moves } = runPlan;
        const begun = { ...runPlan, moves: moves.slice(0, upgradedAfter) };
        const before = playRun(begun, EARLIER_RELEASE);
        fc.pre(!isUncertain(before.complaint));
        const complaint = upgrade(withOldIds(withoutTwins(before.complaint)));
        expect(listPlan(complaint)).to.deep.equal(listPlan(before.complaint));
        const rest = moves.slice(upgradedAfter);
        const after = continueRun({ ...before, complaint, steps: [] }, rest, EARLIER_RELEASE);
        const without = continueRun({ ...before, steps: [] }, rest, EARLIER_RELEASE);
        expect(listMessages(after)).to.deep.equal(listMessages(without));
        expect(listPlan(after.complaint)).to.deep.equal(listPlan(without.complaint));
        const ids = after.complaint.nudges.map(({ id }) => id);
        expect(new Set(ids).size).to.equal(ids.length);
      }),
      { numRuns: RUNS },
    );
  });

  it('leave the ids of nudges and deliveries as they are', () => {
    fc.assert(
      fc.property(earlierRunPlans, (runPlan: RunPlan) => {
        const complaint = withoutTwins(playRun(runPlan, EARLIER_RELEASE).complaint);
        const ids = ({ nudges, outbox }: Complaint) => [
          nudges.map(({ id, delivery }) => [id, delivery]),
          outbox.map(({ id, lease, failed, dueAt }) => ({ id, lease, failed, dueAt })),
        ];
        expect(ids(upgrade(complaint))).to.deep.equal(ids(complaint));
      }),
      { numRuns: RUNS },
    );
  });

  it('are the first while their rule has not started anew', () => {
    const nudged = runSystem(filed(), NUDGE, at('2026-11-23T11:00'));
    const upgraded = upgrade(nudged);
    expect(upgraded).to.deep.equal(asUpgraded(nudged));
    expect(upgraded.rounds).to.deep.equal({});
    expect(upgraded.nudges).to.deep.include({ ...nudged.nudges[0], round: 1, repeat: 0 });
  });

  it('are the second if a nudge was sent before its rule started anew', () => {
    const nudged = runSystem(filed(), NUDGE, at('2026-11-23T11:00'));
    const taken = act(nudged, WHO.assignee, COMMANDS.take, at('2026-11-23T11:30'));
    const released = act(taken, WHO.assignee, COMMANDS.release, at('2026-11-23T12:00'));
    const again = runSystem(released, NUDGE, at('2026-11-23T13:00'));
    const upgraded = upgrade(again);
    expect(upgraded.rounds).to.deep.equal({ untaken: 2 });
    expect(upgraded.nudges.map(({ round, repeat }) => [round, repeat])).to.deep.equal([
      [1, 0],
      [2, 0],
    ]);
    expect(formatPlan(upgraded, 'untaken')[0]).to.equal('2026-11-23T16:00 untaken 1 repairs-lead');
  });

  it('tell the repetition after a snooze from the nudge that it repeats', () => {
    const promised = act(inState('assigned'), WHO.assignee, COMMANDS.acknowledge);
    const passed = runSystem(promised, NUDGE, at('2026-12-01T12:00'));
    const snoozed = act(passed, WHO.assignee, COMMANDS.snooze, at('2026-12-01T12:01'));
    const turns = (complaint: Complaint) =>
      complaint.nudges
        .filter(({ rule, rung }) => rule === 'promise-passed' && rung === 0)
        .map(({ round, repeat }) => [round, repeat]);
    expect(turns(upgrade(snoozed))).to.deep.equal([[1, 0]]);
    expect(upgrade(snoozed).snoozes).to.deep.equal(snoozed.snoozes);
    const repeated = runSystem(snoozed, NUDGE, at('2026-12-02T09:00'));
    expect(turns(upgrade(repeated))).to.deep.equal([
      [1, 0],
      [1, 1],
    ]);
    expect(listPlan(upgrade(repeated))).to.deep.equal(listPlan(repeated));
  });

  it('tell what came in place of somebody out of reach from the own nudge of the next rung', () => {
    const taken = act(filed(), WHO.assignee, COMMANDS.take);
    const nudged = runSystem(taken, NUDGE, at('2026-11-23T16:00'));
    const [sent] = nudged.nudges;
    const lost = { kind: 'undelivered', delivery: sent?.delivery ?? '' } as const;
    const passedOn = runSystem(nudged, { ...lost, reason: 'person-gone' }, at('2026-11-23T16:01'));
    const turns = upgrade(passedOn).nudges.map(({ rung, round, repeat }) => [rung, round, repeat]);
    expect(turns).to.deep.equal([
      [0, 1, 0],
      [1, 1, 1],
    ]);
    expect(formatPlan(upgrade(passedOn), 'acknowledgement')[0]).to.equal(
      '2026-11-24T10:00 acknowledgement 1 repairs-lead',
    );
    const both = runSystem(passedOn, NUDGE, at('2026-11-24T10:00'));
    const snoozed = act(both, WHO.lead, COMMANDS.snooze, at('2026-11-24T10:01'));
    const repeated = runSystem(snoozed, NUDGE, at('2026-11-25T09:00'));
    for (const complaint of [both, snoozed, repeated]) {
      expect(listPlan(upgrade(complaint))).to.deep.equal(listPlan(complaint));
    }
  });

  it('tell a nudge that is due when somebody else’s snooze ends from a repetition', () => {
    const taken = act(
      filed({ now: at('2026-11-24T17:00') }),
      WHO.assignee,
      COMMANDS.take,
      at('2026-11-24T17:00'),
    );
    const nudged = runSystem(taken, NUDGE, at('2026-11-25T15:00'));
    const [sent] = nudged.nudges;
    const snoozed = act(nudged, WHO.assignee, COMMANDS.snooze, at('2026-11-25T15:00'));
    const lost = { kind: 'undelivered', delivery: sent?.delivery ?? '' } as const;
    const passedOn = runSystem(snoozed, { ...lost, reason: 'person-gone' }, at('2026-11-25T15:00'));
    const both = runSystem(passedOn, NUDGE, at('2026-11-26T09:00'));
    expect(listPlan(upgrade(withOldIds(both)))).to.deep.equal(listPlan(both));
  });

  it('tell a repetition from the rung itself, if that was due at the same time', () => {
    const toTeam = runSystem(filed({ category: 'invoice' }), NUDGE, at('2026-11-23T15:00'));
    const toLead = runSystem(toTeam, NUDGE, at('2026-11-23T19:00'));
    const delivery = toLead.nudges.find(({ rung }) => rung === 1)?.delivery ?? '';
    const lost = { kind: 'undelivered', delivery, reason: 'person-unreachable' } as const;
    const toOfficers = runSystem(toLead, lost, at('2026-11-23T19:00'));
    const snoozed = act(toOfficers, WHO.officer, COMMANDS.snooze, at('2026-11-23T19:00'));
    const both = runSystem(snoozed, NUDGE, at('2026-11-24T14:00'));
    const upgraded = upgrade(withOldIds(withoutTwins(both)));
    expect(formatPlan(upgraded, 'untaken')[0]).to.equal('2026-11-27T14:00 untaken 3 billing-lead');
  });

  it('say a warning to a new assignee as late as it would have been', () => {
    const soon = { ...COMMANDS.promise, dueAt: at('2026-11-23T12:30') };
    const promised = act(act(filed(), WHO.assignee, COMMANDS.take), WHO.assignee, soon);
    const released = act(promised, WHO.assignee, COMMANDS.release);
    const warned = runSystem(released, NUDGE, at('2026-11-23T11:30'));
    const taken = (complaint: Complaint): Complaint =>
      act(complaint, WHO.assignee, COMMANDS.take, at('2026-11-23T11:40'));
    expect(listPlan(taken(upgrade(warned)))).to.deep.equal(listPlan(taken(warned)));
    expect(formatPlan(taken(upgrade(warned)), 'promise-near')).to.deep.equal([
      '2026-11-23T12:05 promise-near 0 repairs-ann',
    ]);
  });

  it('leave a message about something that is done as done, also if its record is gone', () => {
    const quiet = runSystem(
      act(filed(), WHO.assignee, COMMANDS.take),
      NUDGE,
      at('2026-11-30T10:00'),
    );
    const upgraded = upgrade({ ...quiet, nudges: [] });
    const item = toMessages(upgraded.outbox).find(({ kind }) => kind === 'nudge');
    if (item?.view.name !== 'nudge') throw new Error('no nudge');
    expect(item.view.args.reasons.map(({ round }) => round)).to.include(0);
  });

  it('are not made for a record of an unknown shape, which is left to the parser', () => {
    for (const odd of [{}, { nudges: 1 }, { ...toOldRecord(filed()), nudges: [{}] }]) {
      expect(numberNudges(odd)).to.equal(odd);
    }
  });
});
