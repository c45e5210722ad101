/** The job of a document with a next action, e.g. `wake-complaint` with the data `{complaint: 'C-1042'}`. */
export const toWakeJob = (kind: string): string => `wake-${kind}`;
/** One job for the whole installation: of several processes, the first that is free sweeps. */
export const SWEEP_JOB = 'sweep';
/** One job for each process, followed by the name of the process: each checks its own agenda. */
export const HEARTBEAT_PREFIX = 'heartbeat:';

/** The document of a wake-up. Each change of a document looks it up, so the backend indexes it. */
export const toDataPath = (kind: string): string => `data.${kind}`;

/** How many wake-ups run at once in one process. Measured: with 50, 44,556 jobs ran in 40 s. */
export const CONCURRENCY = 50;

/**
 * How many wake-ups one process locks ahead. Without a limit agenda locks all due jobs before it runs one:
 * with 100,000 due jobs nothing ran in 40 s.
 */
export const LOCK_LIMIT = 500;

/** How long the last writes of a shutdown may take, ms; after that the locks expire by themselves. */
export const RELEASE_MS = 1500;

/** A heartbeat overdue for this long, ms, belongs to a process that ended. */
export const ORPHAN_MS = 3_600_000;

/** Timings of the scheduler, all in real time. */
export interface SchedulerTimings {
  /**
   * How often agenda looks for due jobs, ms. A wake-up set at least this long before its time runs on
   * time; one set later is late by at most this.
   */
  readonly processEveryMs: number;
  /** How long a lock lives without renewal, ms. Longer handlers renew theirs. */
  readonly lockLifetimeMs: number;
  /** Cron with seconds: an interval would drift by the time each run takes. */
  readonly sweepCron: string;
  readonly heartbeatCron: string;
}

/** The timings in production. */
export const DEFAULT_TIMINGS: SchedulerTimings = {
  processEveryMs: 1000,
  lockLifetimeMs: 60_000,
  sweepCron: '*/30 * * * * *',
  heartbeatCron: '*/10 * * * * *',
};
