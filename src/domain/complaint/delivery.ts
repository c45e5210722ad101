import type {
  AnyRelay,
  InboxRelay,
  OutboxState,
  RelayItem,
  RelayRefusal,
} from '../document/relay.js';
import type { PersonId, Platform } from '../organisation/person.js';
import type { MessageRef } from '../organisation/place.js';
import type { FailureReason } from './failure-reason.js';
import {
  type CardSlot,
  findPlacement,
  findPlacementNumber,
  getOwner,
  isLeft,
  isThreadSlot,
  type Placement,
  type Slot,
  toCardSlot,
} from './slot.js';
import type { ViewRef } from './view-ref.js';

export type DeliveryKind = 'post' | 'update' | 'nudge';

/** The content of a message of any kind of document: a view by its stored name, and its arguments. */
export interface AnyView {
  readonly name: string;
  readonly args: object;
}

/**
 * One outgoing message or card update. It stays in the outbox until the platform confirms it. `V` and `S`:
 * the views and the slots of its document's kind; by default a complaint's.
 */
export interface Delivery<V extends AnyView = ViewRef, S extends string = Slot>
  extends OutboxState {
  readonly kind: DeliveryKind;
  readonly slot: S;
  readonly view: V;
  /** The recipient; null when it goes to a channel. */
  readonly person: PersonId | null;
  /**
   * The platform of the uncertain attempt: the message cannot be on another one. Absent when unknown:
   * the process died, or the record is older than this field.
   */
  readonly triedOn?: Platform;
  /** Since when the platform refuses it in a way that is not believed yet, real time, ms UTC. */
  readonly refusedSince?: number;
  /** Set when it failed permanently and the failure is still to be reported. */
  readonly failed: FailureReason | null;
}

/** What an outbox holds: messages, and relays to other documents. */
export type OutboxItem<
  R extends AnyRelay = InboxRelay,
  V extends AnyView = ViewRef,
  S extends string = Slot,
> = Delivery<V, S> | RelayItem<R>;

/** Any item of any document's outbox. */
export type AnyOutboxItem = OutboxItem<AnyRelay, AnyView, string>;

/** An outbox item, as far as it says who gets it. A relay goes to nobody. */
export type RoutedItem = Pick<Delivery, 'person'> | { readonly kind: 'relay' };

/** Why an outbox item failed for good. */
export type ItemFailure = FailureReason | RelayRefusal;

/** A delivery without id and times. `toDeliveries` adds them. */
export interface DeliveryDraft<V extends AnyView = ViewRef, S extends string = Slot> {
  readonly kind: DeliveryKind;
  readonly slot: S;
  readonly view: V;
  readonly person: PersonId | null;
  /** Set when the id must be known beforehand: a nudge's. */
  readonly id?: string;
}

/** A relay without id and times. `toDeliveries` adds them, and its slot. */
export interface RelayDraft<R extends AnyRelay = InboxRelay> {
  readonly kind: 'relay';
  readonly relay: R;
  readonly id?: string;
}

/** What a decision adds to an outbox: messages, and relays to other documents. */
export type OutboxDraft<
  R extends AnyRelay = InboxRelay,
  V extends AnyView = ViewRef,
  S extends string = Slot,
> = DeliveryDraft<V, S> | RelayDraft<R>;

/** Message references by slot. */
export type Refs = Readonly<Record<string, MessageRef>>;

/** What decides which items of a document's outbox may be delivered. Only complaints have placements. */
export interface DeliveryState<I extends AnyOutboxItem = AnyOutboxItem> {
  readonly outbox: readonly I[];
  readonly refs: Refs;
  readonly placements?: readonly Placement[];
}

/**
 * Returns the items that may be delivered now: the first unfinished one of each slot, if it is due
 * at `realNow` (ms UTC). Failed items and orphans (see {@link isOrphan}) are skipped. A message in a
 * thread waits for the reference of its card, an update for the reference of its slot. Pending updates
 * of one slot count as one: only the first is returned, see {@link findCoveredIds}. An update whose turn
 * comes later holds back nothing behind it.
 */
