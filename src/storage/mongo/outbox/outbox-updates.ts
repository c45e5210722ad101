import mongoose from 'mongoose';
import { isCardSlot } from '../../../domain/complaint/slot.js';
import type { FinishedDeliveries, Lease, Retry } from '../../../ports/stores/document-store.js';
import { encode, encodeKey } from '../encoding.js';

/** A filter, and what to do to the one document it matches: operators, or the stages of a pipeline. */
export interface GuardedUpdate {
  readonly filter: Record<string, unknown>;
  readonly update: Record<string, Record<string, unknown>> | Stages;
  /** Selects the item that `$[item]` in the operators means. */
  readonly arrayFilters?: readonly Record<string, unknown>[];
}

/** A {@link GuardedUpdate} by stages. */
export interface StagedUpdate extends GuardedUpdate {
  readonly update: Stages;
}

/** Stages of an update; data in them is wrapped in `$literal`. MongoDB has them since 4.2. */
export type Stages = readonly { readonly $set: Record<string, unknown> }[];

/**
 * Sets `earliestDueAt` from the outbox as the stages before have left it. Operators cannot do that where
 * the earliest item leaves or becomes due later.
 */
const SET_EARLIEST = {
  $set: { earliestDueAt: { $ifNull: [{ $min: '$outbox.dueAt' }, '$$REMOVE'] } },
} as const;

/** The operator for updates that only add items, or make some due sooner: at these times. */
export function toEarlier(times: readonly number[]): { readonly $min?: Record<string, number> } {
  return times.length === 0 ? {} : { $min: { earliestDueAt: Math.min(...times) } };
}

/** Claims an outbox item that nobody holds. */
export function claimFree(id: string, delivery: string, lease: Lease): StagedUpdate {
  return claim(id, { id: delivery, lease: null }, lease, {});
}

/** Claims an item whose last holder did not finish: it may have been sent. */
export function claimAbandoned(id: string, delivery: string, lease: Lease): StagedUpdate {
  const abandoned = { id: delivery, lease: { $ne: null } };
  return claim(id, abandoned, lease, { uncertain: true, triedOn: undefined });
}

function claim(
  id: string,
  item: { readonly id: string; readonly lease: unknown },
  lease: Lease,
  more: Readonly<Record<string, unknown>>,
): StagedUpdate {
  return {
    filter: toFilter(id, { ...item, failed: null, dueAt: { $lte: lease.now } }),
    update: editItem(item.id, toLiterals({ lease: lease.token, dueAt: lease.until, ...more })),
  };
}

/** Stores the message reference and removes the finished items, in one update. */
export function finish(
  id: string,
  token: string,
  { deliveries, slot, ref }: FinishedDeliveries,
): GuardedUpdate {
  const [first] = deliveries;
  const set =
    ref === null
      ? {}
      : {
          [`refs.${encodeKey(slot)}`]: { $literal: encode(ref) },
          ...(isCardSlot(slot) ? { threadKeys: toUnion('$threadKeys', ref.key) } : {}),
        };
  return {
    filter: toFilter(id, { id: first, lease: token }),
    update: removeItems(deliveries, set),
  };
}

/** Returns an item for another attempt. */
export function postpone(id: string, delivery: string, token: string, retry: Retry): GuardedUpdate {
  const { dueAt, uncertain, triedOn, refusedSince } = retry;
  return {
    filter: toFilter(id, { id: delivery, lease: token }),
    update: editItem(delivery, {
      ...toLiterals({ lease: null, dueAt, uncertain, triedOn, refusedSince }),
      attempts: { $add: ['$$item.attempts', 1] },
    }),
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
  return { filter: toFilter(id, failed), update: removeItems([delivery], {}) };
}

/** Replaces fields of an item by expressions, where `$$item` is the item; an undefined one is removed. */
function editItem(delivery: string, fields: Readonly<Record<string, unknown>>): Stages {
  const gone = Object.keys(fields).filter((name) => fields[name] === undefined);
  const set = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
  const edited = without({ $mergeObjects: ['$$item', set] }, gone);
  const isIt = { $eq: ['$$item.id', { $literal: delivery }] };
  const each = { $cond: [isIt, edited, '$$item'] };
  const outbox = { $map: { input: '$outbox', as: 'item', in: each } };
  return [{ $set: { outbox } }, SET_EARLIEST];
}

function removeItems(ids: readonly string[], set: Readonly<Record<string, unknown>>): Stages {
  const cond = { $not: [{ $in: ['$$item.id', { $literal: [...ids] }] }] };
  const outbox = { $filter: { input: '$outbox', as: 'item', cond } };
  return [{ $set: { ...set, outbox } }, SET_EARLIEST];
}

function toLiterals(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const entries = Object.entries(values).map(
    ([name, value]) => [name, value === undefined ? undefined : { $literal: value }] as const,
  );
  return Object.fromEntries(entries);
}

/** An object without these fields. MongoDB has `$unsetField` only since 5.0. */
function without(object: object, names: readonly string[]): object {
  if (names.length === 0) return object;
  const cond = { $not: [{ $in: ['$$field.k', { $literal: [...names] }] }] };
  const fields = { $filter: { input: { $objectToArray: object }, as: 'field', cond } };
  return { $arrayToObject: fields };
}

/** An array that may be missing, with this value once, at the end if it is new. */
function toUnion(path: string, value: string): object {
  const [before, added] = [{ $ifNull: [path, []] }, { $literal: value }];
  return { $cond: [{ $in: [added, before] }, before, { $concatArrays: [before, [added]] }] };
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

/**
 * Matches an item that is due after `after` and that nobody holds, but for an update that waits for its turn,
 * see `isBeforeItsTurn`.
 */
export function freeTooFarAhead(after: number): Record<string, unknown> {
  return { lease: null, dueAt: { $gt: after }, $or: [{ kind: { $ne: 'update' } }, HAS_ATTEMPTS] };
}

/** Matches an item that is due after `after` and that somebody holds. */
export function heldTooFarAhead(after: number): Record<string, unknown> {
  return { lease: { $ne: null }, dueAt: { $gt: after } };
}

const HAS_ATTEMPTS = { attempts: { $gt: 0 } } as const;

/** The items of both, as `free` and `held`. */
export function selectTooFarAhead(after: number): Record<string, unknown>[] {
  return [
    {
      ...{ 'free.lease': null, 'free.dueAt': { $gt: after } },
      $or: [{ 'free.kind': { $ne: 'update' } }, { 'free.attempts': { $gt: 0 } }],
    },
    { 'held.lease': { $ne: null }, 'held.dueAt': { $gt: after } },
  ];
}
