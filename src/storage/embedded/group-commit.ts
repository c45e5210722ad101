/** For about so long one shared transaction keeps the process busy, ms; then others have their turn. */
const GROUP_BUDGET_MS = 10;

/** Options of a write. */
export interface WriteOptions {
  /**
   * It may be undone when the computer loses power before anything else is written: whoever asks for it does it
   * again then. What is written after it makes it durable. Default: false.
   */
  readonly mayBeUndone?: boolean;
}

/** Options of a transaction. */
export interface TransactionOptions {
  /** Is it synced to the disk? If not, the next one that is syncs it too. Default: true. */
  readonly isSynced?: boolean;
}

/** What {@link GroupCommit} needs of the database. */
export interface GroupParts {
  /** Runs one statement. */
  run(sql: string): unknown;
  /**
   * Runs `fn` in one transaction that is durable when this returns, unless `isSynced` is false; rolls back and
   * throws when `fn` throws.
   */
  transaction<T>(fn: () => T, options?: TransactionOptions): T;
  /** Real time that never goes back, ms. */
  readonly monotonicNow?: () => number;
}

/**
 * Lets writes that are asked for in the same turn of the event loop share one transaction, and so one sync of
 * the disk. They run in the order in which they were asked for, each in a savepoint of its own, so one that
 * throws undoes nothing of the others. When the transaction itself fails, nothing of it is written, and all
 * of its writes reject with the same error.
 */
export class GroupCommit {
  readonly #parts: GroupParts;
  readonly #queue: QueuedWrite[] = [];
  #isScheduled = false;

  constructor(parts: GroupParts) {
    this.#parts = parts;
  }

  /**
   * Queues a write, which must be synchronous. Resolves with what it returns, once that is durable, or written
   * if it may be undone.
   */
  write<T>(run: () => T, { mayBeUndone = false }: WriteOptions = {}): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const attempt = (): (() => void) => {
        const value = run();
        if (value instanceof Promise) throw new Error('A write must not wait for a promise.');
        return () => resolve(value);
      };
      this.#queue.push({ attempt, reject, mayBeUndone });
      this.#schedule();
    });
  }

  /** Writes everything that is queued, now. Throws nothing: what fails is told to whoever asked for it. */
  flush(): void {
    while (this.#queue.length > 0) this.#writeGroup();
  }

  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(() => {
      this.#isScheduled = false;
      if (this.#queue.length === 0) return;
      this.#writeGroup();
      if (this.#queue.length > 0) this.#schedule();
    });
  }

  /** Writes from the front of the queue until the time is used up, one write at least. */
  #writeGroup(): void {
    const taken: QueuedWrite[] = [];
    const outcomes: (() => void)[] = [];
    const isSynced = this.#queue.some(({ mayBeUndone }) => !mayBeUndone);
    try {
      this.#parts.transaction(() => this.#runGroup(taken, outcomes), { isSynced });
    } catch (fault) {
      // Without a single one the transaction did not even begin: that goes for all who wait.
      const failed = taken.length > 0 ? taken : this.#queue.splice(0);
      for (const { reject } of failed) reject(fault);
      return;
    }
    for (const settle of outcomes) settle();
  }

  #runGroup(taken: QueuedWrite[], outcomes: (() => void)[]): void {
    const { monotonicNow = () => performance.now() } = this.#parts;
    const until = monotonicNow() + GROUP_BUDGET_MS;
    for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) {
      taken.push(next);
      outcomes.push(this.#runAlone(next));
      if (monotonicNow() >= until) return;
    }
  }

  /** Runs one write in a savepoint. Returns what settles its promise once the transaction is durable. */
  #runAlone({ attempt, reject }: QueuedWrite): () => void {
    this.#parts.run('SAVEPOINT one_of_a_group');
    try {
      const settle = attempt();
      this.#parts.run('RELEASE one_of_a_group');
      return settle;
    } catch (fault) {
      if (!this.#undo()) throw fault;
      return () => reject(fault);
    }
  }

  /** Undoes one write. False when SQLite has rolled back the whole transaction, as after some faults. */
  #undo(): boolean {
    try {
      this.#parts.run('ROLLBACK TO one_of_a_group');
      this.#parts.run('RELEASE one_of_a_group');
      return true;
    } catch {
      return false;
    }
  }
}

interface QueuedWrite {
  readonly mayBeUndone: boolean;
  /** Runs the write and returns what resolves its promise. Throws what the write throws. */
  attempt(): () => void;
  reject(fault: unknown): void;
}
