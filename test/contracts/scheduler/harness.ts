import type { DocumentKind, DocumentRef } from '../../../src/domain/document/document-ref.js';
import type { Clock } from '../../../src/ports/clock.js';
import type { LogFields, Logger } from '../../../src/ports/logger.js';
import type { Scheduler, Wakeable } from '../../../src/ports/scheduler.js';

/** The kinds of documents that the suite wakes: those that exist, and a made-up one. */
export type TestKind = DocumentKind | 'memo';
export const TEST_KINDS: readonly TestKind[] = ['complaint', 'memo'];

/** A document of the suite; an id alone is a complaint's. */
export type TestDocument = string | DocumentRef<TestKind>;

/** Returns the reference of a document. */
export function toTestRef(document: TestDocument): DocumentRef<TestKind> {
  return typeof document === 'string' ? { kind: 'complaint', id: document } : document;
}

/** What a scheduler gets from the suite. */
export interface SchedulerParts {
  readonly clock: Clock;
  readonly logger: Logger;
}

/** A store with schedulers on it, and the time they live in: real, or simulated. */
export interface SchedulerPlace {
  /** Creates the scheduler of another process on this store. */
  create(parts: SchedulerParts): Scheduler<TestKind>;
  /** Stores when a document's next action is due, as a commit does. */
  store(document: DocumentRef<TestKind>, at: number | null): Promise<void>;
  /** The time between two sweeps, ms. */
  readonly sweepEveryMs: number;
  /** Now, ms UTC. */
  now(): number;
  /** Lets time pass. */
  pause(ms: number): Promise<void>;
  /** Closes the store's connection or file: later calls get errors. */
  disconnect(): Promise<void>;
  /** Closes the store and removes its data. */
  destroy(): Promise<void>;
}

/** One line of the log. */
export interface LogLine {
  readonly level: string;
  readonly message: string;
  readonly fields: LogFields;
}

/** A scheduler whose target records the calls. */
export interface ObservedScheduler {
  readonly scheduler: Scheduler<TestKind>;
  /** The documents that were woken, in order, with the time in ms. */
  readonly woken: { kind: TestKind; id: string; at: number }[];
  readonly lines: LogLine[];
  sweeps: number;
  /** The ids of {@link woken}. */
  wokenIds(): string[];
  errors(): LogLine[];
  start(): Promise<void>;
  /** Stores when a document is due and tells the scheduler, as the bot does after a commit. */
  plan(document: TestDocument, at: number | null): Promise<void>;
}

/** Options of {@link SchedulerHarness.createObserved}. */
export interface ObservedOptions {
  /** How far business time is ahead, ms. */
  readonly aheadMs?: number;
  readonly onWake?: (id: string) => Promise<void>;
  readonly onSweep?: Wakeable['sweep'];
}

/** The place of the current test, and schedulers in it. */
export interface SchedulerHarness<P extends SchedulerPlace = SchedulerPlace> {
  place(): P;
  /** Creates a scheduler; a hook stops it after the test. */
  createObserved(options?: ObservedOptions): ObservedScheduler;
  now(): number;
  pause(ms: number): Promise<void>;
  /** Lets time pass until the condition is true; throws after `deadlineMs`. */
  until(condition: () => boolean, deadlineMs?: number): Promise<void>;
}

/** Opens a new place for each test of the suite, and stops its schedulers afterwards. */
export function useSchedulers<P extends SchedulerPlace>(
  open: () => Promise<P>,
): SchedulerHarness<P> {
  const made: Scheduler<TestKind>[] = [];
  let current: P | undefined;
  beforeEach(async () => {
    current = await open();
  });
  afterEach(async () => {
    await Promise.all(made.splice(0).map((each) => each.stop(500)));
    await current?.destroy();
    current = undefined;
  });
  const place = (): P => {
    if (current === undefined) throw new Error('The place is open during a test only.');
    return current;
  };
  return {
    place,
    createObserved: (options = {}) => {
      const observed = observe(place(), options);
      made.push(observed.scheduler);
      return observed;
    },
    now: () => place().now(),
    pause: (ms) => place().pause(ms),
    until: async (condition, deadlineMs = 10_000) => {
      const end = place().now() + deadlineMs;
      while (!condition()) {
        if (place().now() > end) throw new Error(`condition not true after ${deadlineMs} ms`);
        await place().pause(10);
      }
    },
  };
}

/** A promise with the function that resolves it. */
export function createGate(): { readonly opened: Promise<void>; open(): void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

function observe(place: SchedulerPlace, options: ObservedOptions): ObservedScheduler {
  const { aheadMs = 0, onWake, onSweep } = options;
  const clock = { now: () => place.now() + aheadMs, toRealTime: (at: number) => at - aheadMs };
  const lines: LogLine[] = [];
  const woken: ObservedScheduler['woken'] = [];
  const scheduler = place.create({ clock, logger: recordingLogger(lines) });
  const observed: ObservedScheduler = {
    scheduler,
    woken,
    lines,
    sweeps: 0,
    wokenIds: () => woken.map((each) => each.id),
    errors: () => lines.filter((line) => line.level === 'error'),
    start: () =>
      scheduler.start({
        wake: async ({ kind, id }) => {
          woken.push({ kind, id, at: place.now() });
          await onWake?.(id);
        },
        sweep: async () => {
          observed.sweeps++;
          await onSweep?.();
        },
      }),
    plan: async (document, at) => {
      const ref = toTestRef(document);
      await place.store(ref, at);
      await scheduler.schedule(ref, at);
    },
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
