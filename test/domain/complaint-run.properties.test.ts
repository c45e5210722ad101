import { expect } from 'chai';
import fc from 'fast-check';
import { decideSystem } from '../../src/domain/commands/decide.js';
import type { SystemCommand } from '../../src/domain/complaint/command.js';
import type { Complaint } from '../../src/domain/complaint/complaint.js';
import { type Delivery, findCardAbove } from '../../src/domain/complaint/delivery.js';
import { type ComplaintFacts, isOngoing } from '../../src/domain/complaint/facts.js';
import { findFollowUps, findResolution } from '../../src/domain/complaint/handling.js';
import { accessOf, toViewer } from '../../src/domain/complaint/permissions.js';
import { isPromiseSettled } from '../../src/domain/complaint/promise.js';
import { computeRetryAt } from '../../src/domain/nudges/card-retry.js';
import { planComplaintNudges } from '../../src/domain/nudges/next-action.js';
import { isAnswered, isObsolete, toNudgeId } from '../../src/domain/nudges/nudge.js';
import { nextWorkingMoment } from '../../src/domain/organisation/calendar.js';
import { findCalendar } from '../../src/domain/organisation/organisation.js';
import { applyDecision, asSystem, createOrganisation } from '../support/domain.js';
import {
  type ComplaintRun,
  deliverOnce,
  findAddedDeliveries,
  findAddedIds,
  playRun,
  RUNS,
  type RunPlan,
  type RunStep,
  runPlans,
} from './complaint-run.js';
import { SECRET } from './random-commands.js';

const ORGANISATION = createOrganisation();
/** They serve all properties, so there may be more of them. */
const SHARED_RUNS = 2 * RUNS;
/** The commands of Redress itself that may leave no history entry. */
const QUIET: readonly RunStep['what']['kind'][] = [
  'nudge',
  'undelivered',
  'lose-line',
  'retry-cards',
  'card-sent',
];

/** The same plans for all properties, so that each is played once. fast-check names the seed when one fails. */
const SEED = Math.floor(Math.random() * 2 ** 31);
const played = new Map<string, ComplaintRun>();

function playOnce(runPlan: RunPlan): ComplaintRun {
  const key = fc.stringify(runPlan);
  const run = played.get(key) ?? playRun(runPlan);
  played.set(key, run);
  return run;
}

function checkRuns(check: (run: ComplaintRun) => void): void {
  fc.assert(
    fc.property(runPlans, (runPlan: RunPlan) => check(playOnce(runPlan))),
    { numRuns: SHARED_RUNS, seed: SEED },
  );
}

function checkSteps(check: (step: RunStep) => void): void {
  checkRuns(({ steps }) => steps.forEach(check));
}

function checkDeliveries(check: (item: Delivery, step: RunStep) => void): void {
  checkSteps((step) => {
    for (const item of findAddedDeliveries(step)) check(item, step);
  });
}

function isSecret(item: Delivery): boolean {
  return JSON.stringify(item.view.args).includes(SECRET);
}

function mayPersonSee(person: string, complaint: ComplaintFacts): boolean {
  return accessOf(toViewer(person, ORGANISATION), complaint) !== 'none';
}

/** Checks that the facts fit the state. */
function expectLegal(facts: ComplaintFacts): void {
  const { state, assignee, untakenSince, promises } = facts;
  const resolution = findResolution(facts);
  const followUp = findFollowUps(facts).at(-1) ?? null;
  const isOpen = state === 'open';
  const isResolved = state === 'resolved' || state === 'closed';
  if (state !== 'withdrawn') expect(assignee === null, 'nobody has it').to.equal(isOpen);
  expect(untakenSince !== null, 'untakenSince').to.equal(isOpen);
  expect(resolution !== null, 'resolution').to.equal(isResolved);
  if (state === 'closed') expect(followUp, 'followUp').not.to.equal(null);
  if (!isResolved && state !== 'withdrawn') expect(followUp, 'followUp').to.equal(null);
  expect(facts.withdrawal !== null, 'withdrawal').to.equal(state === 'withdrawn');
  if (state === 'closed') expect(resolution?.told?.at, 'told').to.be.a('number');
  if (state === 'closed' || state === 'withdrawn')
    expect(promises.every(isPromiseSettled), 'promises').to.equal(true);
  expect(new Set(promises.map((made) => made.id)).size).to.equal(promises.length);
  for (const made of promises) {
    const ends = [made.doneAt, made.renegotiatedAt, made.released];
    expect(ends.filter((end) => end !== null).length, 'settled once').to.be.at.most(1);
    expect(promises.filter(({ replaces }) => replaces === made.id).length, 'one new date').to.equal(
      made.renegotiatedAt === null ? 0 : 1,
    );
  }
}

