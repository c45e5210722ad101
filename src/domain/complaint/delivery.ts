import type { PersonId, Platform } from '../organisation/person.js';
import type { MessageRef } from '../organisation/place.js';

/**
 * What a delivery says, as data: a view of `src/views` by name and its arguments. It is rendered
 * when it is sent, so an update always shows the latest state.
 */
export interface ViewRef {
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
}

/**
 * The place of a message in a complaint's life. Order holds within a slot; `thread` waits for
 * `team-card`. A nudge has a slot of its own, so that it can be updated when it is answered.
 */
export type Slot =
  | 'team-card'
  | 'thread'
  | 'reporter-card'
  | 'ops'
  | `dm:${PersonId}`
  | `nudge:${string}`;

export type DeliveryKind = 'post' | 'update' | 'nudge';

/** Why a delivery failed for good; the words for people are in `src/text`. */
export type FailureReason =
  | 'channel-gone'
  | 'channel-archived'
  | 'bot-not-in-channel'
  | 'person-gone'
  | 'person-unreachable'
  | 'message-gone'
  | 'not-permitted'
  | 'rejected'
  | 'no-place'
  | 'gave-up';

/** One outgoing message or card update, kept with its complaint until the platform confirmed it. */
export interface Delivery {
  /** Unique for ever; travels in the message's metadata where the platform has any. */
  readonly id: string;
  readonly kind: DeliveryKind;
  readonly slot: Slot;
  readonly view: ViewRef;
  /** The person it goes to; null when it goes to a channel. */
  readonly person: PersonId | null;
  /** Real time, ms UTC. */
  readonly createdAt: number;
  /** Real time from which it may be claimed: a retry's time or the end of a lease. Ms UTC. */
  readonly dueAt: number;
  /** Attempts that have ended without a confirmation. */
  readonly attempts: number;
  /** Token of the deliverer that holds it now; null when nobody does. */
  readonly lease: string | null;
  /** An attempt ended without an answer, or was never finished: look it up before posting again. */
  readonly uncertain: boolean;
  /**
   * Where the attempt that makes it uncertain was made: elsewhere it cannot be. Absent where that is
   * not known: when the process died, and in records from before it was kept.
   */
  readonly triedOn?: Platform;
  /** Set when it failed for good and waits to be told to somebody. */
  readonly failed: FailureReason | null;
}

/** A delivery as a command wants it; `toDeliveries` gives it its id and its times. */
export interface DeliveryDraft {
  readonly kind: DeliveryKind;
  readonly slot: Slot;
  readonly view: ViewRef;
  readonly person: PersonId | null;
  /** Set where the id has a meaning of its own, as a nudge's has. */
  readonly id?: string;
}

/** Message references by slot. */
export type Refs = Readonly<Record<string, MessageRef>>;

/**
 * The deliveries that may be sent now: of each slot the first unfinished one, if it is due at
 * `realNow` (ms UTC). A failed head blocks only its own slot's order, not the slot: it is skipped.
 * `thread` waits for the team card's reference, an update waits for the reference of its slot.
 * Pending updates of one slot count as one: only the first is returned, see {@link findCoveredIds}. An
 * orphan (see {@link isOrphan}) holds nobody up.
 */
export function findClaimable(
  outbox: readonly Delivery[],
  refs: Refs,
  realNow: number,
): readonly Delivery[] {
  const seen = new Set<Slot>();
  const heads: Delivery[] = [];
  for (const item of outbox) {
    if (item.failed !== null || seen.has(item.slot) || isOrphan(item, outbox, refs)) continue;
    seen.add(item.slot);
    if (item.dueAt <= realNow && isReady(item, refs)) heads.push(item);
  }
  return heads;
}

function isReady(item: Delivery, refs: Refs): boolean {
  if (item.kind === 'update') return refs[item.slot] !== undefined;
  return !goesToThread(item) || refs['team-card'] !== undefined;
}

/** True for what is posted under the team card: the `thread` slot, and nudges to the whole team. */
export function goesToThread(item: Pick<Delivery, 'kind' | 'slot' | 'person'>): boolean {
  return item.slot === 'thread' || (item.kind === 'nudge' && item.person === null);
}

/**
 * Is the item waiting for a message that nobody is going to post any more (its post failed for
 * good)? Such an item will never be claimable. A post behind an update does not count: it shows the
 * latest state itself, and the update would keep it waiting for ever.
 */
export function isOrphan(item: Delivery, outbox: readonly Delivery[], refs: Refs): boolean {
  if (item.failed !== null || isReady(item, refs)) return false;
  const isUpdate = item.kind === 'update';
  const awaited = isUpdate ? item.slot : 'team-card';
  const place = outbox.findIndex((other) => other.id === item.id);
  const candidates = isUpdate && place >= 0 ? outbox.slice(0, place) : outbox;
  return !candidates.some(
    (other) => other.slot === awaited && other.kind !== 'update' && other.failed === null,
  );
}

/**
 * The ids that one sent update settles: itself and the updates that stand directly behind it in
 * its slot, for an update renders the latest state when it is sent.
 */
export function findCoveredIds(outbox: readonly Delivery[], sent: Delivery): readonly string[] {
  if (sent.kind !== 'update') return [sent.id];
  const slot = outbox.filter((item) => item.slot === sent.slot && item.failed === null);
  const from = slot.findIndex((item) => item.id === sent.id);
  const ids: string[] = [];
  for (const item of slot.slice(Math.max(from, 0))) {
    if (item.kind !== 'update') break;
    ids.push(item.id);
  }
  return ids;
}
