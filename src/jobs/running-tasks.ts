import type { Job } from 'agenda';

/** The scheduled work of this process, so that a shutdown can wait for it and hand over the rest. */
export class RunningTasks {
  readonly #tasks = new Set<Promise<void>>();
  readonly #jobs = new Set<Job>();
  readonly #touchEveryMs: number;

  /** Renews a lock three times in its lifetime (ms), so that one lost renewal does not lose the lock. */
  constructor(lockLifetimeMs: number) {
    this.#touchEveryMs = lockLifetimeMs / 3;
  }

  /** The number of handlers that have not returned. */
  get size(): number {
    return this.#tasks.size;
  }

  /** The jobs whose handlers have not returned. */
  get jobs(): readonly Job[] {
    return [...this.#jobs];
  }

  /** Runs a handler. */
  async run(work: () => Promise<void>): Promise<void> {
    const task = work();
    this.#tasks.add(task);
    try {
      await task;
    } finally {
      this.#tasks.delete(task);
    }
  }

  /**
   * Runs a job's handler and renews its lock meanwhile. Without that, agenda abandons a handler that takes
   * longer than the lock's lifetime, and another process runs it at the same time.
   */
  async runJob(job: Job, work: () => Promise<void>): Promise<void> {
    let touched: Promise<void> = Promise.resolve();
    const timer = setInterval(() => {
      // A wake-up that was replaced while it runs is no longer in the store: nothing to renew.
      touched = job.touch().catch(() => clearInterval(timer));
    }, this.#touchEveryMs);
    timer.unref();
    this.#jobs.add(job);
    try {
      await this.run(work);
    } finally {
      clearInterval(timer);
      // A pending renewal must not arrive after agenda has unlocked the job.
      await touched;
      this.#jobs.delete(job);
    }
  }

  /** Resolves when nothing runs. Waits also for what starts meanwhile. */
  async idle(): Promise<void> {
    while (this.#tasks.size > 0) await Promise.allSettled(this.#tasks);
  }
}

/**
 * Serialises work by key and keeps only the latest value: calls for one key never overlap, and a waiting
 * value is skipped when a newer one arrives. Each call resolves when its value, or a newer one, is done.
 * `work` must not reject.
 */
export function latestOnly<V>(
  work: (key: string, value: V) => Promise<void>,
): (key: string, value: V) => Promise<void> {
  const waiting = new Map<string, { readonly value: V }>();
  const active = new Map<string, Promise<void>>();

  const drain = async (key: string): Promise<void> => {
    for (let next = waiting.get(key); next !== undefined; next = waiting.get(key)) {
      waiting.delete(key);
      await work(key, next.value);
    }
    active.delete(key);
  };

  return (key, value) => {
    waiting.set(key, { value });
    const running = active.get(key);
    if (running !== undefined) return running;
    const started = drain(key);
    active.set(key, started);
    return started;
  };
}
