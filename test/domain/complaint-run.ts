import { decide, decideSystem } from '../../src/domain/commands/decide.js';
import type {
  PersonCommand,
  PersonCommandKind,
  RetryCause,
  SystemCommand,
} from '../../src/domain/complaint/command.js';
import type { Complaint } from '../../src/domain/complaint/complaint.js';
import type { Decision } from '../../src/domain/complaint/decision.js';
import {
  type Delivery,
  findClaimable,
  findCoveredIds,
  isOrphan,
} from '../../src/domain/complaint/delivery.js';
import type { FailureReason } from '../../src/domain/complaint/failure-reason.js';
import {
  COMMAND_RULES,
  checkPermission,
  toViewer,
} from '../../src/domain/complaint/permissions.js';
import { toPlaceKey } from '../../src/domain/organisation/place.js';
import {
  applyDecision,
  asActor,
  asSystem,
  createDetails,
  createOrganisation,
  filed,
  MONDAY,
} from '../support/domain.js';
import { type CreateCommand, createCommand, PEOPLE, pickFrom, SECRET } from './random-commands.js';
import type { RunEvent, RunPlan } from './run-plan.js';

export { type RunEvent, type RunPlan, runPlans } from './run-plan.js';

/** How often each property is run. `REDRESS_PROPERTY_RUNS=2000` makes a long search. */
export const RUNS = Number(process.env.REDRESS_PROPERTY_RUNS ?? 25);

/** One decided step: the complaint before, the decision, the complaint after. */
export interface RunStep {
  readonly before: Complaint;
  readonly decision: Decision;
  readonly after: Complaint;
  readonly now: number;
  readonly what: PersonCommand | SystemCommand;
}

/** A run so far: the complaint now, the business time, the steps. */
export interface ComplaintRun {
  readonly complaint: Complaint;
  readonly now: number;
  readonly steps: readonly RunStep[];
}

const KINDS = Object.keys(COMMAND_RULES) as PersonCommandKind[];
const ORGANISATION = createOrganisation();

/** The release that a run is played in. */
export interface Release {
  /** Creates a person's command, as people could give it. */
  readonly create: CreateCommand;
  /** What the release left of a complaint after a commit at `now`. */
  leave(complaint: Complaint, now: number): Complaint;
}

const THIS_RELEASE: Release = { create: createCommand, leave: (complaint) => complaint };

/** When a step is played, and in which release. */
interface StepTime {
  readonly now: number;
  readonly release: Release;
}

/** Plays a run in memory, with a commit that does what a store does. */
export function playRun(
  { category, filedAfter, moves }: RunPlan,
  release: Release = THIS_RELEASE,
): ComplaintRun {
  const now = MONDAY + filedAfter;
  const text = `It is ${SECRET}.`;
  const complaint = filed({
    category,
    now,
    details: createDetails({ description: text }),
  });
  const start: ComplaintRun = { complaint, now, steps: [] };
  return continueRun(start, moves, release);
}

/** Plays what happens next in a run. */
export function continueRun(
  run: ComplaintRun,
  moves: readonly RunEvent[],
  release: Release = THIS_RELEASE,
): ComplaintRun {
  return moves.reduce((before, next) => playEvent(before, next, release), run);
}

function playEvent(run: ComplaintRun, next: RunEvent, release: Release): ComplaintRun {
  switch (next.kind) {
    case 'command':
      return playCommand(run, next, release);
    case 'wake': {
      const due = run.complaint.nextActionAt ?? run.now;
      return playSystemCommand(
        run,
        { kind: 'nudge' },
        {
          now: Math.max(run.now, due) + next.late,
          release,
        },
      );
    }
    case 'hear': {
      const now = run.now + next.wait;
      return playSystemCommand(
        run,
        { kind: 'hear', placement: 1, by: pickFrom(PEOPLE, next.n), at: now - next.ago },
        { now, release },
      );
    }
    case 'send':
      return { ...run, complaint: deliverOnce(run.complaint) };
    case 'retry': {
      const because = pickFrom(RETRY_CAUSES, next.n);
      return playSystemCommand(
        run,
        { kind: 'retry-cards', because },
        {
          now: run.now + next.wait,
          release,
        },
      );
    }
    case 'note':
      return playSystemCommand(
        run,
        { kind: 'card-sent', slot: 'card:1' },
        { now: run.now, release },
      );
    case 'fail':
      return playFailure(run, next, release);
  }
}

const RETRY_CAUSES: readonly RetryCause[] = [
  { kind: 'due' },
  { kind: 'started' },
  {
    kind: 'joined',
    places: [...ORGANISATION.teams.values()].map(({ place }) => toPlaceKey(place)),
  },
];

