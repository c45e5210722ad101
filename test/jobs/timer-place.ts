import type { LivingDocument } from '../../src/domain/document/document.js';
import { createTimerScheduler } from '../../src/jobs/timer-scheduler.js';
import type { DocumentStore } from '../../src/ports/stores/document-store.js';
import { openEmbeddedStores } from '../../src/storage/embedded/stores.js';
import { sampleComplaint } from '../contracts/complaint-store/samples.js';
import { sampleMemo } from '../contracts/memo/samples.js';
import type { SchedulerPlace } from '../contracts/scheduler/harness.js';
import { openMemosIn } from '../storage/open-memos.js';
import { createSimulatedTime, type SimulatedTime } from './simulated-time.js';

/** An embedded store in simulated time. */
export interface TimerPlace extends SchedulerPlace {
  readonly time: SimulatedTime;
}

/** Opens a place on a new embedded store. */
export async function openTimerPlace(): Promise<TimerPlace> {
  const { complaints, database, close } = await openEmbeddedStores({ file: ':memory:' });
  const memos = openMemosIn(database);
  const stores = { complaint: complaints, memo: memos };
  const time = createSimulatedTime();
  return {
    time,
    create: (parts) => createTimerScheduler({ ...parts, stores, time }),
    store: ({ kind, id }, nextActionAt) =>
      kind === 'memo'
        ? plan(memos, sampleMemo({ id, nextActionAt }))
        : plan(complaints, sampleComplaint({ id, nextActionAt })),
    sweepEveryMs: 30_000,
    now: () => time.now(),
    pause: (ms) => time.pass(ms),
    disconnect: close,
    destroy: close,
  };
}

/** Stores a document, or the next action of one that is stored. */
async function plan<D extends LivingDocument>(store: DocumentStore<D>, document: D): Promise<void> {
  const stored = await store.load(document.id);
  if (stored === undefined) {
    await store.insert(document);
    return;
  }
  const set = { nextActionAt: document.nextActionAt } as Partial<D>;
  await store.change(document.id, stored.version, {
    set,
    event: null,
    history: [],
    deliveries: [],
  });
}
