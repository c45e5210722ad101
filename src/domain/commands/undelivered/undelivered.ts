import { NO_ANSWER } from '../../complaint/answer.js';
import type { CommandOf } from '../../complaint/command.js';
import type { Complaint } from '../../complaint/complaint.js';
import {
  changed,
  type DecisionContext,
  type Outcome,
  unchanged,
} from '../../complaint/decision.js';
import type { DeliveryDraft } from '../../complaint/delivery.js';
import {
  draftAlarm,
  draftDirectMessage,
  draftReporterCardUpdates,
  draftThreadMessage,
  isPostedOrPending,
  isPostPending,
} from '../../complaint/delivery-drafts.js';
import type { FailureReason } from '../../complaint/failure-reason.js';
import {
  findPlacement,
  getOwner,
  isCardSlot,
  isReporterSlot,
  toCardSlot,
} from '../../complaint/slot.js';
import { isAuthored } from '../../complaint/view-ref.js';
import { findPrivateRecipients } from '../communication.js';
import { findNextRung, type LostMessage, nudgeNextRung, toRecipient } from './next-rung.js';
import { addFailure, hasCardFailed, isCard, isReported } from './reported-failures.js';
import { addStuckCard, addTold, isNewRefusal, isUnderStuckCard, withStuck } from './stuck-cards.js';

/**
 * Reacts to a delivery that failed permanently: alarms the operators and informs a person who can
 * act. A nudge goes to the next rung at once. The lead learns of a team card without a channel, an
 * author of a message that did not arrive, the team of a person who cannot be reached. A deleted card
 * is posted again. Each failure is handled once: if the process dies between this commit and the
 * removal of the delivery, it comes here again.
 */
export function handleUndelivered(
  complaint: Complaint,
  command: CommandOf<'undelivered'>,
  context: DecisionContext,
): Outcome {
  const item = complaint.outbox.find((candidate) => candidate.id === command.delivery);
  return item === undefined || item.kind === 'relay'
    ? unchanged(NO_ANSWER)
    : handleLost(complaint, item, command.reason, context);
}

/** {@link handleUndelivered} for a nudge that its recipient's inbox could not deliver. */
export function handleLostLine(
  complaint: Complaint,
  { line, reason, person }: CommandOf<'lose-line'>,
  context: DecisionContext,
): Outcome {
  const { id, args } = line;
  const view = { name: 'nudge', args } as const;
  const message = { id, kind: 'nudge', slot: `nudge:${id}`, view, person } as const;
  return handleLost(complaint, message, reason, context);
}

function handleLost(
  complaint: Complaint,
  item: LostMessage,
  reason: FailureReason,
  context: DecisionContext,
): Outcome {
  if (isReported(complaint, item)) return unchanged(NO_ANSWER);
  if (isOfClosedCard(complaint, item)) return unchanged(NO_ANSWER);
  const { id, slot, kind } = item;
  const alarms = raisesAlarm(complaint, item, reason, context)
    ? draftAlarm(context, reason, slot)
    : [];
  const unreached = draftUnreachedNotices(complaint, item, reason, context);
  const isNews = unreached.length > 0 || isNewFailure(complaint, item, reason, context);
  const notices = [...alarms, ...unreached];
  const person = unreached.length === 0 || item.person === null ? {} : { unreached: item.person };
  const args = { delivery: id, slot, kind, view: item.view.name, reason, ...person };
  const undelivered = addFailure(complaint, item, reason, unreached.length > 0);
  if (kind === 'nudge') {
    const next = nudgeNextRung(complaint, item, context);
    return changed(
      { what: 'undelivered', args: { ...args, from: toRecipient(item) } },
      { undelivered, nudges: [...complaint.nudges, ...next.records] },
      { drafts: [...notices, ...next.drafts] },
    );
  }
  const replacements = draftReplacements(complaint, item, reason, context);
  const stuck = isCardSlot(slot)
    ? addStuckCard(complaint, { ...item, slot, kind }, reason, context)
    : undelivered.stuck;
  return changed(
    isNews ? { what: 'undelivered', args } : null,
    { undelivered: withStuck(undelivered, addTold(stuck, item, replacements)) },
    { drafts: [...notices, ...replacements] },
  );
}

/** Is it the card of a closed placement? Nobody needs it any more: the complaint is elsewhere. */
function isOfClosedCard({ placements }: Complaint, { slot }: LostMessage): boolean {
  return isCardSlot(slot) && (findPlacement(placements, slot)?.closedAt ?? null) !== null;
}

/** Reasons why a person was not reached and will not be the next time. */
const UNREACHABLE_REASONS: readonly FailureReason[] = [
  'person-gone',
  'person-unreachable',
  'no-place',
];

