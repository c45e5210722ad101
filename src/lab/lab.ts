import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { App } from '../app/app.js';
import {
  DOCUMENT_KINDS,
  type DocumentKind,
  type DocumentRef,
  toDocumentKey,
} from '../domain/document/document-ref.js';
import type { ComplaintStore } from '../ports/stores/complaint-store.js';
import type { InboxStore } from '../ports/stores/inbox-store.js';
import type { MatchStore } from '../ports/stores/match-store.js';
import type { PeopleStore } from '../ports/stores/people-store.js';
import type { ReferenceStore } from '../ports/stores/reference-store.js';
import { createLabClock, type LabClock } from './clock.js';
import { readComplaintRegister } from './complaint-register.js';
import { createJournal, type Journal } from './journal.js';
import { createLabRoutes } from './routes.js';
import { createStoreFault, type StoreFault, withStoreFault } from './store-fault.js';
import { listUpcomingNudges } from './upcoming-nudges.js';

/** What only the playground has: a clock that can be moved, a journal, and a store that fails on demand. */
export interface Lab {
  readonly clock: LabClock;
  readonly journal: Journal;
  readonly storeFault: StoreFault;
}

/** The stores the use cases work with. */
interface FaultableStores {
  readonly complaints: ComplaintStore;
  readonly matches: MatchStore;
  readonly inboxes: InboxStore;
  readonly people: PeopleStore;
  readonly references: ReferenceStore;
}

/**
 * Creates the lab of a bot.
 * @throws RedressError `CONFIG_INVALID` when the clock's file in `dataFolder` is damaged.
 */
export function createLab(dataFolder: string): Lab {
  const clock = createLabClock({ file: join(dataFolder, 'lab-clock.json') });
  return { clock, journal: createJournal(), storeFault: createStoreFault() };
}

/** Wraps stores so that the lab can make them fail. The lab itself and the shutdown use the stores without it. */
export function withFaultInjection(
  { complaints, matches, inboxes, people, references }: FaultableStores,
  { storeFault }: Lab,
): FaultableStores {
  return {
    complaints: withStoreFault(complaints, storeFault),
    matches: withStoreFault(matches, storeFault),
    inboxes: withStoreFault(inboxes, storeFault),
    people: withStoreFault(people, storeFault),
    references: withStoreFault(references, storeFault),
  };
}

/** The stores of all kinds of documents, as far as the lab asks them what waits. */
type WaitingStores = {
  readonly [K in DocumentKind]: { dueDeliveries: ComplaintStore['dueDeliveries'] };
};

/** Creates the plugin that serves `/lab/*`. `stores`: without the lab's faults. */
export function createLabPlugin(
  lab: Lab,
  token: string,
  app: App,
  stores: WaitingStores,
): ReturnType<typeof createLabRoutes> {
  const settle = (): Promise<number> => drainDeliveries(app, stores);
  return createLabRoutes({
    ...lab,
    token,
    nudges: () => listUpcomingNudges(app.deps),
    complaints: () => readComplaintRegister(app.deps),
    settle,
    async afterJump() {
      await app.wakeable.sweep();
      await settle();
    },
  });
}

/** Longer than any delivery waits for a retry, ms. */
const LONGER_THAN_ANY_RETRY_MS = 24 * 3_600_000;

/** For so long a call waits for messages that wait for their platform's pace, ms. */
const PACE_LIMIT_MS = 5000;
const PACE_PAUSE_MS = 100;

/**
 * Resolves when nothing runs and nothing can be sent now; returns how many documents wait for a retry, or for
 * a platform's pace after {@link PACE_LIMIT_MS}.
 */
async function drainDeliveries(
  app: Pick<App, 'background' | 'deliverer'>,
  stores: WaitingStores,
): Promise<number> {
  let before = '';
  let paused = 0;
  while (paused < PACE_LIMIT_MS) {
    await app.background.whenIdle();
    const due = await findWaiting(stores, Date.now());
    if (due.length === 0) break;
    await Promise.all(due.map((document) => app.deliverer.deliver(document)));
    const keys = due.map(toDocumentKey).join();
    if (keys === before) {
      await setTimeout(PACE_PAUSE_MS);
      paused += PACE_PAUSE_MS;
    }
    before = keys;
  }
  return (await findWaiting(stores, Date.now() + LONGER_THAN_ANY_RETRY_MS)).length;
}

/** Documents of all kinds with something to send at `realNow` (ms UTC), at most a hundred of each. */
async function findWaiting(
  stores: WaitingStores,
  realNow: number,
): Promise<readonly DocumentRef[]> {
  const found = DOCUMENT_KINDS.map(async (kind) => {
    const ids = await stores[kind].dueDeliveries(realNow, 100);
    return ids.map((id) => ({ kind, id }));
  });
  return (await Promise.all(found)).flat();
}
