import { join } from 'node:path';
import type { Settings } from './config/environment/environment.js';
import { DOCUMENT_KINDS, type DocumentKind } from './domain/document/document-ref.js';
import { createTimerScheduler, type TimerSchedulerOptions } from './jobs/timer-scheduler.js';
import type { ComplaintStore } from './ports/complaint-store.js';
import type { Logger } from './ports/logger.js';
import type { Scheduler } from './ports/scheduler.js';
import type { UnreadableRecords } from './ports/unreadable-records.js';
import type { Stores } from './storage/stores.js';

/** Open stores, and the scheduler that belongs to them. */
export interface OpenedStores {
  readonly stores: Stores;
  /** Creates the scheduler for these stores: agenda on MongoDB, one timer on the embedded file. */
  readonly createScheduler: (options: TimerSchedulerOptions) => Scheduler;
}

/** Loads only the libraries of the store that is used: MongoDB's and agenda take a good part of a start. */
export async function openStores(
  { store }: Settings,
  logger: Logger,
  unreadable: UnreadableRecords,
): Promise<OpenedStores> {
  if (store.kind === 'embedded') {
    const { openEmbeddedStores } = await import('./storage/embedded/stores.js');
    const file = join(store.folder, 'redress.db');
    const stores = await openEmbeddedStores({ file, logger, unreadable });
    return { stores, createScheduler: createTimerScheduler };
  }
  const { openMongoStores } = await import('./storage/mongo/stores.js');
  const { createAgendaScheduler } = await import('./jobs/agenda/scheduler.js');
  const { createMongoBackend, prepareAgendaJobs } = await import('./jobs/agenda/mongo-backend.js');
  const stores = await openMongoStores({
    ...{ uri: store.uri, appName: 'redress', logger, unreadable },
    prepareMore: (db) => prepareAgendaJobs(db, DOCUMENT_KINDS),
  });
  const backend = createMongoBackend(stores.schedulerDb, DOCUMENT_KINDS);
  return {
    stores,
    createScheduler: ({ clock, logger }) =>
      createAgendaScheduler({ kinds: DOCUMENT_KINDS, backend, clock, logger }),
  };
}

/** The store of each kind of documents. */
export function toDocumentStores(complaints: ComplaintStore) {
  return { complaint: complaints } satisfies Record<DocumentKind, unknown>;
}