/**
 * Says once in the team's thread that a person cannot be reached in chat. A failed update does not
 * count: the person misses no news, and a reporter's card is posted again first. On a confidential
 * complaint the channel must not learn who is involved: the people who handle it get a message each,
 * or, for a nudge, the next rung's nudge says it.
 */
function draftUnreachedNotices(
  complaint: Complaint,
  { person, kind }: LostMessage,
  reason: FailureReason,
  context: DecisionContext,
): readonly DeliveryDraft[] {
  if (person === null || kind === 'update' || !UNREACHABLE_REASONS.includes(reason)) return [];
  if (complaint.undelivered.unreached.includes(person)) return [];
  if (!complaint.confidential) {
    return isPostedOrPending(complaint, toCardSlot(getOwner(complaint.placements)))
      ? [draftThreadMessage(complaint, { name: 'unreached', args: { person } })]
      : [];
  }
  if (kind === 'nudge') return [];
  return findPrivateRecipients(complaint, context.organisation, (one) => one === person).map(
    (recipient) => draftDirectMessage(recipient, { name: 'unreached', args: { person } }),
  );
}

/**
 * Does this failure alarm the operators? A failed alarm does not, as the next would fail too. A card does
 * so once while it is stuck, and what waits for it does not again; a deleted card never: it is posted
 * again.
 */
export function raisesAlarm(
  complaint: Complaint,
  item: LostMessage,
  reason: FailureReason,
  context: Pick<DecisionContext, 'organisation'>,
): boolean {
  // That somebody may not see a complaint any more is no fault.
  if (reason === 'no-access') return false;
  if (item.slot === 'ops' || isOfClosedCard(complaint, item)) return false;
  if (!isCard(item)) return item.kind !== 'update' && !isUnderStuckCard(complaint, item);
  return reason !== 'message-gone' && isNewFailure(complaint, item, reason, context);
}

/** False for a card that is known to fail: its failures repeat until it works, without end. */
function isNewFailure(
  complaint: Complaint,
  item: LostMessage,
  reason: FailureReason,
  context: Pick<DecisionContext, 'organisation'>,
): boolean {
  if (!isCard(item) || reason === 'message-gone') return true;
  if (item.kind === 'post' && isCardSlot(item.slot)) {
    return isNewRefusal(complaint, { slot: item.slot, kind: item.kind }, context);
  }
  return !hasCardFailed(complaint, item, reason);
}

function draftReplacements(
  complaint: Complaint,
  item: LostMessage,
  reason: FailureReason,
  context: DecisionContext,
): readonly DeliveryDraft[] {
  if (item.kind === 'update') {
    if (!needsRepost(complaint, item, reason) || isPostPending(complaint, item.slot)) return [];
    return [{ kind: 'post', slot: item.slot, view: item.view, person: item.person }];
  }
  if (item.view.name === 'unplaced') return draftUnplacedNotices(complaint, item, context);
  if (item.slot === toCardSlot(getOwner(complaint.placements))) {
    if (!isNewFailure(complaint, item, reason, context)) return [];
    const notices = findNextRung(complaint, 'team', context).map((person) =>
      draftDirectMessage(person, { name: 'unplaced', args: { reason } }),
    );
    // The reporters' cards say that the team has the complaint. That is no longer true.
    return [...notices, ...draftReporterCardUpdates(complaint)];
  }
  if (!isAuthored(item.view) || item.view.args.by === item.person) return [];
  const { name, args } = item.view;
  const lost = { reason, what: name, to: item.person };
  return [draftDirectMessage(args.by, { name: 'not-delivered', args: lost })];
}

/**
 * Must the card be posted again? Yes if it was deleted. Also, once, if a reporter cannot be reached
 * any more in the chat that has their card: they may have another chat.
 */
function needsRepost(complaint: Complaint, item: LostMessage, reason: FailureReason): boolean {
  if (!isCard(item)) return false;
  if (reason === 'message-gone') return true;
  return (
    UNREACHABLE_REASONS.includes(reason) &&
    isReporterSlot(item.slot) &&
    !hasCardFailed(complaint, item, reason)
  );
}

/** The message to the lead about a team card without a channel failed: sends it to the officers. */
function draftUnplacedNotices(
  complaint: Complaint,
  item: LostMessage,
  context: DecisionContext,
): readonly DeliveryDraft[] {
  const { view } = item;
  return findNextRung(complaint, item.person ?? 'team', context)
    .filter((person) => !complaint.undelivered.unplaced.includes(person))
    .map((person) => draftDirectMessage(person, view));
}
