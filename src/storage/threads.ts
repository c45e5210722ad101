import type { Refs } from '../domain/complaint/delivery.js';
import { findPlacementNumber, isCardSlot } from '../domain/complaint/slot.js';

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
