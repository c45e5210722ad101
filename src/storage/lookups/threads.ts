import type { Refs } from '../../domain/complaint/delivery.js';
import type { ComplaintId } from '../../domain/complaint/facts.js';
import { findPlacementNumber, isCardSlot } from '../../domain/complaint/slot.js';
import type { FoundThread } from '../../ports/stores/complaint-store.js';

/** A thread of a complaint: the key of the card it is under, and the number of the card's placement. */
export interface Thread {
  readonly key: string;
  readonly placement: number;
}

/** Returns the threads of a complaint: one under each card that is posted. */
export function toThreads(refs: Refs): readonly Thread[] {
  return Object.entries(refs).flatMap(([slot, { key }]) => {
    const placement = isCardSlot(slot) ? findPlacementNumber(slot) : null;
    return placement === null ? [] : [{ key, placement }];
  });
}

/** The slot of the one card of complaints of schema 1 and 2: it is the first placement's since. */
export const OLD_CARD = 'team-card';

/** Returns whose card has this key, from the references of a complaint, upgraded or not. */
export function findThread(id: ComplaintId, refs: Refs, key: string): FoundThread | undefined {
  if (refs[OLD_CARD]?.key === key) return { id, placement: 1 };
  const thread = toThreads(refs).find((one) => one.key === key);
  return thread && { id, placement: thread.placement };
}
