/** A measurement that is repeated until it is stopped. */
export interface Watch {
  /** Starts no more. Resolves with the times of all, ms. */
  stop(): Promise<readonly number[]>;
}

/** What takes longer, or fails, counts as this, ms. */
const LONGEST_MS = 10_000;

/**
 * Measures every so many ms, whether or not the one before has ended: else a process that blocks for long
 * would be asked only once meanwhile, and its percentiles would look well.
 */
export function watchEvery(ms: number, measure: () => Promise<number>): Watch {
  const started: Promise<number>[] = [];
  const timer = setInterval(() => started.push(measureAtMost(measure)), ms);
  return {
    async stop() {
      clearInterval(timer);
      return Promise.all(started);
    },
  };
}

async function measureAtMost(measure: () => Promise<number>): Promise<number> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<number>((resolve) => {
    timer = setTimeout(() => resolve(LONGEST_MS), LONGEST_MS);
  });
  // A refused connection is no quick answer.
  const measured = measure().catch(() => LONGEST_MS);
  return Promise.race([measured, late]).finally(() => clearTimeout(timer));
}

/** Time until the bot answers `/healthz`, ms. */
export async function timeHealth(port: number): Promise<number> {
  const started = performance.now();
  const answer = await fetch(`http://127.0.0.1:${port}/healthz`);
  await answer.arrayBuffer();
  return performance.now() - started;
}
