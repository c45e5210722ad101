import { createScheduler } from '../../../src/jobs/scheduler.js';
import type { SchedulerTimings } from '../../../src/jobs/settings.js';
import { type Clock, systemClock } from '../../../src/ports/clock.js';
import type { LogFields, Logger } from '../../../src/ports/logger.js';
import type { Scheduler, Wakeable } from '../../../src/ports/scheduler.js';
import { type JobBench, type JobStore, useJobs } from '../agenda-backend/harness.js';

export interface LogLine {
  readonly level: string;
  readonly message: string;
  readonly fields: LogFields;
}

/** A scheduler with a target that writes down what it was asked. */
export interface Watched {
  readonly scheduler: Scheduler;
  /** Complaints woken, in order, with when (real time, ms). */
  readonly woken: { id: string; at: number }[];
  readonly lines: LogLine[];
  sweeps: number;
  /** The ids woken. */
  ids(): string[];
  errors(): LogLine[];
  start(): Promise<void>;
}

export interface WatchedOptions {
  readonly clock?: Clock;
  readonly timings?: Partial<SchedulerTimings>;
  readonly onWake?: Wakeable['wake'];
  readonly onSweep?: Wakeable['sweep'];
}

export interface SchedulerBench extends JobBench {
  watched(options?: WatchedOptions): Watched;
}

const QUICK: SchedulerTimings = {
  processEveryMs: 40,
  lockLifetimeMs: 2000,
  sweepCron: '* * * * * *',
  heartbeatCron: '* * * * * *',
};

/** A new store for each test of the suite around it, and schedulers on it that are stopped afterwards. */
export function useSchedulers(open: () => Promise<JobStore>): SchedulerBench {
  const made: Scheduler[] = [];
  // Before the store is destroyed: hooks run in the order they are registered.
  afterEach(async () => {
    await Promise.all(made.splice(0).map((each) => each.stop(500)));
  });
  const bench = useJobs(open);
  return {
    ...bench,
    watched: (options = {}) => {
      const watched = watch(bench.store(), options);
      made.push(watched.scheduler);
      return watched;
    },
  };
}

function watch(store: JobStore, options: WatchedOptions): Watched {
  const lines: LogLine[] = [];
  const woken: Watched['woken'] = [];
  const scheduler = createScheduler({
    backend: store.backend(),
    clock: options.clock ?? systemClock,
    logger: recorder(lines),
    timings: { ...QUICK, ...options.timings },
  });
  const watched: Watched = {
    scheduler,
    woken,
    lines,
    sweeps: 0,
    ids: () => woken.map((each) => each.id),
    errors: () => lines.filter((line) => line.level === 'error'),
    start: () =>
      scheduler.start({
        wake: async (id) => {
          woken.push({ id, at: Date.now() });
          await options.onWake?.(id);
        },
        sweep: async () => {
          watched.sweeps++;
          await options.onSweep?.();
        },
      }),
  };
  return watched;
}

function recorder(lines: LogLine[]): Logger {
  const write = (level: string) => (fields: LogFields, message: string) => {
    lines.push({ level, message, fields });
  };
  return {
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
  };
}
