import type { PersonId } from '../organisation/person.js';

/**
 * Which message of a complaint it is. Deliveries keep their order within a slot; `thread` waits for
 * `team-card`. Each nudge message has its own slot, so that it can be updated when it is answered.
 */
export type Slot =
  | 'team-card'
  | 'thread'
  | 'reporter-card'
  | 'ops'
  | `dm:${PersonId}`
  | `nudge:${string}`;

/** The kind of a slot: what stands before a person or a nudge. */
export type SlotKind = Slot extends infer S
  ? S extends `${infer Kind}:${string}`
    ? Kind
    : S extends string
      ? S
      : never
  : never;

/** Returns the kind of a slot. */
export function toSlotKind(slot: Slot): SlotKind {
  const [kind = slot] = slot.split(':');
  return kind as SlotKind;
}
