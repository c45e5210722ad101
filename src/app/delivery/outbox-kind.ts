import type { LivingDocument } from '../../domain/document/document.js';
import type { Turn } from '../../ports/channel.js';
import type { DocumentStore } from '../../ports/stores/document-store.js';
import type { AttemptOutcome } from './attempt.js';

/** One item of a document's outbox. */
export type ItemOf<D extends LivingDocument> = D['outbox'][number];

/** One kind of documents, and how what they have to deliver is sent. */
export interface OutboxKind<D extends LivingDocument> {
  /** The kind's name in logs. */
  readonly kind: string;
  readonly store: DocumentStore<D>;
  /** Where an item waits for its turn; null when it need not wait. */
  findTurn(document: D, item: ItemOf<D>): Promise<Turn | null>;
  /** Sends one claimed item of a document that was loaded after the claim. */
  send(document: D, item: ItemOf<D>): Promise<AttemptOutcome>;
  /** Reports an item that failed permanently, and removes it. */
  reportFailure(id: string, item: ItemOf<D>): Promise<void>;
  /** Called after an item was sent and removed, with the document as it was before. May be lost in a crash. */
  afterSent(document: D, item: ItemOf<D>): Promise<void>;
}
