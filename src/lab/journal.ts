/** How many entries the journal keeps. */
const MAX_ENTRIES = 500;

/** Something that happened in the bot, for the playground's page; never the content of a message. */
export interface JournalEntry {
  /** Real time, ms UTC. */
  readonly at: number;
  readonly kind: 'request' | 'delivery' | 'job';
  readonly what: string;
  readonly outcome: string;
  readonly ms: number;
}

/** The last 500 requests, deliveries and jobs; in memory only. */
export interface Journal {
  /** Adds an entry; the oldest one goes when there are more than 500. */
  record(entry: JournalEntry): void;
  /** Runs `work`, records its outcome and duration (ms), and returns its result or throws its error. */
  recordTimed<T>(
    kind: JournalEntry['kind'],
    what: string,
    work: () => Promise<T>,
    outcome: (result: T) => string,
  ): Promise<T>;
  /** All entries, oldest first. */
  entries(): readonly JournalEntry[];
}

/** Creates an empty journal. `realNow`: real time, ms UTC. */
export function createJournal(realNow: () => number = Date.now): Journal {
  const entries: JournalEntry[] = [];
  const note = (entry: JournalEntry): void => {
    entries.push(entry);
    if (entries.length > MAX_ENTRIES) entries.shift();
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
    entries: () => [...entries],
  };
}
