import PQueue from 'p-queue';
import {
  type DocumentKey,
  type DocumentKind,
  type DocumentRef,
  toDocumentKey,
} from '../../domain/document/document-ref.js';
import { skipUnreadable } from '../records/skip-unreadable.js';
import { createBreather } from '../scheduling/breather.js';
import type { QueueAnswer } from './turns/queued-message.js';

/** How many documents are looked through at once. */
const CONCURRENCY = 8;

/** Sends what a document's outbox holds. */
export interface Deliverer<K extends string = DocumentKind> {
  /** Sends everything that can be sent now; resolves when nothing is left that the platform's pace allows. */
  deliver(document: DocumentRef<K>): Promise<void>;
}

/** Queues what one document's outbox holds and can be sent, see `DeliveryLoop`. */
export type QueueOutbox = (id: string) => Promise<readonly Promise<QueueAnswer>[]>;

/**
 * Creates the deliverer of all kinds of documents. Calls for a document that nobody has looked through yet
 * are one. A message that was sent may let others go, so it looks again.
 */
export function createDeliverer<K extends string>(
  outboxes: Readonly<Record<K, QueueOutbox>>,
): Deliverer<K> {
  const looks = new PQueue({ concurrency: CONCURRENCY });
  const breathe = createBreather();
  const waiting = new Map<DocumentKey, Promise<readonly Promise<QueueAnswer>[]>>();
  const queue = ({ kind, id }: DocumentRef<K>): Promise<readonly Promise<QueueAnswer>[]> => {
    const key = toDocumentKey({ kind, id });
    const known = waiting.get(key);
    if (known !== undefined) return known;
    const queued = looks.add(async () => {
      await breathe();
      waiting.delete(key);
      let answers: readonly Promise<QueueAnswer>[] = [];
      await skipUnreadable(async () => {
        answers = await outboxes[kind](id);
      });
      return answers;
    });
    waiting.set(key, queued);
    return queued;
  };
  return {
    async deliver(document) {
      for (let isSent = true; isSent; ) {
        const answers = await Promise.allSettled(await queue(document));
        const fault = answers.find((answer) => answer.status === 'rejected');
        if (fault !== undefined) throw fault.reason;
        isSent = answers.some((answer) => answer.status === 'fulfilled' && answer.value === 'sent');
      }
    },
  };
}
