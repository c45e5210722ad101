import type {
  Job,
  JobId,
  JobParameters,
  JobRepository,
  JobRepositoryOptions,
  JobsQueryOptions,
  RemoveJobsOptions,
} from 'agenda';

/** The job was replaced or removed after this process locked it: it must not run, and nothing is wrong. */
export class JobGone extends Error {
  constructor(message: string, options: { cause: unknown }) {
    super(message, options);
    this.name = 'JobGone';
  }
}

/** Options of {@link TrackedRepository}. */
export interface TrackingOptions {
  /** The name under which this process locks: agenda's `name`. */
  readonly owner: string;
  readonly lockLifetimeMs: number;
  /** At most this many locks of each of these jobs at once. */
  readonly limit: { readonly jobs: readonly string[]; readonly count: number };
  /** Gets errors that agenda would leave as unhandled rejections. */
  readonly onFault: (cause: unknown) => void;
}

/**
 * A repository that tracks which jobs this process has locked. agenda's own tracking is not enough: a job
 * that a scan locks while agenda stops stays locked, and one whose lock expires while it waits counts
 * against agenda's `lockLimit` forever. So the limit is enforced here.
 */
export class TrackedRepository implements JobRepository {
  readonly #inner: JobRepository;
  readonly #tracking: TrackingOptions;
  /** Jobs locked by this process, with the time of the lock (ms, real time). */
  readonly #held = new Map<string, { readonly job: string; readonly lockedAt: number }>();
  #inFlight = 0;
  #closed = false;

  constructor(inner: JobRepository, tracking: TrackingOptions) {
    this.#inner = inner;
    this.#tracking = tracking;
  }

  /** Stops locking jobs. */
  close(): void {
    this.#closed = true;
  }

