import { expect } from 'chai';
import fc from 'fast-check';
import { type Delivery, findCardAbove } from '../../src/domain/complaint/delivery.js';
import { isOngoing, type NudgeRecord } from '../../src/domain/complaint/facts.js';
import { accessOf, isOnlyReporter, toViewer } from '../../src/domain/complaint/permissions.js';
import { isAway } from '../../src/domain/inbox/absence.js';
import { findDueNudges, planComplaintNudges } from '../../src/domain/nudges/next-action.js';
import {
  isSameRung,
  selectLowestRungs,
  toNudgeId,
  toRecipientKey,
} from '../../src/domain/nudges/nudge.js';
import { findReader } from '../../src/domain/nudges/nudge-message.js';
import { isPastLastRung } from '../../src/domain/nudges/past-last-rung.js';
import { findLadder, type Organisation } from '../../src/domain/organisation/organisation.js';
import { HOUR } from '../support/domain.js';
import {
  absenceRunPlans,
  type ComplaintRun,
  findAddedDeliveries,
  playRun,
  RUNS,
  type RunStep,
} from './complaint-run.js';
import { organisations } from './nudges/policies/random-policies.js';
import { wakeUntil } from './nudges/wake-until.js';
import { SECRET } from './random-commands.js';

const DAY = 24 * HOUR;

/** Lives in which people go away and come back, under policies for some complaints. */
const lives = fc.record({ plan: absenceRunPlans, organisation: organisations });

/** The same lives for all properties, so that each is played once. */
const SEED = Math.floor(Math.random() * 2 ** 31);
const played = new Map<string, ComplaintRun>();

function checkRuns(check: (run: ComplaintRun) => void): void {
  const property = fc.property(lives, (life) => {
    const key = fc.stringify(life);
    const run = played.get(key) ?? playRun(life.plan, undefined, life.organisation);
    played.set(key, run);
    check(run);
  });
  fc.assert(property, { numRuns: 2 * RUNS, seed: SEED });
}

function checkSteps(check: (step: RunStep, run: ComplaintRun) => void): void {
  checkRuns((run) => {
    for (const step of run.steps) check(step, run);
  });
}

function findNudges(step: RunStep): readonly Delivery[] {
  return findAddedDeliveries(step).filter(({ kind }) => kind === 'nudge');
}

/** The records that a step added. */
function findNewRecords({ before, after }: RunStep): readonly NudgeRecord[] {
  const known = new Set(before.nudges.map(({ id }) => id));
  return after.nudges.filter(({ id }) => !known.has(id));
}

function expectUnique(ids: readonly string[]): void {
  expect(ids.filter((id, n) => ids.indexOf(id) !== n)).to.deep.equal([]);
}

/** Which nudge it is, for whomever. */
function toKey({ rule, about, rung, round, repeat }: NudgeRecord): string {
  return [rule, about ?? '-', rung, round, repeat].join('/');
}

/** May they read a reminder: see the complaint as more than its reporter? */
function mayBeReminded(person: string, { after }: RunStep, { organisation }: ComplaintRun) {
  return !isOnlyReporter(toViewer(person, organisation), after);
}

/** Are the nudges of this rung still for this person, who got them before? */
function standsOn(person: string, rung: number, { after }: RunStep, organisation: Organisation) {
  const { assignee, team } = after;
  if (rung === 0 && assignee !== null) return person === assignee;
  const { lead, officers } = findLadder(team, organisation);
  return [assignee, lead, ...officers].includes(person);
}

