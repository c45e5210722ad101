import { expect } from 'chai';
import fc from 'fast-check';
import { decideSystem } from '../../../src/domain/commands/decide.js';
import type { Complaint } from '../../../src/domain/complaint/complaint.js';
import type { NudgeKey, NudgeRecord } from '../../../src/domain/complaint/facts.js';
import { planComplaintNudges } from '../../../src/domain/nudges/next-action.js';
import { isObsolete, isSameRung, toRecipientKey } from '../../../src/domain/nudges/nudge.js';
import { findRound } from '../../../src/domain/nudges/rounds.js';
import { type Calendar, nextWorkingMoment } from '../../../src/domain/organisation/calendar.js';
import {
  findCalendar,
  type NudgePolicy,
  type Organisation,
} from '../../../src/domain/organisation/organisation.js';
import {
  applyDecision,
  asSystem,
  createOrganisation,
  createWeekCalendar,
  HOUR,
  workingHours,
} from '../../support/domain.js';
import { playRun, RUNS, type RunPlan, runPlans } from '../complaint-run.js';

const BEFORE = createOrganisation();

const hours = (max: number) => fc.integer({ min: 0, max }).map((count) => count * HOUR);
const days = fc.integer({ min: 1, max: 6 });
const rungs = fc
  .tuple(hours(9), hours(9), hours(9))
  .map(([one, two, three]) => [one, one + two, one + two + three] as const);

const policies: fc.Arbitrary<NudgePolicy> = fc.record({
  untaken: rungs,
  acknowledgeWithinDays: days,
  acknowledgeWarning: hours(20),
  beforePromise: fc.uniqueArray(
    fc.integer({ min: 1, max: 40 }).map((count) => count * HOUR),
    { minLength: 1, maxLength: 5 },
  ),
  promisePassed: rungs,
  quietDays: days,
  tellDays: days,
  followUpDays: days,
  followUpAgainDays: days,
  followUpAttempts: days,
});

const calendars: fc.Arbitrary<Calendar> = fc
  .record({
    from: fc.integer({ min: 0, max: 14 }),
    length: fc.integer({ min: 1, max: 9 }),
    zone: fc.constantFrom('Europe/London', 'America/New_York', 'Pacific/Auckland'),
    holidays: fc.uniqueArray(fc.integer({ min: 16, max: 30 }).map((day) => `2026-11-${day}`)),
  })
  .map(({ from, length, zone, holidays }) =>
    createWeekCalendar([workingHours(from, from + length)], zone, holidays),
  );

/** The organisation after a correction: any of the hours, the holidays and the policy are others. */
const corrections: fc.Arbitrary<Organisation> = fc
  .record({ calendar: fc.option(calendars), policy: fc.option(policies) })
  .map(({ calendar, policy }) => ({
    ...BEFORE,
    policy: policy ?? BEFORE.policy,
    teams: new Map(
      [...BEFORE.teams].map(([key, team]) => [
        key,
        { ...team, calendar: calendar ?? team.calendar },
      ]),
    ),
  }));

function wake(complaint: Complaint, now: number, organisation: Organisation): Complaint {
  const context = asSystem(now, { organisation });
  return applyDecision(complaint, decideSystem(complaint, { kind: 'nudge' }, context));
}

/** Wakes it whenever something is due, `times` times, first at `now`. */
function wakeOften(
  start: Complaint,
  now: number,
  organisation: Organisation,
  times: number,
): Complaint {
  let complaint = wake(start, now, organisation);
  let time = now;
  for (let n = 0; n < times; n += 1) {
    const [next] = planComplaintNudges(complaint, organisation);
    if (next === undefined) break;
    time = nextWorkingMoment(findCalendar(complaint.team, organisation), Math.max(time, next.at));
    complaint = wake(complaint, time, organisation);
  }
  return complaint;
}

/** Was it sent in the round that runs, and not as a repetition for one person? */
function isOfRunningRound(complaint: Complaint, sent: NudgeRecord): boolean {
  return sent.repeat === 0 && sent.round === findRound(sent.rule, complaint);
}

const LADDERS = ['untaken', 'acknowledgement', 'promise-passed'] as const;

/** The rungs of the ladders of three that are still wanted. */
function findWantedRungs(complaint: Complaint): readonly NudgeKey[] {
  return LADDERS.flatMap((rule) => {
    const things = rule === 'promise-passed' ? complaint.promises.map(({ id }) => id) : [null];
    return things.flatMap((about) => [0, 1, 2].map((rung) => ({ rule, about, rung })));
  }).filter((key) => !isObsolete(key, complaint));
}

function checkCorrections(
  check: (before: Complaint, now: number, organisation: Organisation) => void,
): void {
  fc.assert(
    fc.property(runPlans, corrections, fc.boolean(), (runPlan: RunPlan, organisation, isWoken) => {
      const { complaint, now } = playRun(runPlan);
      check(isWoken ? wake(complaint, now, BEFORE) : complaint, now, organisation);
    }),
    { numRuns: RUNS },
  );
}

describe('a correction of hours, holidays or policy', () => {
  it('says nothing again that was sent in the running round', () => {
    checkCorrections((before, now, organisation) => {
      const after = wakeOften(before, now, organisation, 8);
      const known = new Set(before.nudges.map(({ id }) => id));
      const added = after.nudges.filter(({ id, repeat }) => !known.has(id) && repeat === 0);
      for (const sent of added.filter(({ rule }) => rule !== 'promise-near')) {
        const earlier = before.nudges.filter(
          (one) =>
            isOfRunningRound(before, one) &&
            isSameRung(one, sent) &&
            toRecipientKey(one.to) === toRecipientKey(sent.to),
        );
        expect(earlier, sent.id).to.deep.equal([]);
      }
    });
  });

  it('gives nobody more warnings before a promise than either policy has', () => {
    checkCorrections((before, now, organisation) => {
      const after = wakeOften(before, now, organisation, 8);
      const most = Math.max(
        ...[BEFORE, organisation].map((one) => one.policy.beforePromise.length),
      );
      const warnings = after.nudges.filter(
        ({ rule, rung, repeat }) => rule === 'promise-near' && rung === 0 && repeat === 0,
      );
      for (const { about, to } of warnings) {
        const theirs = warnings.filter(
          (one) => one.about === about && toRecipientKey(one.to) === toRecipientKey(to),
        );
        expect(theirs.length, `${about} ${toRecipientKey(to)}`).to.be.at.most(most);
      }
    });
  });

  it('misses nothing: each rung that was not sent is planned, and in the end sent', () => {
    checkCorrections((before, now, organisation) => {
      const isSent = (complaint: Complaint, key: NudgeKey): boolean =>
        complaint.nudges.some((sent) => isSameRung(sent, key) && isOfRunningRound(complaint, sent));
      const wanted = findWantedRungs(before);
      const plan = planComplaintNudges(before, organisation);
      for (const key of wanted) {
        const isPlanned = plan.some((planned) => isSameRung(planned, key));
        expect(isPlanned || isSent(before, key), JSON.stringify(key)).to.equal(true);
      }
      const after = wakeOften(before, now, organisation, 20);
      for (const key of wanted) expect(isSent(after, key), JSON.stringify(key)).to.equal(true);
      const isWaiting = before.state !== 'closed' && before.state !== 'withdrawn';
      expect(planComplaintNudges(after, organisation).length > 0).to.equal(isWaiting);
    });
  });
});
