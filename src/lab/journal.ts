/** How many entries are kept. */
const MAX_ENTRIES = 500;

/** What happened in the bot, for the playground's page: which, never what was said. */
export interface JournalEntry {
  /** Real time, ms UTC. */
  readonly at: number;
  readonly kind: 'request' | 'delivery' | 'job';
  readonly what: string;
  readonly outcome: string;
  readonly ms: number;
}

/** The last 500 things that came in, went out or ran; in memory only. */
export interface Journal {
  record(entry: JournalEntry): void;
  /** Does the work, notes how it ended and how long it took, and passes its result or fault on. */
  recordTimed<T>(
    kind: JournalEntry['kind'],
    what: string,
    work: () => Promise<T>,
    outcome: (result: T) => string,
  ): Promise<T>;
  /** Oldest first. */
  entries(): readonly JournalEntry[];
}

/** An empty journal. `realNow`: real time, ms UTC. */
export function createJournal(realNow: () => number = Date.now): Journal {
  const kept: JournalEntry[] = [];
  const note = (entry: JournalEntry): void => {
    kept.push(entry);
    if (kept.length > MAX_ENTRIES) kept.shift();
  };
  return {
    record: note,
    async recordTimed(kind, what, work, outcome) {
      const at = realNow();
      let ended = 'failed';
      try {
        const result = await work();
        ended = outcome(result);
        return result;
      } finally {
        note({ at, kind, what, outcome: ended, ms: realNow() - at });
      }
    },
    entries: () => [...kept],
  };
}
