import type { ComplaintId } from '../domain/complaint/complaint.js';

/** What the scheduler wakes. Each may be called twice or late: the store decides what is due. */
export interface Wakeable {
  /** The time of this complaint's next action has come. */
  wake(id: ComplaintId): Promise<void>;
  /** Every 30 s: find what nobody woke for. */
  sweep(): Promise<void>;
}

/** Only wakes us. Losing, doubling or delaying a wake-up is harmless: the sweep finds what is due. */
export interface Scheduler {
  /** Starts to run jobs. */
  start(target: Wakeable): Promise<void>;
  /**
   * One wake-up for a complaint at `at` (business time, ms UTC), replacing an earlier one; null
   * removes it. Best effort: a failure is logged and left to the sweep.
   */
  schedule(id: ComplaintId, at: number | null): Promise<void>;
  /** Real time (ms UTC) of the start, then of the last heartbeat job that ran; null before. `/readyz` watches it. */
  lastHeartbeatAt(): number | null;
  /** Takes no new job, waits for those running (bounded by `graceMs`), unlocks what is still locked. */
  stop(graceMs: number): Promise<void>;
}
