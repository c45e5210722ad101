import PQueue from 'p-queue';
import pTimeout from 'p-timeout';
import {
  type DocumentKey,
  type DocumentKind,
  type DocumentRef,
  toDocumentKey,
} from '../domain/document/document-ref.js';
import { RedressError } from '../errors.js';
import type { Clock } from '../ports/clock.js';
import type { Logger } from '../ports/logger.js';
import type { Scheduler, Wakeable } from '../ports/scheduler.js';
import type { UpcomingAction } from '../ports/stores/document-store.js';
import { createFaultLog, createSchedulerError, type FaultLog } from './fault-log.js';
import { type RealTime, realTime } from './real-time.js';

/** How many wake-ups run at once. */
const CONCURRENCY = 50;
/** The longest wait between two rounds, ms: nothing is later than this, whatever happened to the clocks. */
const LONGEST_WAIT_MS = 1000;
const SWEEP_EVERY_MS = 30_000;
/** The most rows that one query of the embedded file reads. */
const MOST_ROWS = 2000;

/** The store of a kind, as far as the scheduler asks it: what is due next. */
export interface UpcomingSource {
  upcoming(limit: number): Promise<readonly UpcomingAction[]>;
}

/** Options of {@link createTimerScheduler}. */
export interface TimerSchedulerOptions<K extends string = DocumentKind> {
  /** The stores that say what is due next. */
  readonly stores: Readonly<Record<K, UpcomingSource>>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** The system's time and timers; tests pass their own. */
  readonly time?: RealTime;
}

/**
 * Creates the scheduler of the embedded file, which one process has to itself: one timer over the store's
 * next due time. It stores nothing and remembers no times: each round asks the store what is due, so a
 * restart, a lost call of `schedule` or a moved clock needs no repair. `schedule` only makes the next
 * round come in time. A round comes at least every second, sweeps every 30 s, and counts as a heartbeat
 * when the store answered.
 */
export function createTimerScheduler<K extends string = DocumentKind>(
  options: TimerSchedulerOptions<K>,
): Scheduler<K> {
  return new TimerScheduler<K>(options);
}

/** A document's next action. `at`: business time, ms UTC. */
interface NextAction<K extends string> {
  readonly document: DocumentRef<K>;
  readonly at: number;
}

class TimerScheduler<K extends string> implements Scheduler<K> {
  readonly #options: TimerSchedulerOptions<K>;
  readonly #time: RealTime;
  readonly #logFault: FaultLog;
  readonly #queue = new PQueue({ concurrency: CONCURRENCY });
  /**
   * What was due at the last round, with its due time. It is woken once for each due time: a wake-up that
   * failed leaves its document due, and the sweep retries it.
   */
  #handed: ReadonlyMap<DocumentKey, number> = new Map();
  #timer: { readonly at: number; cancel(): void } | undefined;
  #target: Wakeable<K> | undefined;
  #sweeping: Promise<void> | undefined;
  #lastSweep: number | null = null;
  #lastBeat: number | null = null;
  #stopped: Promise<void> | undefined;

  constructor(options: TimerSchedulerOptions<K>) {
    this.#options = options;
    this.#time = options.time ?? realTime;
    this.#logFault = createFaultLog(options.logger, () => this.#time.now());
  }

  async start(target: Wakeable<K>): Promise<void> {
    if (this.#target !== undefined) {
      throw new RedressError('SCHEDULER', 'The scheduler was started twice: start it once.');
    }
    this.#target = target;
    try {
      await this.#findUpcoming(1);
    } catch (error) {
      this.#target = undefined;
      throw createSchedulerError('The scheduler could not start.', error);
    }
    await this.#runRound();
  }

