import type { DocumentKey } from '../../../domain/document/document-ref.js';

/** A message that waits for its turn. */
export interface QueuedMessage {
  /** Names the message. One that waits or is being sent is not queued a second time. */
  readonly key: string;
  /** What it belongs to: its document's key. */
  readonly document: DocumentKey;
  /** The queue it waits in, see `Turn`. */
  readonly queue: string;
  /** Does it change a message that is there? */
  readonly isUpdate: boolean;
  /** Is it a reminder? What people did goes first where queues compete for a place. */
  readonly isNudge: boolean;
  /** When it was made, real time, ms UTC: the oldest goes first. */
  readonly createdAt: number;
  /** How long the platform's limits make it wait, ms. */
  readonly waitMs: () => number;
  /** Sends it. Called once, when its turn has come. False when there was nothing to send any more. */
  readonly send: () => Promise<boolean>;
  /** Called after its turn, with what `send` returned or threw, if `TurnQueues.add` had answered `waiting`. */
  readonly afterWait: (result: SendResult) => void;
}

/** A message whose place is kept while it is away. */
export type HeldMessage = Pick<
  QueuedMessage,
  'key' | 'document' | 'queue' | 'isUpdate' | 'createdAt'
>;

/**
 * - `sent`: it had its turn
 * - `gone`: it had its turn, and there was nothing to send any more
 * - `waiting`: the platform's limits do not let it go now; it goes by itself later
 */
export type QueueAnswer = 'sent' | 'gone' | 'waiting';

/** What `send` of a message returned or threw. */
export type SendResult = { readonly isSent: boolean } | { readonly thrown: unknown };