function playCommand(
  run: ComplaintRun,
  next: Extract<RunEvent, { kind: 'command' }>,
  release: Release,
): ComplaintRun {
  const now = run.now + next.wait;
  const all = PEOPLE.flatMap((person) => KINDS.map((kind) => ({ person, kind })));
  const apt = all.filter(
    ({ person, kind }) =>
      checkPermission(toViewer(person, ORGANISATION), run.complaint, kind) === 'yes',
  );
  const tried = next.apt && apt.length > 0 ? apt : all;
  const kind = pickKind([...new Set(tried.map((one) => one.kind))], next.pick);
  const { person } = pickFrom(
    tried.filter((one) => one.kind === kind),
    next.n,
  );
  const command = release.create(kind, run.complaint, next.n, now);
  const decision = decide(run.complaint, command, asActor(person, now));
  return addStep(run, command, decision, { now, release });
}

/** What takes a complaint on is tried more often than what ends it early, so that lives get far. */
const RARE: readonly PersonCommandKind[] = ['withdraw', 'release', 'correct', 'correct-received'];
const FREQUENT: readonly PersonCommandKind[] = [
  ...(['promise', 'resolve', 'tell', 'follow-up', 'reopen'] as const),
];

function pickKind(kinds: readonly PersonCommandKind[], pick: number): PersonCommandKind {
  const usual = kinds.filter((kind) => !RARE.includes(kind) || pick % 10 === 0);
  const frequent = usual.filter((kind) => FREQUENT.includes(kind));
  const isFrequent = frequent.length > 0 && pick % 3 > 0;
  return pickFrom(isFrequent ? frequent : usual.length > 0 ? usual : kinds, Math.floor(pick / 10));
}

function playSystemCommand(
  run: ComplaintRun,
  command: SystemCommand,
  when: StepTime,
): ComplaintRun {
  const decision = decideSystem(run.complaint, command, asSystem(when.now));
  return addStep(run, command, decision, when);
}

function addStep(
  run: ComplaintRun,
  what: RunStep['what'],
  decision: Decision,
  { now, release }: StepTime,
): ComplaintRun {
  const after = release.leave(applyDecision(run.complaint, decision), now);
  const step: RunStep = { before: run.complaint, decision, after, now, what };
  return { complaint: after, now, steps: [...run.steps, step] };
}

/** Lets one delivery fail permanently. With `again` the process dies before its removal: it fails twice. */
function playFailure(
  run: ComplaintRun,
  next: Extract<RunEvent, { kind: 'fail' }>,
  release: Release,
): ComplaintRun {
  const ready = findClaimable(run.complaint, Number.MAX_SAFE_INTEGER);
  if (ready.length === 0) return run;
  const item = pickFrom(ready, next.n);
  const reason: FailureReason = item.kind === 'update' ? 'message-gone' : 'person-unreachable';
  const outbox = run.complaint.outbox.map((one) =>
    one.id === item.id ? { ...one, failed: reason } : one,
  );
  const command = { kind: 'undelivered', delivery: item.id, reason } as const;
  const failed: ComplaintRun = { ...run, complaint: { ...run.complaint, outbox } };
  const when = { now: run.now, release };
  const reported = playSystemCommand(failed, command, when);
  const twice = next.again ? playSystemCommand(reported, command, when) : reported;
  return { ...twice, complaint: removeDeliveries(twice.complaint, [item.id]) };
}

/** Does what a deliverer does in one pass: sends every claimable delivery, drops orphans. */
export function deliverOnce(complaint: Complaint): Complaint {
  const { outbox, refs } = complaint;
  const lost = outbox.filter((item) => isOrphan(item, complaint)).map((item) => item.id);
  const heads = findClaimable(complaint, Number.MAX_SAFE_INTEGER);
  const ids = heads.flatMap((head) => findCoveredIds(outbox, head));
  const posted = heads
    .filter((head) => head.kind !== 'update')
    .map((head) => [head.slot, { platform: 'slack', key: head.id }] as const);
  return {
    ...removeDeliveries(complaint, [...ids, ...lost]),
    refs: { ...refs, ...Object.fromEntries(posted) },
  };
}

function removeDeliveries(complaint: Complaint, ids: readonly string[]): Complaint {
  return { ...complaint, outbox: complaint.outbox.filter((item) => !ids.includes(item.id)) };
}

/** Returns the deliveries that a step added to the outbox. */
export function findAddedDeliveries({ decision }: RunStep): readonly Delivery[] {
  return decision.kind === 'accepted' ? decision.deliveries : [];
}
