import type { Logger } from '../../ports/logger.js';
import { createRecordReaders, type RecordOptions } from '../records/readers.js';
import type { Stores } from '../stores.js';
import { createEmbeddedAlarmLog } from './alarms/alarm-log.js';
import { createEmbeddedProblemStore } from './alarms/problem-store.js';
import { EmbeddedComplaintStore } from './complaint-store.js';
import { createEmbeddedGenerationStore } from './configuration/generation-store.js';
import type { Database } from './database.js';
import { openDatabase } from './database.js';
import { EmbeddedInboxStore } from './inbox-store.js';
import { refuseNewerLayout } from './layout.js';
import { createEmbeddedMatchStore } from './matching/match-store.js';
import { createEmbeddedInstallationLog } from './meta/installation-log.js';
import { createEmbeddedPeopleStore } from './people-store.js';
import { createEmbeddedReferenceStore } from './reference-store.js';
import { prepareSchema } from './schema.js';

/** Options of {@link openEmbeddedStores}. */
export interface EmbeddedOptions extends RecordOptions {
  /** The SQLite file; `:memory:` stores nothing. */
  readonly file: string;
  readonly logger?: Logger;
}

/** The stores on the embedded file. */
export interface EmbeddedStores extends Stores {
  /** The only handle on the file. */
  readonly database: Database;
}

/**
 * Opens the embedded stores, upgrades the tables of an earlier release and creates those that are
 * missing. On failure it closes the file and throws `STORE_LOCKED`, `STORE_UNAVAILABLE`, `STORE_UNWRITABLE`,
 * `STORE_DAMAGED` or `STORE_SCHEMA`.
 */
export async function openEmbeddedStores(options: EmbeddedOptions): Promise<EmbeddedStores> {
  const database = openDatabase(options.file, refuseNewerLayout);
  try {
    return await createEmbeddedStores(database, options);
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Creates the stores on an open file and prepares their tables. Throws `STORE_SCHEMA`. */
export async function createEmbeddedStores(
  database: Database,
  options: Omit<EmbeddedOptions, 'file'> = {},
): Promise<EmbeddedStores> {
  const steps = prepareSchema(database);
  if (steps.length > 0) options.logger?.info({ steps }, 'embedded file upgraded');
  const readers = createRecordReaders(options);
  return {
    complaints: new EmbeddedComplaintStore(database, readers.complaints),
    matches: createEmbeddedMatchStore(database, readers.complaints),
    inboxes: new EmbeddedInboxStore(database, readers.inboxes),
    people: createEmbeddedPeopleStore(database, readers.people, options.logger),
    references: createEmbeddedReferenceStore(database, readers.references),
    alarms: createEmbeddedAlarmLog(database),
    problems: createEmbeddedProblemStore(database),
    installation: createEmbeddedInstallationLog(database),
    generations: createEmbeddedGenerationStore(database),
    database,
    close: async () => database.close(),
  };
}
