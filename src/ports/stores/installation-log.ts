/** What a database notes of the installation that it belongs to. All times are real time, ms UTC. */
export interface InstallationRecord {
  /** Made once, with the database. */
  readonly id: string;
  /** Grows with every beat of every process. A restored database has one that was seen before. */
  readonly beat: number;
  /** When the last beat was. */
  readonly at: number;
  /** What an operator said after a restore, until a start has followed it. */
  readonly answer: RestoreAnswer | null;
}

/**
 * What becomes of messages and nudges that were waiting in a restored database, given at `at`. `quiet`: they
 * were sent before, and are not sent again. `send`: all of them are sent.
 */
export interface RestoreAnswer {
  readonly kind: 'quiet' | 'send';
  readonly at: number;
}

/** Where references go on after a restore, so that none is given twice: so many further, or at this number. */
export type ReferenceSkip = { readonly by: number } | { readonly to: number };

/**
 * Notes in the database that an installation is alive, so that a start can tell an older copy from the
 * latest one. Every write is durable when it resolves. All members throw `STORE_UNAVAILABLE`.
 */
export interface InstallationLog {
  /** Undefined in a new database, and in one that only earlier releases used. */
  read(): Promise<InstallationRecord | undefined>;
  /** Notes a new installation, unless there is one. Returns the one that is there now. */
  create(id: string, at: number): Promise<InstallationRecord>;
  /** Counts one beat. Returns the record after it. Creates none. */
  beat(at: number): Promise<InstallationRecord>;
  /**
   * Notes an answer, goes on counting beats behind `lastSeen` and every other process's, and skips
   * references. May run again after a kill: then references skip again.
   */
  answer(answer: RestoreAnswer, lastSeen: number, skip: ReferenceSkip): Promise<InstallationRecord>;
  /** Removes an answer that was followed; does nothing when another was given since. */
  clearAnswer(answer: RestoreAnswer): Promise<void>;
  /** Was anything ever recorded here? */
  hasReferences(): Promise<boolean>;
}

/** How far beats jump after a restore: more than any process can have counted since the backup. */
export const BEATS_PER_RESTORE = 1_000_000_000;
