/**
 * A configuration that planned complaints. Each configuration that differs from the one before it is the
 * next generation, also one that was there earlier.
 */
export interface Generation {
  /** From 1 on. */
  readonly number: number;
  /** Identifies what plans complaints in it, see `hashConfiguration`. */
  readonly hash: string;
}

/** Remembers which configuration came last, for all processes. All methods may throw `STORE_UNAVAILABLE`. */
export interface GenerationStore {
  /** The newest generation; undefined before the first. */
  findNewest(): Promise<Generation | undefined>;
  /**
   * Returns the newest generation if it has this hash, else makes the next one with it. Atomic: of
   * several processes that start at once with the same hash, one makes it.
   */
  begin(hash: string): Promise<Generation>;
}
