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

/** Calls remembered. */
const KEPT = 1000;

/** The last 1,000 calls. */
export interface Journal {
  add(entry: JournalEntry): void;
  all(): JournalEntry[];
}

/** Remembers the last 1,000 calls. */
export function makeJournal(): Journal {
  const entries: JournalEntry[] = [];
  return {
    add: (entry) => {
      entries.push(entry);
      if (entries.length > KEPT) entries.shift();
    },
    all: () => [...entries],
  };
}
