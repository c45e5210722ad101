/** One for each complaint that has a next action; its data is `{complaint: ComplaintId}`. */
export const WAKE_JOB = 'wake-complaint';
/** One for the whole install: with several processes, whichever is free first sweeps. */
export const SWEEP_JOB = 'sweep';
/** One for each process, followed by the process's own name: each watches its own agenda. */
export const HEARTBEAT_PREFIX = 'heartbeat:';

/** Where a wake-up says whose it is. Looked up at each change of a complaint, so both backends index it. */
export const COMPLAINT_PATH = 'data.complaint';

/** How many wake-ups run at once in one process. Measured: with 50, 44,556 jobs ran in 40 s. */
export const CONCURRENCY = 50;

/**
 * How many wake-ups one process locks ahead. Without a limit agenda locks everything that is due before it
 * runs anything: with 100,000 due jobs nothing ran in 40 s.
 */
export const LOCK_LIMIT = 500;

/** How long the last writes of a shutdown may take, ms; after that locks are left to run out. */
export const RELEASE_MS = 1500;

/** Heartbeats not due for this long, ms, belong to a process that is gone. */
export const ORPHAN_MS = 3_600_000;

/** All in real time. */
export interface SchedulerTimings {
  /**
   * How often agenda looks for due jobs, ms. A wake-up set earlier than that before its time runs on time;
   * one set later is late by this much at most.
   */
  readonly processEveryMs: number;
  /** After how long without a sign of life a lock is taken over, ms. Longer handlers keep theirs alive. */
  readonly lockLifetimeMs: number;
  /** Cron with seconds: an interval would drift by the time each run takes. */
  readonly sweepCron: string;
  readonly heartbeatCron: string;
}

export const DEFAULT_TIMINGS: SchedulerTimings = {
  processEveryMs: 1000,
  lockLifetimeMs: 60_000,
  sweepCron: '*/30 * * * * *',
  heartbeatCron: '*/10 * * * * *',
};
