import PQueue from 'p-queue';
import {
  type DocumentKey,
  type DocumentKind,
  type DocumentRef,
  toDocumentKey,
} from '../../domain/document/document-ref.js';
import { skipUnreadable } from '../records/skip-unreadable.js';

/** How many documents are delivered at once; each platform's channel limits its own rate as well. */
const CONCURRENCY = 32;

/** Sends what a document's outbox holds. */
export interface Deliverer<K extends string = DocumentKind> {
  /** Sends everything that can be sent now; resolves when nothing is left to send at once. */
  deliver(document: DocumentRef<K>): Promise<void>;
}

/** Runs rounds over one document's outbox until nothing can be sent at once, see `DeliveryLoop`. */
export type RunOutbox = (id: string) => Promise<void>;

/**
 * Creates the deliverer of all kinds of documents. Each document is delivered by one run at a time; a
 * call during a run makes that run look again.
 */
export function createDeliverer<K extends string>(
  outboxes: Readonly<Record<K, RunOutbox>>,
): Deliverer<K> {
  const queue = new PQueue({ concurrency: CONCURRENCY });
  const runs = new Map<DocumentKey, { again: boolean; done: Promise<void> }>();
  async function deliver({ kind, id }: DocumentRef<K>): Promise<void> {
    const key = toDocumentKey({ kind, id });
    const running = runs.get(key);
    if (running !== undefined) {
      running.again = true;
      return running.done;
    }
    const run = { again: true, done: Promise.resolve() };
    runs.set(key, run);
    run.done = queue.add(async () => {
      try {
        while (run.again) {
          run.again = false;
          await skipUnreadable(() => outboxes[kind](id));
        }
      } finally {
        // Synchronously, so that no later call can join a run that will not look again.
        runs.delete(key);
      }
    });
    return run.done;
  }
  return { deliver };
}
