import type { Complaint } from '../../complaint/complaint.js';
import type { Delivery } from '../../complaint/delivery.js';
import type { Undelivered } from '../../complaint/facts.js';
import type { FailureReason } from '../../complaint/failure-reason.js';
import { isCardSlot, isReporterSlot } from '../../complaint/slot.js';
import type { LostMessage } from './next-rung.js';

/** Was the failure of this very delivery reported before? Its process died before its removal. */
export function isReported({ undelivered }: Complaint, { id }: LostMessage): boolean {
  return undelivered.reported.includes(id);
}

/** Is it one of the complaint's cards, which are updated and posted again? */
export function isCard({ slot }: Pick<Delivery, 'slot'>): boolean {
  return isCardSlot(slot) || isReporterSlot(slot);
}

/** Did this card fail before in the same way, for the same reason? */
export function hasCardFailed(
  { undelivered }: Complaint,
  item: LostMessage,
  reason: FailureReason,
): boolean {
  return undelivered.cards.some(
    (card) => card.slot === item.slot && card.kind === item.kind && card.reason === reason,
  );
}

/**
 * Adds a failure to what the complaint remembers, and forgets reports of deliveries that the outbox no
 * longer has: they cannot fail again. `isSaid`: the team learns that its recipient is out of reach.
 */
export function addFailure(
  complaint: Complaint,
  item: LostMessage,
  reason: FailureReason,
  isSaid: boolean,
): Undelivered {
  const { outbox, undelivered } = complaint;
  const { reported, cards, unreached, unplaced } = undelivered;
  const { slot, kind, person, view } = item;
  const left = reported.filter((id) => outbox.some((one) => one.id === id));
  const isNew = isCard(item) && !hasCardFailed(complaint, item, reason);
  return {
    ...undelivered,
    reported: [...left, item.id],
    cards: isNew && kind !== 'nudge' ? [...cards, { slot, kind, reason }] : cards,
    unreached: isSaid ? addOnce(unreached, person) : unreached,
    unplaced: view.name === 'unplaced' ? addOnce(unplaced, person) : unplaced,
  };
}

function addOnce<T>(list: readonly T[], item: T | null): readonly T[] {
  return item === null || list.includes(item) ? list : [...list, item];
}
