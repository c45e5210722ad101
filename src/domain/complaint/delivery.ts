import type { PersonId, Platform } from '../organisation/person.js';
import type { MessageRef } from '../organisation/place.js';
import type { FailureReason } from './failure-reason.js';
import type { Slot } from './slot.js';
import type { ViewRef } from './view-ref.js';

export type DeliveryKind = 'post' | 'update' | 'nudge';

/** One outgoing message or card update. It stays with its complaint until the platform confirms it. */
export interface Delivery {
  /** Never used twice. Sent in the message's metadata where the platform has any. */
  readonly id: string;
  readonly kind: DeliveryKind;
  readonly slot: Slot;
  readonly view: ViewRef;
  /** The recipient; null when it goes to a channel. */
  readonly person: PersonId | null;
  /** Real time, ms UTC. */
  readonly createdAt: number;
  /** When it may be claimed: at once, at the next retry or at the end of a lease. Real time, ms UTC. */
  readonly dueAt: number;
  /** How many attempts ended without a confirmation. */
  readonly attempts: number;
  /** Token of the deliverer that has claimed it; null when none has. */
  readonly lease: string | null;
  /** An attempt got no answer or was never finished: look the message up before posting it again. */
  readonly uncertain: boolean;
  /**
   * The platform of the uncertain attempt: the message cannot be on another one. Absent when unknown:
   * the process died, or the record is older than this field.
   */
  readonly triedOn?: Platform;
  /** Set when it failed permanently and the failure is still to be reported. */
  readonly failed: FailureReason | null;
}

/** A delivery without id and times. `toDeliveries` adds them. */
export interface DeliveryDraft {
  readonly kind: DeliveryKind;
  readonly slot: Slot;
  readonly view: ViewRef;
  readonly person: PersonId | null;
  /** Set when the id must be known beforehand: a nudge's. */
  readonly id?: string;
}

/** Message references by slot. */
export type Refs = Readonly<Record<string, MessageRef>>;

/**
 * Returns the deliveries that may be sent now: the first unfinished one of each slot, if it is due
 * at `realNow` (ms UTC). Failed deliveries and orphans (see {@link isOrphan}) are skipped. `thread`
 * waits for the team card's reference, an update for the reference of its slot. Pending updates of
 * one slot count as one: only the first is returned, see {@link findCoveredIds}.
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

/** Is it posted under the team card? True for the `thread` slot and for nudges to the whole team. */
export function goesToThread(item: Pick<Delivery, 'kind' | 'slot' | 'person'>): boolean {
  return item.slot === 'thread' || (item.kind === 'nudge' && item.person === null);
}

/**
 * Does the item wait for a message that will never be posted, because its post failed permanently?
 * Such an item never becomes claimable. A post behind an update does not count as awaited: it shows
 * the latest state itself, and the update would block it for ever.
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
 * Returns the ids of the deliveries that are done when `sent` is: itself and, for an update, the
 * updates directly behind it in its slot. An update renders the latest state when it is sent.
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
