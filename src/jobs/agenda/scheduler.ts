import { randomUUID } from 'node:crypto';
import { Agenda, type Job } from 'agenda';
import pTimeout from 'p-timeout';
import {
  type DocumentKind,
  type DocumentRef,
  toDocumentKey,
} from '../../domain/document/document-ref.js';
import { RedressError } from '../../errors.js';
import type { Clock } from '../../ports/clock.js';
import type { Logger } from '../../ports/logger.js';
import type { Scheduler, Wakeable } from '../../ports/scheduler.js';
import { createFaultLog, createSchedulerError, type FaultLog } from '../fault-log.js';
import type { JobBackend } from './mongo-backend.js';
import {
  CONCURRENCY,
  DEFAULT_TIMINGS,
  HEARTBEAT_PREFIX,
  LOCK_LIMIT,
  RELEASE_MS,
  type SchedulerTimings,
  SWEEP_JOB,
  toDataPath,
  toWakeJob,
} from './settings.js';
import { JobGone, latestOnly, RunningTasks, TrackedRepository } from './tracked-repository.js';

/** Options of {@link createAgendaScheduler}. */
export interface AgendaSchedulerOptions<K extends string = DocumentKind> {
  /** The kinds of documents it wakes. */
  readonly kinds: readonly K[];
  /** Where agenda stores its jobs. */
  readonly backend: JobBackend;
  readonly clock: Clock;
  readonly logger: Logger;
  /** A unique name for this process; random by default. */
  readonly instance?: string;
  readonly timings?: Partial<SchedulerTimings>;
}

/**
 * Creates the scheduler on agenda. It wakes documents at their time, sweeps at the start and every 30 s,
 * and writes a heartbeat every 10 s. It decides nothing: the stores know what is due.
 */
export function createAgendaScheduler<K extends string>(
  options: AgendaSchedulerOptions<K>,
): Scheduler<K> {
  return new AgendaScheduler(options);
}

/** The id of the document under the name of its kind, e.g. `{complaint: 'C-1042'}`. */
type WakeData<K extends string> = { readonly [kind in K]?: string };

class AgendaScheduler<K extends string> implements Scheduler<K> {
  readonly #options: AgendaSchedulerOptions<K>;
  readonly #timings: SchedulerTimings;
  readonly #instance: string;
  readonly #repository: TrackedRepository;
  readonly #tasks: RunningTasks;
  readonly #logFault: FaultLog;
  readonly #replaceLatest: (document: DocumentRef<K>, at: number | null) => Promise<void>;
  #agenda: Promise<Agenda> | undefined;
  #target: Wakeable<K> | undefined;
  #sweeping = false;
  #lastBeat: number | null = null;
  #stopped: Promise<void> | undefined;