export function findClaimable<I extends AnyOutboxItem>(
  state: DeliveryState<I>,
  realNow: number,
): readonly I[] {
  const seen = new Set<I['slot']>();
  const heads: I[] = [];
  for (const item of state.outbox) {
    if (item.failed !== null || seen.has(item.slot) || isOrphan(item, state)) continue;
    if (isBeforeItsTurn(item, realNow)) continue;
    seen.add(item.slot);
    if (item.dueAt <= realNow && isReady(item, state)) heads.push(item);
  }
  return heads;
}

/** Is it an update that was never tried and is for later? It would show no more than one behind it. */
export function isBeforeItsTurn(
  { kind, attempts, lease, dueAt }: AnyOutboxItem,
  realNow: number,
): boolean {
  return kind === 'update' && attempts === 0 && lease === null && dueAt > realNow;
}

function isReady(item: AnyOutboxItem, state: DeliveryState): boolean {
  const awaited = findAwaitedSlot(item, state);
  return awaited === null || state.refs[awaited] !== undefined;
}

/** The slot whose message must be posted before the item can be sent; null when it waits for none. */
function findAwaitedSlot(item: AnyOutboxItem, state: CardsOfTeams): string | null {
  if (item.kind === 'relay') return null;
  return item.kind === 'update' ? item.slot : findCardAbove(item, state);
}

type CardsOfTeams = Pick<DeliveryState, 'refs' | 'placements'>;

/**
 * Returns the slot of the card under which a message is posted, null when it is not posted in a thread.
 * A nudge to the whole team goes to the team that has the complaint when it is sent, and so does a message
 * for a team that it has left. If the team's channel was changed, a message goes where the newest card is
 * that is posted.
 */
export function findCardAbove(
  item: Pick<Delivery<AnyView, string>, 'kind' | 'slot' | 'person'>,
  { refs, placements = [] }: CardsOfTeams,
): CardSlot | null {
  const isThread = isThreadSlot(item.slot);
  if (!isTeamNudge(item) && !isThread) return null;
  const meant = isThread ? findPlacement(placements, item.slot) : getOwner(placements);
  const below = meant !== undefined && isLeft(meant, placements) ? getOwner(placements) : meant;
  const n = below?.n ?? findPlacementNumber(item.slot);
  const posted = placements.findLast(
    (one) =>
      one.team === below?.team && !isLeft(one, placements) && refs[toCardSlot(one)] !== undefined,
  );
  const above = posted?.n ?? n;
  return above === null ? null : toCardSlot({ n: above });
}

/** Is it a nudge to a whole team, in its thread? */
export function isTeamNudge(item: Pick<Delivery, 'kind' | 'person'>): boolean {
  return item.kind === 'nudge' && item.person === null;
}

/**
 * Does the item wait for a message that will never be posted, because its post failed permanently?
 * Such an item never becomes claimable. A post behind an update does not count as awaited: it shows
 * the latest state itself, and the update would block it for ever.
 */
export function isOrphan(item: AnyOutboxItem, state: DeliveryState): boolean {
  if (item.failed !== null || isReady(item, state)) return false;
  const { outbox } = state;
  const isUpdate = item.kind === 'update';
  const awaited = findAwaitedSlot(item, state);
  const place = outbox.findIndex((other) => other.id === item.id);
  const candidates = isUpdate && place >= 0 ? outbox.slice(0, place) : outbox;
  return !candidates.some(
    (other) => other.slot === awaited && other.kind !== 'update' && other.failed === null,
  );
}

/**
 * Returns the ids of the deliveries that are done when `sent` is: itself and, for an update, the
 * updates directly behind it in its slot. An update renders the latest state when it is sent, so it also
 * covers those before it that nobody holds.
 */
export function findCoveredIds(
  outbox: readonly AnyOutboxItem[],
  sent: AnyOutboxItem,
): readonly string[] {
  if (sent.kind !== 'update') return [sent.id];
  const slot = outbox.filter((item) => item.slot === sent.slot && item.failed === null);
  const from = slot.findIndex((item) => item.id === sent.id);
  const at = Math.max(from, 0);
  const before = slot.slice(0, at);
  const overtaken = before.slice(
    1 + before.findLastIndex(({ kind, lease }) => kind !== 'update' || lease !== null),
  );
  const end = slot.findIndex(({ kind }, n) => n >= at && kind !== 'update');
  const behind = slot.slice(at, end < 0 ? slot.length : end);
  return [...behind, ...overtaken].map(({ id }) => id);
}
