import type { Db } from 'mongodb';
import type { Stores } from '../stores.js';
import { MongoComplaintStore } from './complaint-store.js';
import type { MongoOptions } from './connect.js';
import { openMongo } from './connect.js';
import { mongoPeopleStore } from './people-store.js';
import { mongoReferenceStore } from './reference-store.js';
import { modelsOf } from './schema.js';

export interface MongoStores extends Stores {
  /** The driver's handle on the database, which the scheduler's backend shares. */
  readonly db: Db;
}

/**
 * Connects to MongoDB and prepares its indexes. Throws `STORE_UNAVAILABLE` or `STORE_SCHEMA`; then
 * nothing is left open.
 */
export async function openMongoStores(options: MongoOptions): Promise<MongoStores> {
  const connection = await openMongo(options);
  const models = modelsOf(connection.connection);
  const complaints = new MongoComplaintStore(connection, models);
  try {
    await complaints.prepare();
  } catch (error) {
    await connection.close();
    throw error;
  }
  return {
    complaints,
    people: mongoPeopleStore(connection, models, options.logger),
    references: mongoReferenceStore(models),
    db: connection.db,
    close: () => connection.close(),
  };
}
