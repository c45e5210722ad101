/** Calls remembered. */
const KEPT = 1000;

/** The last 1,000 calls, oldest first. */
export interface Journal<Entry> {
  add(entry: Entry): void;
  all(): Entry[];
  /** Forgets them all. */
  clear(): void;
}

/** Remembers the last 1,000 calls. */
export function makeJournal<Entry>(): Journal<Entry> {
  const entries: Entry[] = [];
  return {
    add: (entry) => {
      entries.push(entry);
      if (entries.length > KEPT) entries.shift();
    },
    all: () => [...entries],
    clear: () => {
      entries.length = 0;
    },
  };
}