  /** Resolves when no call is in flight and none follows the last one. */
  async settled(): Promise<void> {
    do {
      // agenda starts the next step of a job in a microtask of the one before.
      await new Promise((resolve) => setTimeout(resolve, 5));
    } while (this.#inFlight > 0);
  }

  /** Unlocks the jobs that this process locked and no other took over. */
  async unlockOwn(): Promise<void> {
    const ids = [...this.#held.keys()];
    if (ids.length === 0) return;
    const { jobs } = await this.queryJobs({ ids });
    const own = jobs.filter((job) => job.lockedAt && job.lastModifiedBy === this.#tracking.owner);
    await this.unlockJobs(own.map((job) => job._id));
    this.#held.clear();
  }

  async getNextJobToRun(
    jobName: string,
    nextScanAt: Date,
    lockDeadline: Date,
    now: Date | undefined,
    options: JobRepositoryOptions | undefined,
  ) {
    if (this.#closed || this.#isFull(jobName)) return undefined;
    const job = await this.#trackCall(
      this.#inner.getNextJobToRun(jobName, nextScanAt, lockDeadline, now, options),
    );
    return this.#trackLock(job);
  }

  async lockJob(job: JobParameters, options: JobRepositoryOptions | undefined) {
    if (this.#closed) return undefined;
    return this.#trackLock(await this.#trackCall(this.#inner.lockJob(job, options)));
  }

  async saveJobState(job: JobParameters, options: JobRepositoryOptions | undefined): Promise<void> {
    try {
      await this.#trackCall(this.#inner.saveJobState(job, options));
    } catch (error) {
      if (!(await this.#isGone(job))) throw error;
      this.#untrackLock(job._id);
      throw new JobGone('The job was replaced or removed.', { cause: error });
    }
    if (job.lockedAt) this.#trackLock(job);
    else this.#untrackLock(job._id);
  }

  /** Never rejects, because agenda does not wait for it. After an error the lock expires by itself. */
  async unlockJob(job: JobParameters): Promise<void> {
    try {
      await this.#trackCall(this.#inner.unlockJob(job));
      this.#untrackLock(job._id);
    } catch (cause) {
      this.#tracking.onFault(cause);
    }
  }

  async unlockJobs(jobIds: (JobId | string)[]): Promise<void> {
    await this.#trackCall(this.#inner.unlockJobs(jobIds));
    for (const id of jobIds) this.#untrackLock(id);
  }

  async removeJobs(options: RemoveJobsOptions): Promise<number> {
    const removed = await this.#trackCall(this.#inner.removeJobs(options));
    this.#untrackLock(options.id);
    return removed;
  }

  saveJob<DATA = unknown>(job: JobParameters<DATA>, options: JobRepositoryOptions | undefined) {
    return this.#trackCall(this.#inner.saveJob(job, options));
  }

  connect() {
    return this.#trackCall(this.#inner.connect());
  }

  queryJobs(options?: JobsQueryOptions) {
    return this.#trackCall(this.#inner.queryJobs(options));
  }

  getJobsOverview() {
    return this.#trackCall(this.#inner.getJobsOverview());
  }

  getDistinctJobNames() {
    return this.#trackCall(this.#inner.getDistinctJobNames());
  }

  getJobById(id: string) {
    return this.#trackCall(this.#inner.getJobById(id));
  }

  getQueueSize() {
    return this.#trackCall(this.#inner.getQueueSize());
  }

  disableJobs(options: RemoveJobsOptions) {
    return this.#trackCall(this.#inner.disableJobs(options));
  }

  enableJobs(options: RemoveJobsOptions) {
    return this.#trackCall(this.#inner.enableJobs(options));
  }

  purgeAllJobs() {
    return this.#trackCall(this.#inner.purgeAllJobs());
  }

  #isFull(jobName: string): boolean {
    const { limit, lockLifetimeMs } = this.#tracking;
    if (!limit.jobs.includes(jobName) || this.#held.size < limit.count) return false;
    const deadline = Date.now() - lockLifetimeMs;
    for (const [id, lock] of this.#held) if (lock.lockedAt <= deadline) this.#held.delete(id);
    return [...this.#held.values()].filter((lock) => lock.job === jobName).length >= limit.count;
  }

  async #isGone(job: JobParameters): Promise<boolean> {
    return job._id !== undefined && (await this.getJobById(job._id)) === null;
  }

  #trackLock<J extends JobParameters | undefined>(job: J): J {
    if (job?._id) {
      this.#held.set(job._id, { job: job.name, lockedAt: job.lockedAt?.getTime() ?? Date.now() });
    }
    return job;
  }

  #untrackLock(id: JobId | string | undefined): void {
    if (id !== undefined) this.#held.delete(id);
  }

  async #trackCall<T>(call: Promise<T>): Promise<T> {
    this.#inFlight++;
    try {
      return await call;
    } finally {
      this.#inFlight--;
    }
  }
}

/** The scheduled work of this process, so that a shutdown can wait for it and hand over the rest. */
export class RunningTasks {
  readonly #tasks = new Set<Promise<void>>();
  readonly #jobs = new Set<Job>();
  readonly #touchEveryMs: number;

  /** Renews a lock three times in its lifetime (ms), so that one lost renewal does not lose the lock. */
  constructor(lockLifetimeMs: number) {
    this.#touchEveryMs = lockLifetimeMs / 3;
  }

  /** The number of handlers that have not returned. */
  get size(): number {
    return this.#tasks.size;
  }

  /** The jobs whose handlers have not returned. */
  get jobs(): readonly Job[] {
    return [...this.#jobs];
  }

  /** Runs a handler. */
  async run(work: () => Promise<void>): Promise<void> {
    const task = work();
    this.#tasks.add(task);
    try {
      await task;
    } finally {
      this.#tasks.delete(task);
    }
  }

  /**
   * Runs a job's handler and renews its lock meanwhile. Without that, agenda abandons a handler that takes
   * longer than the lock's lifetime, and another process runs it at the same time.
   */
  async runJob(job: Job, work: () => Promise<void>): Promise<void> {
    let touched: Promise<void> = Promise.resolve();
    const timer = setInterval(() => {
      // A wake-up that was replaced while it runs is no longer in the store: nothing to renew.
      touched = job.touch().catch(() => clearInterval(timer));
    }, this.#touchEveryMs);
    timer.unref();
    this.#jobs.add(job);
    try {
      await this.run(work);
    } finally {
      clearInterval(timer);
      // A pending renewal must not arrive after agenda has unlocked the job.
      await touched;
      this.#jobs.delete(job);
    }
  }

  /** Resolves when nothing runs. Waits also for what starts meanwhile. */
  async idle(): Promise<void> {
    while (this.#tasks.size > 0) await Promise.allSettled(this.#tasks);
  }
}

/**
 * Serialises work by key and keeps only the latest value: calls for one key never overlap, and a waiting
 * value is skipped when a newer one arrives. Each call resolves when its value, or a newer one, is done.
 * `work` must not reject.
 */
export function latestOnly<S, V>(
  toKey: (subject: S) => string,
  work: (subject: S, value: V) => Promise<void>,
): (subject: S, value: V) => Promise<void> {
  const waiting = new Map<string, { readonly subject: S; readonly value: V }>();
  const active = new Map<string, Promise<void>>();

  const drain = async (key: string): Promise<void> => {
    for (let next = waiting.get(key); next !== undefined; next = waiting.get(key)) {
      waiting.delete(key);
      await work(next.subject, next.value);
    }
    active.delete(key);
  };

  return (subject, value) => {
    const key = toKey(subject);
    waiting.set(key, { subject, value });
    const running = active.get(key);
    if (running !== undefined) return running;
    const started = drain(key);
    active.set(key, started);
    return started;
  };
}
