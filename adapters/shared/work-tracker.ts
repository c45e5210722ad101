import pTimeout from 'p-timeout';

/** Keeps track of running work, so that a stop can wait for it. */
export interface WorkTracker {
  /** Counts `work` as running until it settles. Returns `work`. */
  track<T>(work: Promise<T>): Promise<T>;
  /** Resolves with true when nothing runs any more, or with false after `ms` of real time. */
  waitUntilIdle(ms: number): Promise<boolean>;
}

/** Creates a tracker without running work. */
export function createWorkTracker(): WorkTracker {
  const running = new Set<Promise<unknown>>();
  return {
    track(work) {
      running.add(work);
      const remove = () => running.delete(work);
      work.then(remove, remove);
      return work;
    },
    waitUntilIdle(ms) {
      return pTimeout(settleAll(running), {
        milliseconds: Math.max(1, ms),
        fallback: () => false,
      });
    },
  };
}

/** Work may start more work, so this repeats until nothing is left. */
async function settleAll(running: ReadonlySet<Promise<unknown>>): Promise<boolean> {
  while (running.size > 0) await Promise.allSettled(running);
  return true;
}
