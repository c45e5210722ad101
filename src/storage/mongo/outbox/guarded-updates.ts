import type { Collection, Db } from 'mongodb';
import { runWrite, WRITE_OPTIONS } from '../operation.js';
import type { DocumentModel, LivingRecord } from '../schema.js';
import type { GuardedUpdate, StagedUpdate, Stages } from './outbox-updates.js';

/** Runs an update; true when its filter matched. Stages do not pass mongoose, which would cast expressions. */
export async function updateGuarded(
  db: Db,
  model: DocumentModel,
  { filter, update, arrayFilters = [] }: GuardedUpdate,
): Promise<boolean> {
  if (isStages(update)) {
    const collection = toCollection(db, model);
    const done = await runWrite(() => collection.updateOne(filter, [...update], WRITE_OPTIONS));
    return done.matchedCount === 1;
  }
  const options = {
    ...WRITE_OPTIONS,
    ...(arrayFilters.length > 0 ? { arrayFilters: [...arrayFilters] } : {}),
  };
  const done = await runWrite(() => model.updateOne(filter, update, options));
  return done.matchedCount === 1;
}

/** Runs stages, and returns the outbox as they have left it; null when the filter matched nothing. */
export async function updateOutbox(
  db: Db,
  model: DocumentModel,
  { filter, update }: StagedUpdate,
): Promise<Pick<LivingRecord, '_id' | 'outbox'> | null> {
  const collection = toCollection(db, model);
  const options = {
    ...{ ...WRITE_OPTIONS, projection: { outbox: 1 } },
    returnDocument: 'after',
  } as const;
  return runWrite(() => collection.findOneAndUpdate(filter, [...update], options));
}

/** `Array.isArray` does not know a read-only array. */
function isStages(update: GuardedUpdate['update']): update is Stages {
  return Array.isArray(update);
}

function toCollection(db: Db, model: DocumentModel): Collection<LivingRecord> {
  return db.collection<LivingRecord>(model.collection.name);
}
