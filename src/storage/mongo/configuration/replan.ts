import mongoose from 'mongoose';
import type { Replan } from '../../../domain/commands/planning/plan-again.js';
import type { Complaint } from '../../../domain/complaint/complaint.js';
import { type ComplaintId, ONGOING_STATES } from '../../../domain/complaint/facts.js';
import type { StoredRecord } from '../../records/record-reader.js';
import { encode, encodeRecord } from '../encoding.js';
import { toStoredDocument } from '../old-documents.js';
import { LEAN_READ_OPTIONS, runOperation } from '../operation.js';
import { type GuardedUpdate, toEarlier } from '../outbox/outbox-updates.js';
import type { Models } from '../schema.js';

/** Most complaints that are read, planned and written at once. */
export const REPLAN_BATCH = 20;

/** Finds ongoing complaints of older generations; first those without one. Each query is one range of an index. */
export async function findOutdated(
  complaints: Models['complaints'],
  generation: number,
  limit: number,
): Promise<readonly ComplaintId[]> {
  const state = mongoose.trusted({ $in: [...ONGOING_STATES] });
  const found: ComplaintId[] = [];
  for (const planned of [null, mongoose.trusted({ $lt: generation })]) {
    const left = limit - found.length;
    if (left < 1) break;
    const filter: Record<string, unknown> = { state, generation: planned };
    const options = { ...LEAN_READ_OPTIONS, limit: left };
    const records = await runOperation(() => complaints.find(filter, { _id: 1 }, options));
    found.push(...records.map(({ _id }) => _id));
  }
  return found;
}

/** Returns the records of these complaints, by their references. */
export async function findRecords(
  complaints: Models['complaints'],
  ids: readonly ComplaintId[],
): Promise<ReadonlyMap<ComplaintId, StoredRecord>> {
  const filter = { _id: mongoose.trusted({ $in: [...ids] }) };
  const found = await runOperation(() => complaints.find(filter, null, LEAN_READ_OPTIONS));
  return new Map(found.map((record) => [record._id, toStoredDocument(record)]));
}

/** The update that plans a complaint again. Another process may do the same: the generation decides. */
export function toReplanUpdate(
  { id, version, generation }: Complaint,
  { fields, deliveries }: Replan,
): GuardedUpdate {
  return {
    filter: { _id: id, version, generation: generation ?? null },
    update: {
      $set: encodeRecord(fields),
      ...(deliveries.length === 0 ? {} : { $push: { outbox: { $each: encode(deliveries) } } }),
      ...toEarlier(deliveries.map(({ dueAt }) => dueAt)),
    },
  };
}
