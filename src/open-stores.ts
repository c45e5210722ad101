import { randomUUID } from 'node:crypto';
import type { Settings } from './config/environment/environment.js';
import { DOCUMENT_KINDS, type DocumentKind } from './domain/document/document-ref.js';
import { createTimerScheduler, type TimerSchedulerOptions } from './jobs/timer-scheduler.js';
import type { Logger } from './ports/logger.js';
import type { Scheduler } from './ports/scheduler.js';
import type { DocumentStore } from './ports/stores/document-store.js';
import type { UnreadableRecords } from './ports/unreadable-records.js';
import { startHeartbeat } from './storage/installation/heartbeat.js';
import { openInstallation } from './storage/installation/installation.js';
import {
  type InstallationPlace,
  refuseMissingFile,
  toEmbeddedPlace,
  toMongoPlace,
} from './storage/installation/place.js';
import type { Stores } from './storage/stores.js';

/** Open stores, and the scheduler that belongs to them. */
export interface OpenedStores {
  readonly stores: Stores;
  /** Creates the scheduler for these stores: agenda on MongoDB, one timer on the embedded file. */
  readonly createScheduler: (options: TimerSchedulerOptions) => Scheduler;
}

/** The settings that say where the data are. */
export type DataSettings = Pick<Settings, 'store' | 'dataFolder'>;

/** Open stores, and where they are. */
export interface OpenedDatabase extends OpenedStores {
  readonly place: InstallationPlace;
}

/**
 * Opens the stores, and refuses data that are missing, or older than before: see `openInstallation`. Until the
 * stores are closed it notes that the installation is alive. Throws coded errors; then nothing stays open.
 */
export async function openStores(
  settings: DataSettings,
  logger: Logger,
  unreadable: UnreadableRecords,
): Promise<OpenedStores> {
  const { stores, place, createScheduler } = await openDatabase(settings, logger, unreadable);
  const { installation: log } = stores;
  const parts = { log, place, realNow: Date.now };
  try {
    const countWaiting = (): Promise<number> => countWaitingDocuments(stores);
    const { beat } = await openInstallation({ ...parts, newId: randomUUID, countWaiting });
    const heartbeat = startHeartbeat(parts, logger, beat);
    const close = async (): Promise<void> => {
      await heartbeat.stop();
      await stores.close();
    };
    return { stores: { ...stores, close }, createScheduler };
  } catch (error) {
    await stores.close();
    throw error;
  }
}

/** A time after all that is waiting, ms UTC. */
const FAR = Date.UTC(9999, 0);

/** How many documents a start would send something of: one that waits, or a nudge that is due. */
export async function countWaitingDocuments(
  stores: Pick<Stores, 'complaints' | 'inboxes'>,
): Promise<number> {
  const counts = Object.values(toDocumentStores(stores)).map(countWaiting);
  return (await Promise.all(counts)).reduce((one, other) => one + other, 0);
}

async function countWaiting(
  store: Pick<DocumentStore<never>, 'dueDeliveries' | 'dueActions'>,
): Promise<number> {
  const most = Number.MAX_SAFE_INTEGER;
  const waiting = await store.dueDeliveries(FAR, most);
  const due = await store.dueActions(Date.now(), most);
  return new Set([...waiting, ...due]).size;
}

/**
 * Opens the stores as they are, whatever they hold. Loads only the libraries of the store that is used:
 * MongoDB's and agenda take a good part of a start.
 */
export async function openDatabase(
  { store, dataFolder }: DataSettings,
  logger: Logger,
  unreadable: UnreadableRecords,
): Promise<OpenedDatabase> {
  if (store.kind === 'embedded') {
    const { openEmbeddedStores } = await import('./storage/embedded/stores.js');
    const place = toEmbeddedPlace(store.folder);
    refuseMissingFile(place);
    const stores = await openEmbeddedStores({ file: place.file, logger, unreadable });
    return { stores, place, createScheduler: createTimerScheduler };
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
    place: toMongoPlace(dataFolder),
    createScheduler: ({ clock, logger }) =>
      createAgendaScheduler({ kinds: DOCUMENT_KINDS, backend, clock, logger }),
  };
}

/** The store of each kind of documents. */
export function toDocumentStores({ complaints, inboxes }: Pick<Stores, 'complaints' | 'inboxes'>) {
  return { complaint: complaints, inbox: inboxes } satisfies Record<DocumentKind, unknown>;
}
