import { MongoBackend } from '@agendajs/mongo-backend';
import type { AgendaBackend } from 'agenda';
import type { Db } from 'mongodb';
import { COMPLAINT_PATH } from './settings.js';

const COLLECTION = 'agendaJobs';

/**
 * agenda's own backend on our database handle (`connection.db` of mongoose), with two more indexes: by
 * lock and time, without which 100,000 finished jobs stalled other queries for 3.4 s, and by complaint,
 * which finds the wake-up to replace. `connect` creates the indexes and rejects when it cannot;
 * `disconnect` leaves the connection open, because the caller owns it.
 */
export function createMongoBackend(db: Db): AgendaBackend {
  const backend = new MongoBackend({ mongo: db, collection: COLLECTION });
  return {
    name: backend.name,
    repository: backend.repository,
    ownsConnection: false,
    connect: async () => {
      await backend.connect();
      await db.collection(COLLECTION).createIndexes([
        { key: { name: 1, lockedAt: 1, nextRunAt: 1, priority: -1 }, name: 'redress_due' },
        { key: { name: 1, [COMPLAINT_PATH]: 1 }, name: 'redress_complaint' },
      ]);
    },
    disconnect: () => backend.disconnect(),
  };
}
