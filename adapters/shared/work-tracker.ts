import pTimeout from 'p-timeout';

/** The work that is under way; an ordered stop waits for it. */
export interface WorkTracker {
  /** Counts a piece of work until it has ended, however it ends. */
  track<T>(work: Promise<T>): Promise<T>;
  /** Resolves when nothing is under way any more, or when `ms` of real time are over; true if all ended. */
  waitUntilIdle(ms: number): Promise<boolean>;
}

export function createWorkTracker(): WorkTracker {
  const under = new Set<Promise<unknown>>();
  return {
    track(work) {
      under.add(work);
      const done = () => under.delete(work);
      work.then(done, done);
      return work;
    },
    waitUntilIdle(ms) {
      return pTimeout(allEnded(under), { milliseconds: Math.max(1, ms), fallback: () => false });
    },
  };
}

/** Work may start other work, so it is looked at again until nothing is left. */
async function allEnded(under: ReadonlySet<Promise<unknown>>): Promise<boolean> {
  while (under.size > 0) await Promise.allSettled(under);
  return true;
}
