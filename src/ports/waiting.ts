import { setTimeout as pauseFor } from 'node:timers/promises';

/** How time passes for somebody who waits: really, or as a test wants it. */
export interface Waiting {
  /** A monotonic time, ms: a clock that is set does not change it. */
  now(): number;
  /** Resolves after `ms`. */
  pause(ms: number): Promise<void>;
}

/** Real time. */
export const realWaiting: Waiting = {
  now: () => performance.now(),
  pause: (ms) => pauseFor(ms),
};

/** The first pause, ms; each of the next ones is twice as long. */
const FIRST_PAUSE_MS = 10;
/** The longest pause, ms: what is waited for is seen soon after it is there. */
const LONGEST_PAUSE_MS = 160;

/**
 * The pauses between tries: 10, 20, 40 … ms, within a time that begins now. On MongoDB a read that
 * decides may be older than what this process has just lost a race to, and it is worth asking again.
 */
export class Pauses {
  readonly #waiting: Waiting;
  readonly #deadline: number;
  #next = FIRST_PAUSE_MS;

  /** @param limitMs how long the tries may take together, ms */
  constructor(limitMs: number, waiting: Waiting = realWaiting) {
    this.#waiting = waiting;
    this.#deadline = waiting.now() + limitMs;
  }

  /** The time that is left, ms; never below 0. */
  get leftMs(): number {
    return Math.max(0, this.#deadline - this.#waiting.now());
  }

  /** Waits, and returns true. False at once when the time is up. */
  async pause(): Promise<boolean> {
    const left = this.leftMs;
    if (left === 0) return false;
    await this.#waiting.pause(Math.min(this.#next, left));
    this.#next = Math.min(2 * this.#next, LONGEST_PAUSE_MS);
    return true;
  }
}
