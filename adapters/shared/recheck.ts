/** How often it is looked whether a check is due, ms. */
const TICK_MS = 1000;
/** The longest wait between two checks, ticks. Without traffic nothing else shows that the platform is back. */
const LONGEST_WAIT = 30;

/** Runs `task` every `ms` of real time until the returned function is called. */
export type Every = (ms: number, task: () => void) => () => void;

/** An interval timer that does not keep the process alive. */
export const unrefEvery: Every = (ms, task) => {
  const timer = setInterval(task, ms).unref();
  return () => clearInterval(timer);
};

export interface RecheckOptions {
  readonly every: Every;
  /** Whether something is wrong that a check may clear. */
  readonly isNeeded: () => boolean;
  /** Asks the platform. What it answers must show in `isNeeded`. */
  readonly check: () => Promise<void>;
  /** Receives each running check. */
  readonly track: (work: Promise<void>) => void;
}

/**
 * Checks while something is wrong: a second after it was first seen, then after waits that double up to
 * 30 s, so that one lost answer is cleared soon and a long outage costs little. One check runs at a time.
 * @returns a function that stops the checks
 */
export function startRechecks({ every, isNeeded, check, track }: RecheckOptions): () => void {
  let isChecking = false;
  let wait = 1;
  let passed = 0;
  return every(TICK_MS, () => {
    if (!isNeeded()) {
      wait = 1;
      passed = 0;
      return;
    }
    passed += 1;
    if (isChecking || passed < wait) return;
    wait = Math.min(2 * wait, LONGEST_WAIT);
    passed = 0;
    isChecking = true;
    track(
      check().finally(() => {
        isChecking = false;
      }),
    );
  });
}
