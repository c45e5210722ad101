import type { Logger } from '../../ports/logger.js';
import type { Stores } from '../stores.js';
import { EmbeddedComplaintStore } from './complaint-store.js';
import type { Database } from './database.js';
import { openDatabase } from './database.js';
import { embeddedPeopleStore } from './people-store.js';
import { embeddedReferenceStore } from './reference-store.js';

export interface EmbeddedOptions {
  /** The SQLite file; `:memory:` keeps nothing. */
  readonly file: string;
  readonly logger?: Logger;
}

export interface EmbeddedStores extends Stores {
  /** The one handle on the file, which the scheduler's backend shares. */
  readonly database: Database;
}

/**
 * Opens the embedded stores and prepares their tables. Throws `STORE_LOCKED`, `STORE_UNAVAILABLE`
 * or `STORE_SCHEMA`; then the file is free again.
 */
export async function openEmbeddedStores(options: EmbeddedOptions): Promise<EmbeddedStores> {
  const database = openDatabase(options.file);
  const complaints = new EmbeddedComplaintStore(database);
  try {
    await complaints.prepare();
  } catch (error) {
    database.close();
    throw error;
  }
  return {
    complaints,
    people: embeddedPeopleStore(database, options.logger),
    references: embeddedReferenceStore(database),
    database,
    close: async () => database.close(),
  };
}
