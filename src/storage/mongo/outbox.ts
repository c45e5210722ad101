import mongoose from 'mongoose';
import type { ComplaintId } from '../../domain/complaint/complaint.js';
import type { FailureReason } from '../../domain/complaint/delivery.js';
import type { Finished, Lease, Retry } from '../../ports/complaint-store.js';
import { encode, encodeKey } from './encoding.js';

/** A filter and the operators to apply to the one document it finds. */
export interface Update {
  readonly filter: Record<string, unknown>;
  readonly update: Record<string, Record<string, unknown>>;
  /** Which item `$[item]` in the operators is. */
  readonly arrayFilters?: readonly Record<string, unknown>[];
}

/** Takes a delivery nobody holds. */
export function claimFree(id: ComplaintId, delivery: string, lease: Lease): Update {
  return claim(id, { id: delivery, lease: null }, lease);
}

/** Takes a delivery whose last holder never finished: it may have been sent. */
export function claimAbandoned(id: ComplaintId, delivery: string, lease: Lease): Update {
  const abandoned = { id: delivery, lease: { $ne: null } };
  const { update, ...rest } = claim(id, abandoned, lease);
  const set = { ...update.$set, 'outbox.$[item].uncertain': true };
  return { ...rest, update: { $set: set, $unset: { 'outbox.$[item].triedOn': '' } } };
}

function claim(
  id: ComplaintId,
  item: { readonly id: string; readonly lease: unknown },
  lease: Lease,
): Update {
  return {
    filter: filterOf(id, { ...item, failed: null, dueAt: { $lte: lease.now } }),
    update: {
      $set: { 'outbox.$[item].lease': lease.token, 'outbox.$[item].dueAt': lease.until },
    },
    arrayFilters: only(item.id),
  };
}

/** Stores the message and removes what it settles, in one update. */
export function finish(id: ComplaintId, token: string, done: Finished): Update {
  const [first] = done.deliveries;
  const pull = { $pull: { outbox: { id: { $in: [...done.deliveries] } } } };
  return {
    filter: filterOf(id, { id: first, lease: token }),
    update:
      done.ref === null
        ? pull
        : { ...pull, $set: { [`refs.${encodeKey(done.slot)}`]: encode(done.ref) } },
  };
}

export function postpone(id: ComplaintId, delivery: string, token: string, retry: Retry): Update {
  const { triedOn } = retry;
  const isKnown = triedOn !== undefined;
  return {
    filter: filterOf(id, { id: delivery, lease: token }),
    update: {
      $set: {
        'outbox.$[item].lease': null,
        'outbox.$[item].dueAt': retry.dueAt,
        'outbox.$[item].uncertain': retry.uncertain,
        ...(isKnown ? { 'outbox.$[item].triedOn': triedOn } : {}),
      },
      ...(isKnown ? {} : { $unset: { 'outbox.$[item].triedOn': '' } }),
      $inc: { 'outbox.$[item].attempts': 1 },
    },
    arrayFilters: only(delivery),
  };
}

export function fail(
  id: ComplaintId,
  delivery: string,
  token: string,
  reason: FailureReason,
): Update {
  return {
    filter: filterOf(id, { id: delivery, lease: token }),
    update: { $set: { 'outbox.$[item].lease': null, 'outbox.$[item].failed': reason } },
    arrayFilters: only(delivery),
  };
}

export function drop(id: ComplaintId, delivery: string): Update {
  const failed = { id: delivery, failed: { $ne: null } };
  return { filter: filterOf(id, failed), update: { $pull: { outbox: failed } } };
}

/**
 * The item with this id. By what the update leaves as it is: some servers look for the positional
 * operator's item again after each field they set.
 */
function only(delivery: string): readonly Record<string, unknown>[] {
  return [{ 'item.id': delivery }];
}

/** The complaint, if one item of its outbox matches. */
function filterOf(id: ComplaintId, item: object): Record<string, unknown> {
  return { _id: id, outbox: mongoose.trusted({ $elemMatch: item }) };
}
