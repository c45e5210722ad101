/** The work that is under way; whoever stops waits for it. */
export interface Running {
  /** Counts a piece of work until it has ended, however it ends. */
  track<T>(work: Promise<T>): Promise<T>;
  /** Resolves when nothing is under way any more, or when `ms` of real time are over; true if all ended. */
  idle(ms: number): Promise<boolean>;
}

export function createRunning(): Running {
  const under = new Set<Promise<unknown>>();
  return {
    track(work) {
      under.add(work);
      const done = () => under.delete(work);
      work.then(done, done);
      return work;
    },
    async idle(ms) {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<boolean>((resolve) => {
        timer = setTimeout(() => resolve(false), ms);
      });
      const ended = await Promise.race([allEnded(under), late]);
      clearTimeout(timer);
      return ended;
    },
  };
}

/** Work may start other work, so it is looked at again until nothing is left. */
async function allEnded(under: ReadonlySet<Promise<unknown>>): Promise<boolean> {
  while (under.size > 0) await Promise.allSettled(under);
  return true;
}
