import mongoose from 'mongoose';
import { isCardSlot } from '../../domain/complaint/slot.js';
import type { FinishedDeliveries, Lease, Retry } from '../../ports/stores/document-store.js';
import { encode, encodeKey } from './encoding.js';

/** A filter, and the operators to apply to the one document it matches. */
export interface GuardedUpdate {
  readonly filter: Record<string, unknown>;
  readonly update: Record<string, Record<string, unknown>>;
  /** Selects the item that `$[item]` in the operators means. */
  readonly arrayFilters?: readonly Record<string, unknown>[];
}

/** Claims an outbox item that nobody holds. */
export function claimFree(id: string, delivery: string, lease: Lease): GuardedUpdate {
  return claim(id, { id: delivery, lease: null }, lease);
}

/** Claims an item whose last holder did not finish: it may have been sent. */
export function claimAbandoned(id: string, delivery: string, lease: Lease): GuardedUpdate {
  const abandoned = { id: delivery, lease: { $ne: null } };
  const { update, ...rest } = claim(id, abandoned, lease);
  const set = { ...update.$set, 'outbox.$[item].uncertain': true };
  return { ...rest, update: { $set: set, $unset: { 'outbox.$[item].triedOn': '' } } };
}

function claim(
  id: string,
  item: { readonly id: string; readonly lease: unknown },
  lease: Lease,
): GuardedUpdate {
  return {
    filter: toFilter(id, { ...item, failed: null, dueAt: { $lte: lease.now } }),
    update: {
      $set: { 'outbox.$[item].lease': lease.token, 'outbox.$[item].dueAt': lease.until },
    },
    arrayFilters: selectItem(item.id),
  };
}

/** Stores the message reference and removes the finished items, in one update. */
export function finish(
  id: string,
  token: string,
  { deliveries, slot, ref }: FinishedDeliveries,
): GuardedUpdate {
  const [first] = deliveries;
  const pull = { $pull: { outbox: { id: { $in: [...deliveries] } } } };
  const isThread = ref !== null && isCardSlot(slot);
  return {
    filter: toFilter(id, { id: first, lease: token }),
    update: {
      ...pull,
      ...(ref === null ? {} : { $set: { [`refs.${encodeKey(slot)}`]: encode(ref) } }),
      ...(isThread ? { $addToSet: { threadKeys: ref.key } } : {}),
    },
  };
}

/** Returns an item for another attempt. */
export function postpone(id: string, delivery: string, token: string, retry: Retry): GuardedUpdate {
  const { triedOn, refusedSince } = retry;
  const known = Object.entries({ triedOn, refusedSince }).map(
    ([name, value]) => [`outbox.$[item].${name}`, value] as const,
  );
  const unknown = known.filter(([, value]) => value === undefined);
  return {
    filter: toFilter(id, { id: delivery, lease: token }),
    update: {
      $set: {
        'outbox.$[item].lease': null,
        'outbox.$[item].dueAt': retry.dueAt,
        'outbox.$[item].uncertain': retry.uncertain,
        ...Object.fromEntries(known.filter(([, value]) => value !== undefined)),
      },
      ...(unknown.length === 0
        ? {}
        : { $unset: Object.fromEntries(unknown.map(([name]) => [name, ''])) }),
      $inc: { 'outbox.$[item].attempts': 1 },
    },
    arrayFilters: selectItem(delivery),
  };
}

/** Marks an item as failed and ends its lease. */
export function fail(id: string, delivery: string, token: string, reason: string): GuardedUpdate {
  return {
    filter: toFilter(id, { id: delivery, lease: token }),
    update: { $set: { 'outbox.$[item].lease': null, 'outbox.$[item].failed': reason } },
    arrayFilters: selectItem(delivery),
  };
}

/** Removes a failed item. */
export function drop(id: string, delivery: string): GuardedUpdate {
  const failed = { id: delivery, failed: { $ne: null } };
  return { filter: toFilter(id, failed), update: { $pull: { outbox: failed } } };
}

/**
 * Selects the item by its id, which no update changes: some servers look up the item of the positional
 * operator again after each field they set.
 */
function selectItem(delivery: string): readonly Record<string, unknown>[] {
  return [{ 'item.id': delivery }];
}

/** Matches the document if one item of its outbox matches. */
function toFilter(id: string, item: object): Record<string, unknown> {
  return { _id: id, outbox: mongoose.trusted({ $elemMatch: item }) };
}

/** Matches an item that is due after `after`, but for an update that waits for its turn, see `isBeforeItsTurn`. */
export function tooFarAhead(after: number): Record<string, unknown> {
  const hasNoTurn = [
    { kind: { $ne: 'update' } },
    { attempts: { $gt: 0 } },
    { lease: { $ne: null } },
  ];
  return { dueAt: { $gt: after }, $or: hasNoTurn };
}

/** The same items, as `free` if nobody holds them, else as `held`. */
export function selectTooFarAhead(after: number): Record<string, unknown>[] {
  return [
    {
      ...{ 'free.lease': null, 'free.dueAt': { $gt: after } },
      $or: [{ 'free.kind': { $ne: 'update' } }, { 'free.attempts': { $gt: 0 } }],
    },
    { 'held.lease': { $ne: null }, 'held.dueAt': { $gt: after } },
  ];
}