  constructor(options: AgendaSchedulerOptions<K>) {
    this.#options = options;
    this.#timings = { ...DEFAULT_TIMINGS, ...options.timings };
    this.#instance = options.instance ?? randomUUID();
    this.#logFault = createFaultLog(options.logger);
    this.#tasks = new RunningTasks(this.#timings.lockLifetimeMs);
    this.#repository = new TrackedRepository(options.backend.repository, {
      owner: this.#instance,
      lockLifetimeMs: this.#timings.lockLifetimeMs,
      limit: { jobs: options.kinds.map(toWakeJob), count: LOCK_LIMIT },
      onFault: (cause) => this.#logFault('job not unlocked', cause),
    });
    this.#replaceLatest = latestOnly<DocumentRef<K>, number | null>(toDocumentKey, (document, at) =>
      this.#replaceWake(document, at),
    );
  }

  async start(target: Wakeable<K>): Promise<void> {
    if (this.#target !== undefined) {
      throw new RedressError('SCHEDULER', 'The scheduler was started twice: start it once.');
    }
    this.#target = target;
    try {
      const agenda = await this.#connect();
      await this.#options.backend.removeLeftovers();
      await this.#saveRecurring(agenda);
      await agenda.start();
      // The start counts as a heartbeat, so that readiness need not wait for the first one.
      this.#lastBeat ??= Date.now();
    } catch (error) {
      this.#target = undefined;
      throw createSchedulerError('The scheduler could not start.', error);
    }
    // Finds what became due while no process ran. Not through agenda, so it does not depend on the jobs.
    void this.#tasks.run(() => this.#sweep());
  }

  async schedule(document: DocumentRef<K>, at: number | null): Promise<void> {
    await this.#replaceLatest(document, at);
  }

  lastHeartbeatAt(): number | null {
    return this.#lastBeat;
  }

  async planAnew(): Promise<void> {
    try {
      const agenda = await this.#connect();
      await this.#repository.removeJobs({ name: this.#heartbeat });
      await this.#repository.removeJobs({ name: SWEEP_JOB });
      await this.#saveRecurring(agenda);
    } catch (cause) {
      this.#logFault('sweeps not planned anew after the clock was set', cause);
    }
  }

  stop(graceMs: number): Promise<void> {
    this.#stopped ??= this.#stop(graceMs);
    return this.#stopped;
  }

  /** Connects once. After an error the next call tries again. */
  #connect(): Promise<Agenda> {
    this.#agenda ??= this.#open().catch((cause: unknown) => {
      this.#agenda = undefined;
      throw cause;
    });
    return this.#agenda;
  }

  async #open(): Promise<Agenda> {
    // agenda connects in its constructor and does not handle an error, so it gets a connected backend.
    await this.#options.backend.connect();
    const agenda = new Agenda({
      backend: {
        name: this.#options.backend.name,
        repository: this.#repository,
        ownsConnection: false,
        connect: async () => undefined,
        disconnect: async () => undefined,
      },
      name: this.#instance,
      processEvery: this.#timings.processEveryMs,
      // Two more than the wake-ups may use, so that sweep and heartbeat never wait for them.
      maxConcurrency: CONCURRENCY + 2,
      defaultConcurrency: 1,
      defaultLockLifetime: this.#timings.lockLifetimeMs,
      removeOnComplete: true,
    });
    agenda.on('error', (cause) => this.#handleAgendaError(cause));
    this.#define(agenda);
    return agenda;
  }

  #define(agenda: Agenda): void {
    for (const kind of this.#options.kinds) {
      agenda.define<WakeData<K>>(
        toWakeJob(kind),
        (job) => {
          const document = { kind, id: String(job.attrs.data[kind]) };
          return this.#tasks.runJob(job as Job, () => this.#wake(document));
        },
        { concurrency: CONCURRENCY },
      );
    }
    agenda.define(SWEEP_JOB, (job) => this.#tasks.runJob(job, () => this.#sweep()));
    agenda.define(this.#heartbeat, async () => {
      this.#lastBeat = Date.now();
    });
  }

  get #heartbeat(): string {
    return HEARTBEAT_PREFIX + this.#instance;
  }

  /** The first heartbeat is due at once, so that readiness need not wait up to ten seconds. */
  async #saveRecurring(agenda: Agenda): Promise<void> {
    await agenda.every(this.#timings.sweepCron, SWEEP_JOB);
    const heartbeat = agenda.create(this.#heartbeat).repeatEvery(this.#timings.heartbeatCron);
    heartbeat.attrs.type = 'single';
    await heartbeat.schedule(new Date()).save();
  }

  async #wake(document: DocumentRef<K>): Promise<void> {
    try {
      await this.#target?.wake(document);
    } catch (cause) {
      const fields = { [document.kind]: document.id };
      this.#logFault('wake-up failed, the sweep will retry', cause, fields);
    }
  }

  async #sweep(): Promise<void> {
    if (this.#sweeping) return;
    this.#sweeping = true;
    try {
      await this.#target?.sweep();
    } catch (cause) {
      this.#logFault('sweep failed, the next one will retry', cause);
    } finally {
      this.#sweeping = false;
    }
  }

  /**
   * Replaces the old job by a new one instead of changing it: agenda may have locked it ahead or be
   * running it (a wake-up schedules the next one), and would run it at the old time or overwrite the new
   * time when it ends. agenda notices that a job is gone before it runs it.
   */
  async #replaceWake({ kind, id }: DocumentRef<K>, at: number | null): Promise<void> {
    const data = { [kind]: id };
    try {
      const agenda = await this.#connect();
      await agenda.cancel({ name: toWakeJob(kind), data });
      if (at === null) return;
      const time = new Date(this.#options.clock.toRealTime(at));
      // agenda would parse an invalid date as text and pick some time.
      if (Number.isNaN(time.getTime())) throw new Error(`Not a valid time: ${at}.`);
      const job = agenda.create(toWakeJob(kind), data);
      await job
        .unique({ [toDataPath(kind)]: id })
        .schedule(time)
        .save();
    } catch (cause) {
      this.#logFault('wake-up not scheduled, the sweep will find it', cause, data);
    }
  }

  #handleAgendaError(cause: unknown): void {
    if (cause instanceof JobGone) {
      this.#options.logger.debug({}, 'wake-up replaced before it ran');
      return;
    }
    this.#logFault('agenda error', cause);
  }

  async #stop(graceMs: number): Promise<void> {
    if (this.#agenda === undefined) return;
    this.#repository.close();
    const done = await endsInTime(this.#finish(this.#agenda), graceMs);
    if (!done) {
      const fields = { running: this.#tasks.size };
      this.#options.logger.warn(fields, 'scheduled work not finished at shutdown, handed over');
    }
    const released = await endsInTime(this.#release(), RELEASE_MS);
    if (!released) this.#options.logger.warn({}, 'job locks not released, they will expire');
  }

  async #finish(connected: Promise<Agenda>): Promise<void> {
    try {
      const agenda = await connected;
      await agenda.stop(false);
    } catch (cause) {
      this.#logFault('agenda not stopped cleanly', cause);
    }
    await this.#tasks.idle();
    await this.#repository.settled();
  }

  /** Hands over unfinished wake-ups, unlocks jobs locked ahead, and removes this process's heartbeat. */
  async #release(): Promise<void> {
    try {
      const wakeJobs = this.#options.kinds.map(toWakeJob);
      for (const job of this.#tasks.jobs.filter(({ attrs }) => wakeJobs.includes(attrs.name))) {
        await this.#handOver(job);
      }
      await this.#repository.unlockOwn();
      await this.#repository.removeJobs({ name: this.#heartbeat });
    } catch (cause) {
      this.#logFault('job locks not released, they will expire', cause);
    }
  }

  /** Gives a running one-time job a next run: without one no process would run it again. */
  async #handOver(job: Job): Promise<void> {
    const { lockedAt: _, ...attrs } = job.attrs;
    try {
      await this.#repository.saveJobState({ ...attrs, nextRunAt: new Date() }, {});
    } catch (cause) {
      if (!(cause instanceof JobGone)) throw cause;
    }
  }
}

/** True if the work ends within `ms` of real time. It goes on after that; a fault in time is thrown. */
function endsInTime(work: Promise<unknown>, ms: number): Promise<boolean> {
  const ended = work.then(() => true);
  return pTimeout(ended, { milliseconds: Math.max(1, ms), fallback: () => false });
}
