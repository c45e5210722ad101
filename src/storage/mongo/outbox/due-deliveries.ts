import mongoose from 'mongoose';
import { DUE_INDEXES } from '../indexes.js';
import { LEAN_READ_OPTIONS, runOperation } from '../operation.js';
import type { DocumentModel, LivingRecord } from '../schema.js';

/**
 * The documents with an outbox item due at or before `realNow`, the earliest first. A process of a release
 * before `earliestDueAt`, which still runs, leaves the field as it was: so a document without one is found
 * by its items, and where an item is gone, the field alone finds nothing. Where such a process adds an item
 * that is due sooner, it is found when the field says so.
 */
export async function findDueDeliveries(
  model: DocumentModel,
  realNow: number,
  limit: number,
): Promise<readonly string[]> {
  if (limit < 1) return [];
  const due = mongoose.trusted({ $lte: realNow });
  const isDue = { 'outbox.dueAt': due };
  const projection = { earliestDueAt: 1, 'outbox.dueAt': 1 };
  const options = { ...LEAN_READ_OPTIONS, limit } as const;
  const [known, unknown] = await Promise.all([
    runOperation(() =>
      model.find<DueRecord>({ ...isDue, earliestDueAt: due }, projection, {
        ...{ ...options, hint: DUE_INDEXES.known },
        sort: { earliestDueAt: 1, _id: 1 },
      }),
    ),
    runOperation(() =>
      model.find<DueRecord>({ ...isDue, earliestDueAt: null }, projection, {
        ...options,
        hint: DUE_INDEXES.unknown,
      }),
    ),
  ]);
  const found = unknown.length === 0 ? known : [...known, ...unknown].sort(compareEarliest);
  return found.slice(0, limit).map(({ _id }) => _id);
}

type DueRecord = Pick<LivingRecord, '_id' | 'earliestDueAt' | 'outbox'>;

function compareEarliest(one: DueRecord, other: DueRecord): number {
  return toEarliest(one) - toEarliest(other) || (one._id < other._id ? -1 : 1);
}

function toEarliest({ earliestDueAt, outbox }: DueRecord): number {
  const items = outbox as readonly { readonly dueAt: number }[];
  return earliestDueAt ?? Math.min(...items.map(({ dueAt }) => dueAt));
}