function findNewIds(before: Complaint, after: Complaint): readonly string[] {
  const known = new Set(before.nudges.map((sent) => sent.id));
  return after.nudges.map((sent) => sent.id).filter((id) => !known.has(id));
}

function expectUnique(ids: readonly string[]): void {
  expect(ids.filter((id, n) => ids.indexOf(id) !== n)).to.deep.equal([]);
}

describe('any run of a complaint', function () {
  // the first property plays all the runs
  this.timeout(60_000);
  it('is never in an illegal state', () => {
    checkSteps(({ before, after, now }) => {
      expectLegal(after);
      expect(after.lastLifeAt).to.be.at.least(before.lastLifeAt);
      expect(after.lastLifeAt).to.be.at.most(now);
    });
  });

  it('commits one version and one history entry for each change, and nothing otherwise', () => {
    checkSteps(({ before, after, decision, what }) => {
      const grown = decision.kind === 'accepted' ? 1 : 0;
      expect(after.version - before.version).to.equal(grown);
      const entries = after.history.length - before.history.length;
      // A stuck card that is tried, or fails, again leaves none; a nudge may come with the news that it is there.
      if (QUIET.includes(what.kind)) expect(entries).to.be.within(0, 2 * grown);
      // Whoever writes under the card of a team that it has left is told so; that leaves none either.
      else if (what.kind === 'hear') expect(entries).to.be.within(0, grown);
      else expect(entries).to.equal(grown);
      if (grown === 0) expect(after).to.equal(before);
    });
  });

  it('has a next action and a planned nudge while it is ongoing, and none afterwards', () => {
    checkSteps(({ before, after, decision, now }) => {
      const plan = planComplaintNudges(after, ORGANISATION);
      expect(plan.length > 0, 'planned').to.equal(isOngoing(after));
      const first = plan[0]?.at ?? null;
      const works = nextWorkingMoment(findCalendar(after.team, ORGANISATION), now);
      const nudgeAt = first !== null && works > now ? Math.max(first, works) : first;
      const retryAt = computeRetryAt(after, ORGANISATION);
      const planned = [nudgeAt, retryAt].filter((at) => at !== null);
      const next = planned.length === 0 ? null : Math.min(...planned);
      if (decision.kind === 'accepted') expect(after.nextActionAt).to.equal(next);
      else expect(after.nextActionAt).to.equal(before.nextActionAt);
    });
  });

  it('plans no nudge that is obsolete or already decided', () => {
    checkSteps(({ after }) => {
      const decided = new Set(after.nudges.map((sent) => sent.id));
      for (const plan of planComplaintNudges(after, ORGANISATION)) {
        expect(isObsolete(plan, after), plan.rule).to.equal(false);
        expect(decided.has(toNudgeId(plan)), toNudgeId(plan)).to.equal(false);
      }
    });
  });

  it('sends no nudge that is already answered', () => {
    checkDeliveries(({ kind, id }, { before, after }) => {
      if (kind !== 'nudge') return;
      const asked = after.nudges.filter((sent) => sent.delivery === id);
      expect(
        asked.some((sent) => !isAnswered(sent, before)),
        id,
      ).to.equal(true);
    });
  });

  it('decides no nudge twice', () => {
    checkRuns(({ steps }) => {
      expectUnique(steps.flatMap(({ before, after }) => findNewIds(before, after)));
      for (const { after } of steps) expectUnique(after.nudges.map((sent) => sent.id));
    });
  });

  it('gives no two deliveries the same id', () => {
    checkRuns(({ complaint, steps }) => {
      const filed = (steps[0]?.before ?? complaint).outbox.map(({ id }) => id);
      expectUnique([...filed, ...steps.flatMap(findAddedIds)]);
    });
  });

  it('does nothing when a nudge or a failed delivery comes again', () => {
    checkSteps(({ after, now, what, decision }) => {
      const isOurs = ['nudge', 'undelivered', 'lose-line', 'card-sent'].includes(what.kind);
      if (!isOurs || decision.kind !== 'accepted') return;
      expect(decideSystem(after, what as SystemCommand, asSystem(now)).kind).to.equal('unchanged');
    });
  });

  it('has a later next action after each wake-up', () => {
    checkRuns(({ complaint }) => {
      let next = complaint;
      for (let n = 0; n < 12 && next.nextActionAt !== null; n += 1) {
        const now = next.nextActionAt;
        next = applyDecision(next, decideSystem(next, { kind: 'nudge' }, asSystem(now)));
        expect(next.nextActionAt).to.be.greaterThan(now);
      }
      expect(next.nextActionAt !== null).to.equal(isOngoing(complaint));
    });
  });

  it('sends one message to each person for everything due at once', () => {
    checkSteps((step) => {
      if (step.what.kind !== 'nudge') return;
      const nudges = findAddedDeliveries(step).filter((item) => item.kind === 'nudge');
      expectUnique(nudges.map((item) => item.person ?? 'team'));
    });
  });

  it('sends nudges only while its team works', () => {
    checkSteps((step) => {
      if (step.what.kind !== 'nudge' || step.decision.kind !== 'accepted') return;
      if (findAddedDeliveries(step).every(({ kind }) => kind !== 'nudge')) return;
      const calendar = findCalendar(step.after.team, ORGANISATION);
      expect(nextWorkingMoment(calendar, step.now)).to.equal(step.now);
    });
  });

  it('marks every answered nudge as settled', () => {
    checkSteps(({ after }) => {
      const forgotten = after.nudges.filter(
        (sent) => isAnswered(sent, after) && sent.settledAt === null,
      );
      expect(forgotten).to.deep.equal([]);
    });
  });

  it('nudges no person who may not see it', () => {
    checkDeliveries(({ kind, person, id }, { after }) => {
      if (kind === 'nudge' && person !== null)
        expect(mayPersonSee(person, after), id).to.equal(true);
    });
  });

  it('sends nothing secret to a person who may not see it', () => {
    checkDeliveries((item, { after }) => {
      if (item.person === null || !isSecret(item)) return;
      expect(mayPersonSee(item.person, after), item.id).to.equal(true);
    });
  });

  it('puts nothing secret into the channel if it is confidential, and never into an alarm', () => {
    checkDeliveries((item, { after }) => {
      const isUnderCard = findCardAbove(item, after) !== null;
      const isRead = after.confidential && (isUnderCard || item.slot === 'card:1');
      if (item.slot !== 'ops' && !isRead) return;
      expect(isSecret(item), item.id).to.equal(false);
      expect(item.kind, 'a nudge for the whole channel').not.to.equal('nudge');
    });
  });

  it('sends no notes for the team to the reporter', () => {
    checkDeliveries((item, { before, after }) => {
      const isTheirs = [before.assignee, after.assignee].includes(after.reporter);
      if (item.person === after.reporter && !isTheirs) {
        expect(isSecret(item), item.id).to.equal(false);
      }
    });
  });

  it('leaves no delivery waiting after enough passes of a deliverer', () => {
    checkRuns(({ complaint }) => {
      let rest = complaint;
      for (let n = 0; n <= complaint.outbox.length; n += 1) rest = deliverOnce(rest);
      expect(rest.outbox.filter((item) => item.failed === null)).to.deep.equal([]);
    });
  });
});
