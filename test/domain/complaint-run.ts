import { decide, decideSystem } from '../../src/domain/commands/decide.js';
import type {
  PersonCommand,
  PersonCommandKind,
  RetryCause,
  SystemCommand,
} from '../../src/domain/complaint/command.js';
import type { Complaint } from '../../src/domain/complaint/complaint.js';
import type { Decision } from '../../src/domain/complaint/decision.js';
import { findClaimable } from '../../src/domain/complaint/delivery.js';
import type { FailureReason } from '../../src/domain/complaint/failure-reason.js';
import { COMMAND_RULES, checkPermission } from '../../src/domain/complaint/permissions.js';
import type { InboxRelay, RelayItem } from '../../src/domain/document/relay.js';
import { type Absences, NOBODY_AWAY } from '../../src/domain/inbox/absence.js';
import { toStandInViewer } from '../../src/domain/inbox/stand-in.js';
import type { Organisation } from '../../src/domain/organisation/organisation.js';
import { toPlaceKey } from '../../src/domain/organisation/place.js';
import {
  applyDecision,
  asActor,
  asSystem,
  createDetails,
  createOrganisation,
  filed,
  MONDAY,
  WHO,
} from '../support/domain.js';
import {
  type CreateCommand,
  createCommand,
  PEOPLE,
  pickFrom,
  pickKind,
  SECRET,
} from './random-commands.js';
import { deliverOnce, removeDeliveries } from './run-outbox.js';
import type { RunEvent, RunPlan } from './run-plan.js';

export { deliverOnce, findAddedDeliveries, findAddedIds } from './run-outbox.js';
export {
  absenceRunPlans,
  earlierRunPlans,
  type RunEvent,
  type RunPlan,
  runPlans,
} from './run-plan.js';

/** How often each property is run. `REDRESS_PROPERTY_RUNS=2000` makes a long search. */
export const RUNS = Number(process.env.REDRESS_PROPERTY_RUNS ?? 25);

/** One decided step: the complaint before, the decision, the complaint after. */
export interface RunStep {
  readonly before: Complaint;
  readonly decision: Decision;
  readonly after: Complaint;
  readonly now: number;
  readonly what: PersonCommand | SystemCommand;
  /** Who was away, or to be, when it was decided. */
  readonly absences: Absences;
}

/** A run so far: the complaint now, the business time, the steps. */
export interface ComplaintRun {
  readonly complaint: Complaint;
  readonly now: number;
  readonly steps: readonly RunStep[];
  /** Who is away now, or will be. */
  readonly absences: Absences;
  /** The organisation in which it is played. */
  readonly organisation: Organisation;
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
  { category, impact, filedAfter, moves }: RunPlan,
  release: Release = THIS_RELEASE,
  organisation: Organisation = ORGANISATION,
): ComplaintRun {
  const now = MONDAY + filedAfter;
  const text = `It is ${SECRET}.`;
  const details = createDetails({ description: text, impact });
  const complaint = filed({ category, now, details }, organisation);
  const start = { complaint, now, steps: [], absences: NOBODY_AWAY, organisation };
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
    case 'away':
    case 'back':
      return { ...run, absences: changeAbsences(run, next) };
    case 'impact': {
      const details = { ...run.complaint.details, impact: next.impact };
      return playAs(run, WHO.officer, { kind: 'correct', details }, { now: run.now, release });
    }
  }
}

