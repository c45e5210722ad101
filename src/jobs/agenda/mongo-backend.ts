import { MongoBackend } from '@agendajs/mongo-backend';
import type { AgendaBackend } from 'agenda';
import type { Db } from 'mongodb';
import { removeLeftovers } from './leftovers.js';
import { toDataPath } from './settings.js';

const COLLECTION = 'agendaJobs';

/** A backend that also knows what killed processes leave in its store. */
export interface JobBackend extends AgendaBackend {
  /** Removes it, once connected. */
  removeLeftovers(): Promise<void>;
}

/**
 * agenda's own backend on a database handle. `disconnect` leaves the connection open, because the caller
 * owns it. `connect` creates missing indexes; {@link prepareAgendaJobs} has done so before, where that may
 * take its time.
 */
export function createMongoBackend(db: Db, kinds: readonly string[]): JobBackend {
  const backend = new MongoBackend({ mongo: db, collection: COLLECTION });
  return {
    name: backend.name,
    repository: backend.repository,
    ownsConnection: false,
    connect: async () => {
      await backend.connect();
      await createOwnIndexes(db, kinds);
    },
    disconnect: () => backend.disconnect(),
    removeLeftovers: () => removeLeftovers(db.collection(COLLECTION), kinds),
  };
}

/** Creates agenda's indexes and ours on its jobs. Rejects with the driver's error. */
export async function prepareAgendaJobs(db: Db, kinds: readonly string[]): Promise<void> {
  await createMongoBackend(db, kinds).connect();
}

/**
 * By lock and time, without which 100,000 finished jobs stalled other queries for 3.4 s, and by document,
 * one for each kind, which finds the wake-up to replace.
 */
async function createOwnIndexes(db: Db, kinds: readonly string[]): Promise<void> {
  await db.collection(COLLECTION).createIndexes([
    { key: { name: 1, lockedAt: 1, nextRunAt: 1, priority: -1 }, name: 'redress_due' },
    ...kinds.map((kind) => ({
      key: { name: 1, [toDataPath(kind)]: 1 },
      name: `redress_${kind}`,
    })),
  ]);
}
