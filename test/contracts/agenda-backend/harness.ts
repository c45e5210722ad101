import type { AgendaBackend, JobParameters, JobRepository, JobsQueryOptions } from 'agenda';

/** One store of jobs. */
export interface JobStore {
  /** Creates another backend on the same store, not connected yet. */
  backend(): AgendaBackend;
  /** Closes and reopens the store's connection or file; earlier backends no longer work. */
  reopen(): Promise<void>;
  /** Closes the store's connection or file: later calls get errors. */
  disconnect(): Promise<void>;
  /** Closes the store and removes its data. */
  destroy(): Promise<void>;
}

/** A job as the repository returns it. */
export type SavedJob = JobParameters & { _id: string };

/** The store of the current test, with short ways to use it. */
export interface JobHarness {
  store(): JobStore;
  jobs(): JobRepository;
  /** Saves a job and returns it. */
  save(wanted: JobParameters): Promise<SavedJob>;
  /** Locks the next due job; takes over locks older than `lockDeadline`, by default a minute ago. */
  next(jobName: string, lockDeadline?: Date): Promise<JobParameters | undefined>;
  /** The job with this id; throws when there is none. */
  loadJob(id: string): Promise<JobParameters>;
  /** The names of the jobs of a query. */
  names(options: JobsQueryOptions): Promise<string[]>;
}

export const PAST = new Date(Date.UTC(2020, 0, 1));
export const FUTURE = new Date(Date.UTC(2090, 0, 1));
export const MINUTE = 60_000;

/** The date `ms` later. */
export function later(date: Date, ms: number): Date {
  return new Date(date.getTime() + ms);
}

/** A job that is due, with these fields. */
export function job(name: string, fields: Partial<JobParameters> = {}): JobParameters {
  return { name, type: 'normal', priority: 0, nextRunAt: PAST, data: null, ...fields };
}

/** Opens a store before each test of the suite and destroys it afterwards. */
export function useJobStore(open: () => Promise<JobStore>): JobHarness {
  let current: { store: JobStore; jobs: JobRepository } | undefined;

  beforeEach(async () => {
    const store = await open();
    const backend = store.backend();
    await backend.connect();
    current = { store, jobs: backend.repository };
  });

  afterEach(() => current?.store.destroy());

  const now = () => present(current, 'a store');
  return {
    store: () => now().store,
    jobs: () => now().jobs,
    save: async (wanted) => {
      const saved = await now().jobs.saveJob(wanted, { lastModifiedBy: 'saver' });
      return { ...saved, _id: present(saved._id, 'an id') };
    },
    next: (jobName, lockDeadline = later(new Date(), -MINUTE)) =>
      now().jobs.getNextJobToRun(jobName, new Date(), lockDeadline, undefined, {
        lastModifiedBy: 'worker',
      }),
    loadJob: async (id) => present(await now().jobs.getJobById(id), 'the job'),
    names: async (options) => {
      const { jobs } = await now().jobs.queryJobs(options);
      return jobs.map((each) => each.name);
    },
  };
}

function present<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) throw new Error(`${what} is missing`);
  return value;
}
