import type { ComplaintId } from '../domain/complaint/facts.js';

/** What the scheduler calls. Calls may be late or repeated: the store decides what is due. */
export interface Wakeable {
  /** Does this complaint's next action, if it is due. */
  wake(id: ComplaintId): Promise<void>;
  /** Finds due work that no wake-up handled; called every 30 s. */
  sweep(): Promise<void>;
}

/** Wakes the bot at given times. A lost, repeated or late wake-up is harmless: the sweep finds what is due. */
export interface Scheduler {
  /** Starts to run jobs. */
  start(target: Wakeable): Promise<void>;
  /**
   * Sets the one wake-up of a complaint to `at` (business time, ms UTC), in place of an earlier one;
   * null removes it. Best effort: a failure is logged, and the sweep finds the work.
   */
  schedule(id: ComplaintId, at: number | null): Promise<void>;
  /** Real time (ms UTC) of the start, later of the last heartbeat job; null before the start. `/readyz` checks it. */
  lastHeartbeatAt(): number | null;
  /** Starts no new job, waits for running ones (at most `graceMs` of real time), unlocks jobs that are still locked. */
  stop(graceMs: number): Promise<void>;
}
