import fc from 'fast-check';
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
  HOUR,
  MONDAY,
} from '../support/domain.js';
import { type CreateCommand, createCommand, PEOPLE, pickFrom, SECRET } from './random-commands.js';

/** How often each property is run. `REDRESS_PROPERTY_RUNS=2000` makes a long search. */
export const RUNS = Number(process.env.REDRESS_PROPERTY_RUNS ?? 25);

/** One thing that may happen next. Its numbers choose among what is possible then. */
export type RunEvent =
  | {
      readonly kind: 'command';
      readonly pick: number;
      readonly apt: boolean;
      readonly wait: number;
      readonly n: number;
    }
  | { readonly kind: 'wake'; readonly late: number }
  | { readonly kind: 'hear'; readonly n: number; readonly wait: number; readonly ago: number }
  | { readonly kind: 'send' }
  /** Cards are tried again after a sign, see `RetryCause`. */
  | { readonly kind: 'retry'; readonly n: number; readonly wait: number }
  /** It is noted that a card was sent. */
  | { readonly kind: 'note' }
  | { readonly kind: 'fail'; readonly n: number; readonly again: boolean };

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

const wait = fc.oneof(
  fc.constantFrom(0, 0, 60_000),
  fc.integer({ min: 0, max: 3 * HOUR }),
  fc.integer({ min: 0, max: 100 * HOUR }),
);

const runEvent: fc.Arbitrary<RunEvent> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('command' as const),
      pick: fc.nat(10_000),
      apt: fc.integer({ min: 0, max: 5 }).map((n) => n > 0),
      wait,
      n: fc.nat(10_000),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('wake' as const),
      late: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 400 * HOUR })),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('hear' as const),
      n: fc.nat(99),
      wait,
      ago: fc.nat(HOUR),
    }),
  },
  { weight: 2, arbitrary: fc.constant({ kind: 'send' as const }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('retry' as const), n: fc.nat(2), wait }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'note' as const }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('fail' as const),
      n: fc.nat(99),
      again: fc.boolean(),
    }),
  },
);

/** Generates runs: a category, the time of filing (ms after Monday 10:00) and what happens then. */
export const runPlans = fc.record({
  category: fc.constantFrom(...ORGANISATION.categories.keys()),
  filedAfter: fc.nat(7 * 24 * HOUR),
  moves: fc.array(runEvent, { maxLength: 40, size: 'max' }),
});

export type RunPlan = typeof runPlans extends fc.Arbitrary<infer T> ? T : never;

/** Plays a run in memory, with a commit that does what a store does. */
export function playRun(
  { category, filedAfter, moves }: RunPlan,
  create: CreateCommand = createCommand,
): ComplaintRun {
  const now = MONDAY + filedAfter;
  const text = `It is ${SECRET}.`;
  const complaint = filed({
    category,
    now,
    details: createDetails({ description: text }),
  });
  const start: ComplaintRun = { complaint, now, steps: [] };
  return continueRun(start, moves, create);
}

/** Plays what happens next in a run. */
export function continueRun(
  run: ComplaintRun,
  moves: readonly RunEvent[],
  create: CreateCommand = createCommand,
): ComplaintRun {
  return moves.reduce((before, next) => playEvent(before, next, create), run);
}

function playEvent(run: ComplaintRun, next: RunEvent, create: CreateCommand): ComplaintRun {
  switch (next.kind) {
    case 'command':
      return playCommand(run, next, create);
    case 'wake': {
      const due = run.complaint.nextActionAt ?? run.now;
      return playSystemCommand(run, { kind: 'nudge' }, Math.max(run.now, due) + next.late);
    }
    case 'hear': {
      const now = run.now + next.wait;
      return playSystemCommand(
        run,
        { kind: 'hear', placement: 1, by: pickFrom(PEOPLE, next.n), at: now - next.ago },
        now,
      );
    }
    case 'send':
      return { ...run, complaint: deliverOnce(run.complaint) };
    case 'retry': {
      const because = pickFrom(RETRY_CAUSES, next.n);
      return playSystemCommand(run, { kind: 'retry-cards', because }, run.now + next.wait);
    }
    case 'note':
      return playSystemCommand(run, { kind: 'card-sent', slot: 'card:1' }, run.now);
    case 'fail':
      return playFailure(run, next);
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
  create: CreateCommand,
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
  const command = create(kind, run.complaint, next.n, now);
  return addStep(run, command, decide(run.complaint, command, asActor(person, now)), now);
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

function playSystemCommand(run: ComplaintRun, command: SystemCommand, now: number): ComplaintRun {
  return addStep(run, command, decideSystem(run.complaint, command, asSystem(now)), now);
}

function addStep(
  run: ComplaintRun,
  what: RunStep['what'],
  decision: Decision,
  now: number,
): ComplaintRun {
  const after = applyDecision(run.complaint, decision);
  const step: RunStep = { before: run.complaint, decision, after, now, what };
  return { complaint: after, now, steps: [...run.steps, step] };
}

/** Lets one delivery fail permanently. With `again` the process dies before its removal: it fails twice. */
function playFailure(run: ComplaintRun, next: Extract<RunEvent, { kind: 'fail' }>): ComplaintRun {
  const ready = findClaimable(run.complaint, Number.MAX_SAFE_INTEGER);
  if (ready.length === 0) return run;
  const item = pickFrom(ready, next.n);
  const reason: FailureReason = item.kind === 'update' ? 'message-gone' : 'person-unreachable';
  const outbox = run.complaint.outbox.map((one) =>
    one.id === item.id ? { ...one, failed: reason } : one,
  );
  const command = { kind: 'undelivered', delivery: item.id, reason } as const;
  const failed: ComplaintRun = { ...run, complaint: { ...run.complaint, outbox } };
  const reported = playSystemCommand(failed, command, run.now);
  const twice = next.again ? playSystemCommand(reported, command, run.now) : reported;
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
