/** Number of calls kept. */
const KEPT = 1000;

/** The last 1,000 calls, oldest first. */
export interface Journal<Entry> {
  add(entry: Entry): void;
  all(): Entry[];
  clear(): void;
}

/** Creates an empty journal. */
export function createJournal<Entry>(): Journal<Entry> {
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