describe('any life of a complaint while people are away', function () {
  // the first property plays all the lives
  this.timeout(2_400 * RUNS);

  it('decides no nudge twice, and gives no two deliveries the same id', () => {
    checkRuns(({ steps }) => {
      expectUnique(steps.flatMap(findNewRecords).map(({ id }) => id));
      expectUnique(steps.flatMap(findAddedDeliveries).map(({ id }) => id));
    });
  });

  it('sends everything that is due to somebody', () => {
    checkSteps((step, { organisation }) => {
      const { what, before, now } = step;
      if (what.kind !== 'nudge' || step.decision.kind !== 'accepted') return;
      const due = selectLowestRungs(findDueNudges(before, organisation, now), before.nudges);
      const sent = new Map(findNewRecords(step).map((record) => [record.id, record]));
      for (const plan of due) {
        const record = sent.get(toNudgeId(plan));
        const item = findNudges(step).find(({ id }) => id === record?.delivery);
        expect(item, toNudgeId(plan)).not.to.equal(undefined);
        if (record !== undefined) expect(item?.person).to.equal(findReader(record));
      }
    });
  });

  it('has a planned nudge and a next action while it is ongoing', () => {
    checkSteps(({ after, decision }, { organisation }) => {
      if (decision.kind !== 'accepted') return;
      const isPlanned = planComplaintNudges(after, organisation).length > 0;
      expect(isPlanned).to.equal(isOngoing(after));
      expect(after.nextActionAt !== null).to.equal(isOngoing(after));
    });
  });

  it('nudges nobody who sees no more of it than its reporter', () => {
    checkSteps((step, run) => {
      for (const { person, id } of findNudges(step)) {
        if (person !== null) expect(mayBeReminded(person, step, run), id).to.equal(true);
      }
    });
  });

  it('sends nothing secret to a person or a channel that may not see it', () => {
    checkSteps((step, { organisation }) => {
      const { after } = step;
      for (const item of findAddedDeliveries(step)) {
        if (!JSON.stringify(item.view.args).includes(SECRET)) continue;
        const { person, id, slot } = item;
        if (person === null) {
          const isRead = findCardAbove(item, after) !== null || slot === 'card:1';
          expect(after.confidential && isRead, id).to.equal(false);
        } else expect(accessOf(toViewer(person, organisation), after), id).not.to.equal('none');
      }
    });
  });

  it('sends one person no two messages of the same nudge at once', () => {
    checkSteps((step) => {
      const read = new Map<string, string>();
      for (const record of findNewRecords(step)) {
        const key = `${toKey(record)} ${findReader(record) ?? 'team'}`;
        expect(read.get(key) ?? record.delivery, key).to.equal(record.delivery);
        read.set(key, record.delivery);
      }
    });
  });

  it('nudges somebody who is away only if nobody else could be', () => {
    checkSteps((step, run) => {
      const { absences, now, after } = step;
      for (const { person, id } of findNudges(step)) {
        if (person === null || !isAway(absences.get(person), now)) continue;
        const { lead, officers } = findLadder(after.team, run.organisation);
        const tried = after.nudges
          .filter(({ delivery }) => id.startsWith(`${delivery}/`))
          .map(findReader);
        const others = [absences.get(person)?.standIn ?? null, lead, ...officers].filter(
          (one) =>
            one !== null &&
            one !== person &&
            !tried.includes(one) &&
            !isAway(absences.get(one), now) &&
            mayBeReminded(one, step, run),
        );
        expect(others, id).to.deep.equal([]);
      }
    });
  });

  it('repeats what a person or their stand-in snoozed, for as long as it is still theirs', () => {
    checkSteps((step, { organisation }) => {
      if (step.what.kind !== 'snooze' || step.decision.kind !== 'accepted') return;
      const { before, after } = step;
      const plans = planComplaintNudges(after, organisation);
      for (const [person, { until, again }] of Object.entries(after.snoozes)) {
        if (before.snoozes[person]?.until === until) continue;
        for (const key of again.filter(({ rung }) => standsOn(person, rung, step, organisation))) {
          const isThere = plans.some(
            (plan) =>
              isSameRung(plan, key) && toRecipientKey(plan.to) === person && plan.at >= until,
          );
          expect(isThere, `${person} ${key.rule} ${key.rung}`).to.equal(true);
        }
      }
    });
  });

  it('always goes on when it is woken, and when all are back everybody is reminded in the end', () => {
    checkRuns(({ complaint, now, absences, organisation }) => {
      const apart = wakeUntil(complaint, now, now + 30 * DAY, organisation, absences);
      const end = now + 90 * DAY;
      const after = wakeUntil(apart, now + 30 * DAY, end, organisation);
      if (!isOngoing(after)) return;
      const late = after.nudges.filter(
        (sent) => isPastLastRung(sent) && sent.sentAt > now + 30 * DAY,
      );
      expect(late.some((sent) => findReader(sent) === 'olga')).to.equal(true);
    });
  });
});
