/** One Web API call; never what was said in it. */
export interface JournalEntry {
  /** Unix ms. */
  at: number;
  method: string;
  /** HTTP status; 0 when the connection was broken on purpose. */
  status: number;
  /** Slack's error name. */
  error?: string;
  /** How long it took. */
  ms: number;
}

/** Calls remembered. */
const KEPT = 1000;

/** Remembers the last 1,000 calls. */
export function makeJournal() {
  const entries: JournalEntry[] = [];
  return {
    add: (entry: JournalEntry) => {
      entries.push(entry);
      if (entries.length > KEPT) entries.shift();
    },
    all: (): JournalEntry[] => [...entries],
  };
}