/** Somebody goes away, perhaps later, perhaps without an end or a stand-in; or is back, away or not. */
function changeAbsences(
  { absences, now }: ComplaintRun,
  next: Extract<RunEvent, { kind: 'away' | 'back' }>,
): Absences {
  const person = pickFrom(PEOPLE, next.n);
  const others = [...absences].filter(([one]) => one !== person);
  if (next.kind === 'back') return new Map(others);
  const from = now + next.startsIn;
  const until = next.lasts === null ? null : from + next.lasts;
  const standIn = next.standIn === null ? null : pickFrom(PEOPLE, next.standIn);
  const absence = { n: 1, from, until, standIn: standIn === person ? null : standIn };
  return new Map([...others, [person, absence]]);
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
      checkPermission(toActor(run, person, now).actor, run.complaint, kind) === 'yes',
  );
  const tried = next.apt && apt.length > 0 ? apt : all;
  const kind = pickKind([...new Set(tried.map((one) => one.kind))], next.pick);
  const { person } = pickFrom(
    tried.filter((one) => one.kind === kind),
    next.n,
  );
  const command = release.create(kind, run.complaint, next.n, now);
  return playAs(run, person, command, { now, release });
}

function playAs(
  run: ComplaintRun,
  person: string,
  command: PersonCommand,
  when: StepTime,
): ComplaintRun {
  const decision = decide(run.complaint, command, toActor(run, person, when.now));
  return addStep(run, command, decision, when);
}

/** The person's context, with the rights of those for whom they stand in. */
function toActor({ organisation, absences }: ComplaintRun, person: string, now: number) {
  const context = asActor(person, now, { organisation, absences });
  return { ...context, actor: toStandInViewer(context.actor, context) };
}

function playSystemCommand(
  run: ComplaintRun,
  command: SystemCommand,
  when: StepTime,
): ComplaintRun {
  const { organisation, absences } = run;
  const context = asSystem(when.now, { organisation, absences });
  const decision = decideSystem(run.complaint, command, context);
  return addStep(run, command, decision, when);
}

function addStep(
  run: ComplaintRun,
  what: RunStep['what'],
  decision: Decision,
  { now, release }: StepTime,
): ComplaintRun {
  const after = release.leave(applyDecision(run.complaint, decision), now);
  const { absences } = run;
  const step: RunStep = { before: run.complaint, decision, after, now, what, absences };
  return { ...run, complaint: after, now, steps: [...run.steps, step] };
}

/**
 * Lets one delivery fail permanently. With `again` the process dies before its removal: it fails twice. What goes to
 * an inbox gets there, and the inbox cannot reach its person.
 */
function playFailure(
  run: ComplaintRun,
  next: Extract<RunEvent, { kind: 'fail' }>,
  release: Release,
): ComplaintRun {
  const ready = findClaimable(run.complaint, Number.MAX_SAFE_INTEGER);
  if (ready.length === 0) return run;
  const item = pickFrom(ready, next.n);
  if (item.kind === 'relay') return playLostLine(run, item, { again: next.again, release });
  const reason: FailureReason = item.kind === 'update' ? 'message-gone' : 'person-unreachable';
  const outbox = run.complaint.outbox.map((one) =>
    one.kind !== 'relay' && one.id === item.id ? { ...one, failed: reason } : one,
  );
  const command = { kind: 'undelivered', delivery: item.id, reason } as const;
  const failed: ComplaintRun = { ...run, complaint: { ...run.complaint, outbox } };
  const when = { now: run.now, release };
  const reported = playSystemCommand(failed, command, when);
  const twice = next.again ? playSystemCommand(reported, command, when) : reported;
  return { ...twice, complaint: removeDeliveries(twice.complaint, [item.id]) };
}

function playLostLine(
  run: ComplaintRun,
  { id, relay: { target, command } }: RelayItem<InboxRelay>,
  { again, release }: Pick<StepTime, 'release'> & { readonly again: boolean },
): ComplaintRun {
  const sent = { ...run, complaint: removeDeliveries(run.complaint, [id]) };
  if (command.kind !== 'add-line') return sent;
  const { line } = command;
  const lost = {
    kind: 'lose-line',
    line,
    person: target.id,
    reason: 'person-unreachable',
  } as const;
  const when = { now: run.now, release };
  const reported = playSystemCommand(sent, lost, when);
  return again ? playSystemCommand(reported, lost, when) : reported;
}