  async schedule(document: DocumentRef<K>, at: number | null): Promise<void> {
    if (at === null) return;
    const time = this.#options.clock.toRealTime(at);
    if (Number.isFinite(time)) return this.#setTimer(time);
    const cause = new Error(`Not a valid time: ${at}.`);
    this.#logFault('wake-up not scheduled, the sweep will find it', cause, {
      [document.kind]: document.id,
    });
  }

  lastHeartbeatAt(): number | null {
    return this.#lastBeat;
  }

  /** Nothing is planned here: a round comes every second of the timers, which do not follow the clock. */
  planAnew(): Promise<void> {
    return Promise.resolve();
  }

  stop(graceMs: number): Promise<void> {
    this.#stopped ??= this.#stop(graceMs);
    return this.#stopped;
  }

  /** Hands over what is due, sweeps when it is time, and sets the timer. Never rejects. */
  async #runRound(): Promise<void> {
    let next = Number.POSITIVE_INFINITY;
    try {
      next = await this.#wakeDue();
      this.#lastBeat = this.#time.now();
    } catch (cause) {
      this.#logFault('due documents not read, the next round will retry', cause);
    }
    if (this.#stopped !== undefined) return;
    if (this.#isSweepDue()) this.#startSweep();
    this.#setTimer(next);
  }

  /** Queues a wake-up for each document that became due. Returns the real time of the next one, if it is known. */
  async #wakeDue(): Promise<number> {
    const limit = Math.min(this.#handed.size + CONCURRENCY, MOST_ROWS);
    const upcoming = await this.#findUpcoming(limit);
    if (this.#stopped !== undefined) return Number.POSITIVE_INFINITY;
    const now = this.#options.clock.now();
    const due = upcoming.filter(({ at }) => at <= now);
    const fresh = due.filter(
      ({ document, at }) => this.#handed.get(toDocumentKey(document)) !== at,
    );
    this.#handed = new Map(due.map(({ document, at }) => [toDocumentKey(document), at]));
    for (const { document } of fresh) void this.#queue.add(() => this.#wake(document));
    // There may be more, which the next round takes: it comes when no wake-up waits for its turn.
    if (due.length === limit && fresh.length > 0)
      void this.#queue.onEmpty().then(() => this.#setTimer(0));
    const next = upcoming[due.length];
    return next === undefined ? Number.POSITIVE_INFINITY : this.#options.clock.toRealTime(next.at);
  }

  /** The next actions of all kinds, the earliest first, at most `limit`. */
  async #findUpcoming(limit: number): Promise<readonly NextAction<K>[]> {
    const { stores } = this.#options;
    const found = await Promise.all(
      (Object.keys(stores) as K[]).map(async (kind) =>
        (await stores[kind].upcoming(limit)).map(({ id, at }) => ({ document: { kind, id }, at })),
      ),
    );
    return found
      .flat()
      .sort((one, other) => one.at - other.at)
      .slice(0, limit);
  }

  async #wake(document: DocumentRef<K>): Promise<void> {
    try {
      await this.#target?.wake(document);
    } catch (cause) {
      const fields = { [document.kind]: document.id };
      this.#logFault('wake-up failed, the sweep will retry', cause, fields);
    }
  }

  #isSweepDue(): boolean {
    if (this.#sweeping !== undefined) return false;
    if (this.#lastSweep === null) return true;
    const age = this.#time.now() - this.#lastSweep;
    // A negative age: the system's clock was set back.
    return age < 0 || age >= SWEEP_EVERY_MS;
  }

  #startSweep(): void {
    this.#lastSweep = this.#time.now();
    this.#sweeping = this.#sweep().finally(() => {
      this.#sweeping = undefined;
    });
  }

  async #sweep(): Promise<void> {
    try {
      await this.#target?.sweep();
    } catch (cause) {
      this.#logFault('sweep failed, the next one will retry', cause);
    }
  }

  /** Lets the next round come at `at` (real time), unless one comes sooner. The wait is bounded, so no timer overflows. */
  #setTimer(at: number): void {
    if (this.#target === undefined || this.#stopped !== undefined) return;
    const now = this.#time.now();
    const wait = Math.min(Math.max(0, at - now), LONGEST_WAIT_MS);
    if (this.#timer !== undefined && this.#timer.at <= now + wait) return;
    this.#timer?.cancel();
    const cancel = this.#time.runAfter(wait, () => {
      this.#timer = undefined;
      void this.#runRound();
    });
    this.#timer = { at: now + wait, cancel };
  }

  async #stop(graceMs: number): Promise<void> {
    this.#timer?.cancel();
    this.#queue.clear();
    const ended = Promise.all([this.#queue.onIdle(), this.#sweeping]).then(() => true);
    const milliseconds = Math.max(1, graceMs);
    if (await pTimeout(ended, { milliseconds, fallback: () => false })) return;
    const running = this.#queue.pending + (this.#sweeping === undefined ? 0 : 1);
    this.#options.logger.warn({ running }, 'scheduled work not finished at shutdown, handed over');
  }
}
