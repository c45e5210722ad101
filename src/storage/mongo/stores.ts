import type { Db } from 'mongodb';
import { createRecordReaders, type RecordOptions } from '../records/readers.js';
import type { Stores } from '../stores.js';
import { createMongoAlarmLog } from './alarms/alarm-log.js';
import { createMongoProblemStore } from './alarms/problem-store.js';
import { MongoComplaintStore } from './complaint-store.js';
import type { MongoOptions } from './connect.js';
import { connectMongo } from './connect.js';
import type { LayoutOptions } from './layout.js';
import { createMongoPeopleStore } from './people-store.js';
import { createMongoReferenceStore } from './reference-store.js';
import { createModels } from './schema.js';

/** The stores on MongoDB. */
export interface MongoStores extends Stores {
  /** The driver's handle on the database, shared with the scheduler's backend. */
  readonly db: Db;
}

/**
 * Connects to MongoDB and prepares its layout and its indexes. On failure it closes the connection and throws
 * `STORE_UNAVAILABLE` or `STORE_SCHEMA`.
 */
export async function openMongoStores(
  options: MongoOptions & RecordOptions & LayoutOptions,
): Promise<MongoStores> {
  const connection = await connectMongo(options);
  const models = createModels(connection.connection);
  const readers = createRecordReaders(options);
  const complaints = new MongoComplaintStore(connection, models, readers.complaints, options);
  try {
    await complaints.prepare();
  } catch (error) {
    await connection.close();
    throw error;
  }
  return {
    complaints,
    people: createMongoPeopleStore(connection, models, readers.people, options.logger),
    references: createMongoReferenceStore(models, readers.references),
    alarms: createMongoAlarmLog(connection.db),
    problems: createMongoProblemStore(connection.db),
    db: connection.db,
    close: () => connection.close(),
  };
}
