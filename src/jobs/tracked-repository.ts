import type {
  JobId,
  JobParameters,
  JobRepository,
  JobRepositoryOptions,
  JobsQueryOptions,
  RemoveJobsOptions,
} from 'agenda';

/** The job was replaced or removed after this process had locked it: it must not run, and that is no fault. */
export class JobGone extends Error {
  constructor(message: string, options: { cause: unknown }) {
    super(message, options);
    this.name = 'JobGone';
  }
}

export interface Tracking {
  /** Under which name this process locks: agenda's `name`. */
  readonly owner: string;
  readonly lockLifetimeMs: number;
  /** At most so many locks of this job at once. */
  readonly limit: { readonly job: string; readonly count: number };
  /** Told of faults that agenda would leave to the process as unhandled rejections. */
  readonly onFault: (cause: unknown) => void;
}

/**
 * A repository that knows which jobs this process has locked. agenda's own books are not enough: a job
 * that a scan is locking while agenda stops stays locked, and one whose lock ran out while it
 * waited for its turn counts against agenda's `lockLimit` for ever, so the limit is kept here.
 */
export class TrackedRepository implements JobRepository {
  readonly #inner: JobRepository;
  readonly #tracking: Tracking;
  /** Locked by this process and not yet given back, with when (ms, real time). */
  readonly #held = new Map<string, { readonly job: string; readonly lockedAt: number }>();
  #inFlight = 0;
  #closed = false;

  constructor(inner: JobRepository, tracking: Tracking) {
    this.#inner = inner;
    this.#tracking = tracking;
  }

  /** From now on no job is locked. */
  close(): void {
    this.#closed = true;
  }

  /** Resolves once no call is under way and none followed on the heels of the last. */
  async settled(): Promise<void> {
    do {
      // agenda starts the next step of a job within the microtasks of the one before.
      await new Promise((resolve) => setTimeout(resolve, 5));
    } while (this.#inFlight > 0);
  }

  /** Unlocks what this process locked and nobody has taken over. */
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
    const job = await this.#during(
      this.#inner.getNextJobToRun(jobName, nextScanAt, lockDeadline, now, options),
    );
    return this.#holding(job);
  }

  async lockJob(job: JobParameters, options: JobRepositoryOptions | undefined) {
    if (this.#closed) return undefined;
    return this.#holding(await this.#during(this.#inner.lockJob(job, options)));
  }

  async saveJobState(job: JobParameters, options: JobRepositoryOptions | undefined): Promise<void> {
    try {
      await this.#during(this.#inner.saveJobState(job, options));
    } catch (error) {
      if (!(await this.#isGone(job))) throw error;
      this.#release(job._id);
      throw new JobGone('The job was replaced or removed.', { cause: error });
    }
    if (job.lockedAt) this.#holding(job);
    else this.#release(job._id);
  }

  /** Never rejects: agenda does not wait for it. The lock then runs out by itself. */
  async unlockJob(job: JobParameters): Promise<void> {
    try {
      await this.#during(this.#inner.unlockJob(job));
      this.#release(job._id);
    } catch (cause) {
      this.#tracking.onFault(cause);
    }
  }

  async unlockJobs(jobIds: (JobId | string)[]): Promise<void> {
    await this.#during(this.#inner.unlockJobs(jobIds));
    for (const id of jobIds) this.#release(id);
  }

  async removeJobs(options: RemoveJobsOptions): Promise<number> {
    const removed = await this.#during(this.#inner.removeJobs(options));
    this.#release(options.id);
    return removed;
  }

  saveJob<DATA = unknown>(job: JobParameters<DATA>, options: JobRepositoryOptions | undefined) {
    return this.#during(this.#inner.saveJob(job, options));
  }

  connect() {
    return this.#during(this.#inner.connect());
  }

  queryJobs(options?: JobsQueryOptions) {
    return this.#during(this.#inner.queryJobs(options));
  }

  getJobsOverview() {
    return this.#during(this.#inner.getJobsOverview());
  }

  getDistinctJobNames() {
    return this.#during(this.#inner.getDistinctJobNames());
  }

  getJobById(id: string) {
    return this.#during(this.#inner.getJobById(id));
  }

  getQueueSize() {
    return this.#during(this.#inner.getQueueSize());
  }

  disableJobs(options: RemoveJobsOptions) {
    return this.#during(this.#inner.disableJobs(options));
  }

  enableJobs(options: RemoveJobsOptions) {
    return this.#during(this.#inner.enableJobs(options));
  }

  purgeAllJobs() {
    return this.#during(this.#inner.purgeAllJobs());
  }

  #isFull(jobName: string): boolean {
    const { limit, lockLifetimeMs } = this.#tracking;
    if (jobName !== limit.job || this.#held.size < limit.count) return false;
    const deadline = Date.now() - lockLifetimeMs;
    for (const [id, lock] of this.#held) if (lock.lockedAt <= deadline) this.#held.delete(id);
    return [...this.#held.values()].filter((lock) => lock.job === jobName).length >= limit.count;
  }

  async #isGone(job: JobParameters): Promise<boolean> {
    return job._id !== undefined && (await this.getJobById(job._id)) === null;
  }

  #holding<J extends JobParameters | undefined>(job: J): J {
    if (job?._id) {
      this.#held.set(job._id, { job: job.name, lockedAt: job.lockedAt?.getTime() ?? Date.now() });
    }
    return job;
  }

  #release(id: JobId | string | undefined): void {
    if (id !== undefined) this.#held.delete(id);
  }

  async #during<T>(call: Promise<T>): Promise<T> {
    this.#inFlight++;
    try {
      return await call;
    } finally {
      this.#inFlight--;
    }
  }
}
