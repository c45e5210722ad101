import type { Db } from 'mongodb';
import { silentLogger } from '../../../ports/logger.js';
import { prepareIndexes } from '../indexes.js';
import { type LayoutOptions, prepareLayout } from '../layout.js';
import { awaitPrimary } from './await-primary.js';
import { createClient, type MongoAddress, toDatabaseName } from './client.js';
import { toStartFault, watchStart } from './start-faults.js';

/** What else needs indexes in the database: the scheduler. */
export type MorePreparation = (db: Db) => Promise<void>;

/**
 * Brings layout and indexes up to date, on connections of its own without a time-out for an answer, and
 * closes them. It is the first to reach the database, so it says why that fails: throws `CONFIG_INVALID`
 * when the connection string is wrong, `STORE_SCHEMA` when layout or indexes do not fit, and
 * `STORE_UNAVAILABLE` with what to do. Waits while a replica set elects a primary.
 */
export async function prepareDatabase(
  options: MongoAddress & LayoutOptions,
  more: MorePreparation = async () => undefined,
): Promise<void> {
  await awaitPrimary(async () => {
    const client = createClient(options, 'preparation');
    const context = watchStart(client);
    try {
      await client.connect();
      const db = client.db(toDatabaseName(options));
      await prepareLayout(db, options);
      await prepareIndexes(db);
      await more(db);
    } catch (error) {
      throw toStartFault(error, context);
    } finally {
      await client.close();
    }
  }, options.logger ?? silentLogger);
}
