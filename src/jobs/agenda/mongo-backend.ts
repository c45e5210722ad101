import { MongoBackend } from '@agendajs/mongo-backend';
import type { AgendaBackend } from 'agenda';
import type { Db } from 'mongodb';
import { toDataPath } from './settings.js';

const COLLECTION = 'agendaJobs';

/**
 * agenda's own backend on our database handle (`connection.db` of mongoose), with more indexes: by
 * lock and time, without which 100,000 finished jobs stalled other queries for 3.4 s, and by document,
 * one for each kind, which finds the wake-up to replace. `connect` creates the indexes and rejects when it cannot;
 * `disconnect` leaves the connection open, because the caller owns it.
 */
export function createMongoBackend(db: Db, kinds: readonly string[]): AgendaBackend {
  const backend = new MongoBackend({ mongo: db, collection: COLLECTION });
  return {
    name: backend.name,
    repository: backend.repository,
    ownsConnection: false,
    connect: async () => {
      await backend.connect();
      await db.collection(COLLECTION).createIndexes([
        { key: { name: 1, lockedAt: 1, nextRunAt: 1, priority: -1 }, name: 'redress_due' },
        ...kinds.map((kind) => ({
          key: { name: 1, [toDataPath(kind)]: 1 },
          name: `redress_${kind}`,
        })),
      ]);
    },
    disconnect: () => backend.disconnect(),
  };
}
