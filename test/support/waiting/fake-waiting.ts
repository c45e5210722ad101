import type { Waiting } from '../../../src/ports/waiting.js';

/** A wait that is over at once, and what was waited for. */
export interface FakeWaiting extends Waiting {
  /** Every pause so far, ms. */
  readonly pauses: readonly number[];
  /** Lets time pass without a pause, ms. */
  advance(ms: number): void;
}

/** Creates a time that only pauses move. `onPause` runs in each of them. */
export function createFakeWaiting(
  onPause: (pausedMs: number) => Promise<void> = async () => undefined,
): FakeWaiting {
  const pauses: number[] = [];
  let now = 0;
  return {
    pauses,
    now: () => now,
    advance: (ms) => {
      now += ms;
    },
    pause: async (ms) => {
      pauses.push(ms);
      now += ms;
      await onPause(ms);
    },
  };
}
