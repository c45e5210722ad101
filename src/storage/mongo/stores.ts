import type { Db } from 'mongodb';
import { createRecordReaders, type RecordOptions } from '../records/readers.js';
import type { Stores } from '../stores.js';
import { createMongoAlarmLog } from './alarms/alarm-log.js';
import { createMongoProblemStore } from './alarms/problem-store.js';
import { MongoComplaintStore } from './complaint-store.js';
import { createMongoGenerationStore } from './configuration/generation-store.js';
import { createClient, toDatabaseName } from './connection/client.js';
import type { MongoOptions } from './connection/connect.js';
import { connectMongo } from './connection/connect.js';
import { type MorePreparation, prepareDatabase } from './connection/prepare.js';
import { MongoInboxStore } from './inbox-store.js';
import { createMongoInstallationLog } from './installation-log.js';
import type { LayoutOptions } from './layout.js';
import { createMongoMatchStore } from './matching/match-store.js';
import { createMongoPeopleStore } from './people-store.js';
import { createMongoReferenceStore } from './reference-store.js';
import { createModels } from './schema.js';

/** The stores on MongoDB. */
export interface MongoStores extends Stores {
  /** The driver's handle on the database. */
  readonly db: Db;
  /**
   * The database on connections of its own, for the scheduler: its bursts take none from a person who
   * waits. It connects when it is first used, and closes with the stores.
   */
  readonly schedulerDb: Db;
}

/** Options of {@link openMongoStores}. */
export type MongoStoreOptions = MongoOptions &
  RecordOptions &
  LayoutOptions & { readonly prepareMore?: MorePreparation };

/**
 * Prepares layout and indexes and connects to MongoDB, see {@link prepareDatabase}. On failure nothing
 * stays open.
 */
export async function openMongoStores(options: MongoStoreOptions): Promise<MongoStores> {
  const prepare = (): Promise<void> => prepareDatabase(options, options.prepareMore);
  await prepare();
  const connection = await connectMongo(options);
  const scheduler = createClient(options, 'scheduler');
  const models = createModels(connection.connection);
  const readers = createRecordReaders(options);
  const complaints = new MongoComplaintStore(connection, models, readers.complaints, prepare);
  return {
    complaints,
    matches: createMongoMatchStore(models.complaints, readers.complaints),
    inboxes: new MongoInboxStore(connection, models, readers.inboxes),
    people: createMongoPeopleStore(connection, models, readers.people, options.logger),
    references: createMongoReferenceStore(models, readers.references),
    alarms: createMongoAlarmLog(connection.db),
    problems: createMongoProblemStore(connection.db),
    installation: createMongoInstallationLog(connection.db),
    generations: createMongoGenerationStore(connection.db),
    db: connection.db,
    schedulerDb: scheduler.db(toDatabaseName(options)),
    close: async () => {
      await scheduler.close();
      await complaints.close();
    },
  };
}
