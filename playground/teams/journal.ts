import type { Operation } from './faults.js';

/** One call of the Bot Connector; never what was said in it. */
export interface JournalEntry {
  /** Unix ms. */
  at: number;
  operation: Operation;
  /** Conversation or team id the call names; empty when it names none. */
  target: string;
  /** HTTP status; 0 when the connection was broken on purpose. */
  status: number;
  /** Microsoft's error code. */
  error?: string;
  /** What is wrong with a card or message that was refused, each with its JSON pointer. */
  reasons?: readonly string[];
  /** How long it took. */
  ms: number;
}
