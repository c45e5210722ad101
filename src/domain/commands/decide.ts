import { NO_ANSWER } from '../complaint/answer.js';
import type { PersonCommand, PersonCommandKind, SystemCommand } from '../complaint/command.js';
import type { Complaint } from '../complaint/complaint.js';
import {
  changed,
  type Decision,
  type DecisionContext,
  joinChanges,
  type Outcome,
  type PersonContext,
  rejectDecision,
  unchanged,
} from '../complaint/decision.js';
import type { ComplaintFacts } from '../complaint/facts.js';
import { checkPermission } from '../complaint/permissions.js';
import { nameColleague } from '../concerned/naming.js';
import { type Refusal, refusal } from '../document/refusal.js';
import { findAddingObstacle } from '../intake/adding.js';
import { bringForward, decideNudge } from '../nudges/decide-nudge.js';
import { sendUpdate } from './communication.js';
import { complete } from './corrections/completion.js';
import { correct, correctReceived } from './corrections/correction.js';
import { recategorise } from './corrections/recategorisation.js';
import { recordFollowUp } from './follow-up.js';
import { assign, release, take } from './ownership.js';
import { completeDecision } from './planning/complete-decision.js';
import { isToFollow } from './planning/follow-place.js';
import {
  correctPromise,
  keepPromise,
  makePromise,
  renegotiatePromise,
  waivePromise,
} from './promises.js';
import { addReport } from './reports/add-report.js';
import { reopen, resolve, withdraw } from './resolution.js';
import { endsComplaint, findFullness } from './size-limit.js';
import { snooze } from './snooze.js';
import { acknowledge, recordTelling } from './telling.js';
import { recordActivity } from './thread-activity.js';
import { recordSentCard, retryCards } from './undelivered/retry-cards.js';
import { handleLostLine, handleUndelivered } from './undelivered/undelivered.js';

/**
 * Decides what a person's command does to a complaint. Pure: the caller commits the decision under
 * the complaint's version, and decides again if the version has changed meanwhile.
 */
export function decide(
  complaint: Complaint,
  command: PersonCommand,
  context: PersonContext,
): Decision {
  const obstacle = findObstacle(complaint, command, context);
  if (obstacle !== null) return rejectDecision(obstacle);
  const fullness = endsComplaint(command.kind) ? null : findFullness(complaint);
  if (fullness !== null) return rejectDecision(refusal(fullness));
  const outcome = applyCommand(complaint, command, context);
  if (outcome.kind !== 'change') return outcome;
  // That the complainant complains again is no work on it: the time in which nothing happens goes on.
  const isActivity = command.kind !== 'snooze' && command.kind !== 'add-report';
  return completeDecision(complaint, isActivity ? withActivity(outcome, context.now) : outcome, {
    by: context.actor.person,
    context,
    updatesCards: command.kind !== 'snooze',
    actorIds: context.actor.ids,
  });
}

/** Why the person may not give this command, or not now; null if they may. */
function findObstacle(
  complaint: Complaint,
  command: PersonCommand,
  context: PersonContext,
): Refusal | null {
  const { actor, organisation } = context;
  if (command.kind === 'add-report') {
    const { entered = {} } = command;
    return findAddingObstacle(actor, complaint, entered, organisation.phoneCountry ?? null);
  }
  const may = checkPermission(actor, complaint, command.kind);
  if (may === 'yes' || isRepetition(complaint, command, context)) return null;
  return toRefusal(may, complaint);
}

/** The refusal of a command that a person may not give, or not now. */
export function toRefusal(
  may: Exclude<ReturnType<typeof checkPermission>, 'yes'>,
  { state }: Pick<ComplaintFacts, 'state'>,
): Refusal {
  return may === 'wrong-state' ? refusal(may, null, { state }) : refusal(may);
}

/** Is it a `take` of an assigned complaint? It is not refused here: `take` answers a double click. */
function isRepetition(
  complaint: ComplaintFacts,
  command: PersonCommand,
  { actor }: PersonContext,
): boolean {
  if (checkPermission(actor, complaint, command.kind) !== 'wrong-state') return false;
  return command.kind === 'take' && complaint.state === 'assigned';
}

/** What each command does to a complaint. */
const COMMANDS: {
  readonly [K in PersonCommandKind]: (
    complaint: Complaint,
    command: Extract<PersonCommand, { readonly kind: K }>,
    context: PersonContext,
  ) => Outcome;
} = {
  acknowledge,
  take,
  assign,
  release,
  promise: makePromise,
  keep: keepPromise,
  waive: waivePromise,
  renegotiate: renegotiatePromise,
  'correct-promise': correctPromise,
  update: sendUpdate,
  resolve,
  tell: recordTelling,
  'follow-up': recordFollowUp,
  reopen,
  withdraw,
  correct,
  complete,
  recategorise,
  'correct-received': correctReceived,
  'add-report': addReport,
  'name-colleague': nameColleague,
  snooze,
};

function applyCommand<K extends PersonCommandKind>(
  complaint: Complaint,
  command: Extract<PersonCommand, { readonly kind: K }>,
  context: PersonContext,
): Outcome {
  return COMMANDS[command.kind as K](complaint, command, context);
}

/** Decides what a wake-up, a thread message or a failed delivery does to a complaint. Pure. */
export function decideSystem(
  complaint: Complaint,
  command: SystemCommand,
  context: DecisionContext,
): Decision {
  const outcome = applySystemCommand(complaint, command, context);
  if (outcome.kind !== 'change') return outcome;
  const by = command.kind === 'hear' ? command.by : 'redress';
  return completeDecision(complaint, outcome, {
    by,
    context,
    updatesCards: false,
    actorIds: [],
  });
}

function applySystemCommand(
  complaint: Complaint,
  command: SystemCommand,
  context: DecisionContext,
): Outcome {
  switch (command.kind) {
    case 'nudge':
      return decideNextAction(complaint, context);
    case 'bring-forward':
      return bringForward(complaint, command, context);
    case 'hear':
      return recordActivity(complaint, command, context);
    case 'undelivered':
      return handleUndelivered(complaint, command, context);
    case 'lose-line':
      return handleLostLine(complaint, command, context);
    case 'retry-cards':
      return retryCards(complaint, command.because, context);
    case 'card-sent': {
      const sent = recordSentCard(complaint, command.slot, context);
      return sent.kind === 'change' ? sent : decideToFollow(complaint, context);
    }
    case 'follow-place':
      return decideToFollow(complaint, context);
  }
}

/** {@link completeDecision} follows the place, as with every commit. */
function decideToFollow(complaint: Complaint, context: DecisionContext): Outcome {
  return isToFollow(complaint, context) ? changed(null, {}) : unchanged(NO_ANSWER);
}

/** Tries cards that are due, and sends nudges that are due. */
function decideNextAction(complaint: Complaint, context: DecisionContext): Outcome {
  const retried = retryCards(complaint, { kind: 'due' }, context);
  if (retried.kind !== 'change') return decideNudge(complaint, context);
  const nudged = decideNudge({ ...complaint, ...retried.patch }, context);
  return nudged.kind === 'change' && nudged.patch.nudges !== undefined
    ? joinChanges(retried, nudged)
    : retried;
}

function withActivity(outcome: Extract<Outcome, { kind: 'change' }>, now: number): typeof outcome {
  return { ...outcome, patch: { lastLifeAt: now, ...outcome.patch } };
}
