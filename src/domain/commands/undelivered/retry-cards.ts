import { NO_ANSWER } from '../../complaint/answer.js';
import type { RetryCause } from '../../complaint/command.js';
import type { Complaint } from '../../complaint/complaint.js';
import {
  changed,
  type DecisionContext,
  type Outcome,
  unchanged,
} from '../../complaint/decision.js';
import type { DeliveryDraft } from '../../complaint/delivery.js';
import {
  draftDirectMessage,
  draftReporterCardUpdates,
  draftTeamCard,
  isPostedOrPending,
} from '../../complaint/delivery-drafts.js';
import { isOngoing, type StuckCard } from '../../complaint/facts.js';
import { type CardSlot, findPlacementNumber, toCardSlot } from '../../complaint/slot.js';
import {
  findPlaceKey,
  findStuckCards,
  MIN_RETRY_WAIT_MS,
  toRetryTime,
} from '../../nudges/card-retry.js';
import { findStuck, isPosted } from './stuck-cards.js';

/**
 * Tries the cards that are due again. One that still waits to be sent (the platform is down) is
 * only looked at again later. Nothing is told and no history entry is made: if it fails again, nothing
 * is new; if it works, {@link recordSentCard} says so.
 */
export function retryCards(
  complaint: Complaint,
  cause: RetryCause,
  context: DecisionContext,
): Outcome {
  const forgotten = findForgottenCards(complaint, context);
  const due = findStuckCards(complaint).filter((card) => isDue(card, complaint, cause, context));
  const posted = due.find((card) => isPosted(complaint, card));
  if (posted !== undefined) return recordSentCard(complaint, posted.slot, context);
  const cards = [...due, ...forgotten];
  if (cards.length === 0) return unchanged(NO_ANSWER);
  const slots = cards.map(({ slot }) => slot);
  const others = (complaint.undelivered.stuck ?? []).filter(({ slot }) => !slots.includes(slot));
  const stuck = [...others, ...cards.map((card) => toTried(card, complaint, cause, context))];
  const drafts = cards.flatMap((card) => draftRetry(card, complaint));
  return changed(null, { undelivered: { ...complaint.undelivered, stuck } }, { drafts });
}

/**
 * Records that a card which its place had refused is sent. The reporter's card says where the complaint is,
 * and whoever was told that the team cannot see it learns that it can. What the team missed is not posted
 * now: the card shows how the complaint stands, and authors were told at once to say it another way.
 */
export function recordSentCard(
  complaint: Complaint,
  slot: CardSlot,
  context: DecisionContext,
): Outcome {
  const card = findStuck(complaint, slot);
  if (card === undefined || (card.kind === 'post' && !isPosted(complaint, card))) {
    return unchanged(NO_ANSWER);
  }
  const { undelivered } = complaint;
  const patch = {
    undelivered: {
      ...undelivered,
      cards: undelivered.cards.filter((one) => one.slot !== slot),
      stuck: (undelivered.stuck ?? []).filter((one) => one !== card),
    },
  };
  if (card.kind === 'update') return changed(null, patch);
  const told = isOngoing(complaint) ? draftPlacedNotices(card, context) : [];
  return changed({ what: 'placed', args: { slot, since: card.since } }, patch, {
    drafts: [...told, ...draftReporterCardUpdates(complaint)],
  });
}

function draftPlacedNotices(
  { told }: StuckCard,
  { organisation }: DecisionContext,
): readonly DeliveryDraft[] {
  const present = told.map((person) => organisation.merged?.get(person) ?? person);
  return [...new Set(present)].map((person) =>
    draftDirectMessage(person, { name: 'placed', args: {} }),
  );
}

/** Is this card to be tried now? After a start not sooner than the first wait: a process may start often. */
function isDue(
  card: StuckCard,
  complaint: Complaint,
  cause: RetryCause,
  { now, organisation }: DecisionContext,
): boolean {
  if (toRetryTime(card, complaint, organisation) <= now) return true;
  switch (cause.kind) {
    case 'due':
      return false;
    case 'started':
      return card.triedAt + MIN_RETRY_WAIT_MS <= now;
    case 'joined': {
      const place = findPlaceKey(card, complaint.placements, organisation);
      return place !== null && cause.places.includes(place);
    }
  }
}

function toTried(
  card: StuckCard,
  complaint: Complaint,
  cause: RetryCause,
  { now, organisation }: DecisionContext,
): StuckCard {
  const place = findPlaceKey(card, complaint.placements, organisation);
  if (place !== null && place !== card.place) {
    return { ...card, place, triedAt: now, tries: 0, moved: true };
  }
  return { ...card, triedAt: now, tries: card.tries + (cause.kind === 'due' ? 1 : 0) };
}

function draftRetry({ slot, kind }: StuckCard, { outbox }: Complaint): readonly DeliveryDraft[] {
  const isPending = outbox.some(
    (item) =>
      item.slot === slot && item.failed === null && (kind === 'update' || item.kind === 'post'),
  );
  const n = findPlacementNumber(slot);
  return isPending || n === null ? [] : [draftTeamCard(kind, { n })];
}

/** The cards that failed before Redress tried again: they are nowhere, and nobody would post them. */
function findForgottenCards(
  complaint: Complaint,
  { now, organisation }: DecisionContext,
): readonly StuckCard[] {
  const { placements, undelivered } = complaint;
  if (!isOngoing(complaint)) return [];
  return placements.flatMap((placement) => {
    const slot = toCardSlot(placement);
    const failure = undelivered.cards.find((one) => one.slot === slot && one.kind === 'post');
    const isKnown = findStuck(complaint, slot) !== undefined;
    if (failure === undefined || isKnown || isPostedOrPending(complaint, slot)) return [];
    if (placement.closedAt !== null) return [];
    const place = findPlaceKey({ slot }, placements, organisation);
    const { reason } = failure;
    const times = { since: now, triedAt: now, tries: 0 };
    return [{ slot, kind: 'post' as const, reason, place, ...times, told: [] }];
  });
}
