import { createAgendaScheduler } from '../../../src/jobs/agenda/scheduler.js';
import type { SchedulerTimings } from '../../../src/jobs/agenda/settings.js';
import type { Clock } from '../../../src/ports/clock.js';
import type { LogFields, Logger } from '../../../src/ports/logger.js';
import type { Scheduler, Wakeable } from '../../../src/ports/scheduler.js';
import { systemClock } from '../../support/system-clock.js';
import { type JobHarness, type JobStore, useJobStore } from '../agenda-backend/harness.js';

/** One line of the log. */
export interface LogLine {
  readonly level: string;
  readonly message: string;
  readonly fields: LogFields;
}

/** A scheduler whose target records the calls. */
export interface ObservedScheduler {
  readonly scheduler: Scheduler;
  /** The complaints that were woken, in order, with the real time in ms. */
  readonly woken: { id: string; at: number }[];
  readonly lines: LogLine[];
  sweeps: number;
  /** The ids of {@link woken}. */
  wokenIds(): string[];
  errors(): LogLine[];
  start(): Promise<void>;
}

/** Options of {@link SchedulerHarness.createObserved}. */
export interface ObservedOptions {
  readonly clock?: Clock;
  readonly timings?: Partial<SchedulerTimings>;
  readonly onWake?: Wakeable['wake'];
  readonly onSweep?: Wakeable['sweep'];
}

/** The store of the current test, and schedulers on it. */
export interface SchedulerHarness extends JobHarness {
  /** Creates a scheduler; a hook stops it after the test. */
  createObserved(options?: ObservedOptions): ObservedScheduler;
}

const QUICK_TIMINGS: SchedulerTimings = {
  processEveryMs: 40,
  lockLifetimeMs: 2000,
  sweepCron: '* * * * * *',
  heartbeatCron: '* * * * * *',
};

/** Opens a new store for each test of the suite and stops its schedulers afterwards. */
export function useSchedulers(open: () => Promise<JobStore>): SchedulerHarness {
  const made: Scheduler[] = [];
  // Registered before the hook that destroys the store, so it runs first.
  afterEach(async () => {
    await Promise.all(made.splice(0).map((each) => each.stop(500)));
  });
  const harness = useJobStore(open);
  return {
    ...harness,
    createObserved: (options = {}) => {
      const observed = observe(harness.store(), options);
      made.push(observed.scheduler);
      return observed;
    },
  };
}

function observe(store: JobStore, options: ObservedOptions): ObservedScheduler {
  const lines: LogLine[] = [];
  const woken: ObservedScheduler['woken'] = [];
  const scheduler = createAgendaScheduler({
    backend: store.backend(),
    clock: options.clock ?? systemClock,
    logger: recordingLogger(lines),
    timings: { ...QUICK_TIMINGS, ...options.timings },
  });
  const observed: ObservedScheduler = {
    scheduler,
    woken,
    lines,
    sweeps: 0,
    wokenIds: () => woken.map((each) => each.id),
    errors: () => lines.filter((line) => line.level === 'error'),
    start: () =>
      scheduler.start({
        wake: async (id) => {
          woken.push({ id, at: Date.now() });
          await options.onWake?.(id);
        },
        sweep: async () => {
          observed.sweeps++;
          await options.onSweep?.();
        },
      }),
  };
  return observed;
}

function recordingLogger(lines: LogLine[]): Logger {
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
