import {
  computeJobState,
  type JobId,
  type JobParameters,
  type JobRepository,
  type JobRepositoryOptions,
  type JobState,
  type JobsOverview,
  type JobsQueryOptions,
  type JobsResult,
  type JobsSort,
  type JobWithState,
  type RemoveJobsOptions,
} from 'agenda';
import type { Database, SqlValue } from '../database.js';
import {
  findRows,
  type JobFilter,
  listClause,
  toQueryFilter,
  toSelectionFilter,
  toUniqueFilter,
} from './job-query.js';
import {
  encode,
  type JobField,
  type JobRow,
  prepareJobTable,
  storeJob,
  toJob,
} from './job-rows.js';

/** The order in which due jobs are taken: the earliest first, of those the highest priority. */
const DUE_ORDER = 'nextRunAt, priority DESC, rowid';

/** What agenda changes when a job starts, makes progress, or ends. */
const STATE_FIELDS: readonly JobField[] = [
  'lockedAt',
  'nextRunAt',
  'lastRunAt',
  'progress',
  'failReason',
  'failCount',
  'failedAt',
  'lastFinishedAt',
];

const SORT_FIELDS: readonly (keyof JobsSort & JobField)[] = [
  'nextRunAt',
  'lastRunAt',
  'lastFinishedAt',
  'priority',
  'name',
  'data',
];

/**
 * agenda's jobs in the embedded file, with the meaning of its MongoDB backend. The handle is
 * synchronous and the file has one owner, so each method ends before another begins: that makes a
 * lock exclusive here. Errors of the file are `STORE_UNAVAILABLE`.
 */
export class EmbeddedJobRepository implements JobRepository {
  readonly #database: Database;
  readonly #scalarPaths: readonly string[];

  constructor(database: Database, scalarPaths: readonly string[]) {
    this.#database = database;
    this.#scalarPaths = scalarPaths;
  }

  async connect(): Promise<void> {
    prepareJobTable(this.#database, this.#scalarPaths);
  }

  async queryJobs(options: JobsQueryOptions = {}): Promise<JobsResult> {
    const filter = toQueryFilter(options, this.#scalarPaths);
    const order = toOrderClause(options.sort);
    const page = { skip: options.skip ?? 0, limit: options.limit ?? 0 };
    // Without a state or a data filter SQL can count and page; else every match is read.
    if (options.state === undefined && filter.query === null)
      return this.#page(filter, order, page);
    const jobs = findRows(this.#database, filter, order)
      .map(withState(new Date()))
      .filter((job) => options.state === undefined || isInState(options.state, job));
    const end = page.limit > 0 ? page.skip + page.limit : undefined;
    return { jobs: jobs.slice(page.skip, end), total: jobs.length };
  }

  #page(filter: JobFilter, order: string, page: { skip: number; limit: number }): JobsResult {
    const from = `FROM agenda_jobs WHERE ${filter.sql}`;
    const rows = this.#database.all<JobRow>(`SELECT * ${from} ORDER BY ${order} LIMIT ? OFFSET ?`, [
      ...filter.params,
      page.limit > 0 ? page.limit : -1,
      page.skip,
    ]);
    const total = this.#count(`SELECT count(*) AS n ${from}`, filter.params);
    return { jobs: rows.map(withState(new Date())), total };
  }

  async getJobsOverview(): Promise<JobsOverview[]> {
    const now = new Date();
    const overviews = new Map<string, JobsOverview>();
    for (const row of this.#database.all<JobRow>('SELECT * FROM agenda_jobs ORDER BY name')) {
      const job = toJob(row);
      const overview = overviews.get(job.name) ?? emptyOverview(job.name);
      overviews.set(job.name, overview);
      overview.total++;
      overview[computeJobState(job, now)]++;
      if (job.disabled === true) overview.paused++;
    }
    return [...overviews.values()];
  }

  async getDistinctJobNames(): Promise<string[]> {
    const sql = 'SELECT DISTINCT name FROM agenda_jobs';
    return this.#database.all<{ name: string }>(sql).map((row) => row.name);
  }

  async getJobById(id: string): Promise<JobParameters | null> {
    const [row] = this.#database.all<JobRow>('SELECT * FROM agenda_jobs WHERE id = ?', [id]);
    return row === undefined ? null : toJob(row);
  }

  async getQueueSize(): Promise<number> {
    return this.#count('SELECT count(*) AS n FROM agenda_jobs WHERE nextRunAt < ?', [Date.now()]);
  }

  async removeJobs(options: RemoveJobsOptions): Promise<number> {
    return this.#writeSelected(options, 'DELETE FROM agenda_jobs WHERE TRUE');
  }

  async purgeAllJobs(): Promise<number> {
    return this.#database.run('DELETE FROM agenda_jobs WHERE TRUE').changes;
  }

  async disableJobs(options: RemoveJobsOptions): Promise<number> {
    const sql = 'UPDATE agenda_jobs SET disabled = 1 WHERE disabled IS NOT 1';
    return this.#writeSelected(options, sql);
  }

  async enableJobs(options: RemoveJobsOptions): Promise<number> {
    const sql = 'UPDATE agenda_jobs SET disabled = 0 WHERE disabled IS NOT 0';
    return this.#writeSelected(options, sql);
  }

  async saveJob<DATA = unknown>(
    job: JobParameters<DATA>,
    options: JobRepositoryOptions | undefined,
  ): Promise<JobParameters<DATA>> {
    const stored = this.#database.transaction(() =>
      storeJob(
        this.#database,
        job,
        options,
        (unique) =>
          findRows(this.#database, toUniqueFilter(job.name, unique, this.#scalarPaths))[0],
      ),
    );
    return stored as JobParameters<DATA>;
  }

  async saveJobState(job: JobParameters, options: JobRepositoryOptions | undefined): Promise<void> {
    if (!job._id) throw new Error('The state of a job without an id cannot be saved.');
    const set = [...STATE_FIELDS, 'lastModifiedBy'].map((field) => `${field} = ?`).join(', ');
    const { changes } = this.#database.run(
      `UPDATE agenda_jobs SET ${set} WHERE id = ? AND name = ?`,
      [
        ...STATE_FIELDS.map((field) => encode(field, job[field])),
        options?.lastModifiedBy ?? null,
        job._id,
        job.name,
      ],
    );
    if (changes !== 1) throw new Error(`The job ${job._id} (${job.name}) is not there any more.`);
  }

  async lockJob(
    job: JobParameters,
    options: JobRepositoryOptions | undefined,
  ): Promise<JobParameters | undefined> {
    if (!job._id) return undefined;
    return this.#lock(
      'id = ? AND name = ? AND lockedAt IS NULL AND nextRunAt IS ? AND disabled IS NOT 1',
      [job._id, job.name, encode('nextRunAt', job.nextRunAt)],
      { at: new Date(), by: options?.lastModifiedBy },
    );
  }

  async unlockJob(job: JobParameters): Promise<void> {
    if (!job._id) return;
    // A one-time job without a next run is running: it keeps its lock.
    const sql = 'UPDATE agenda_jobs SET lockedAt = NULL WHERE id = ? AND nextRunAt IS NOT NULL';
    this.#database.run(sql, [job._id]);
  }

  async unlockJobs(jobIds: (JobId | string)[]): Promise<void> {
    if (jobIds.length === 0) return;
    const chosen = listClause('id IN', jobIds);
    this.#database.run(`UPDATE agenda_jobs SET lockedAt = NULL WHERE ${chosen.sql}`, chosen.params);
  }

  async getNextJobToRun(
    jobName: string,
    nextScanAt: Date,
    lockDeadline: Date,
    now: Date | undefined,
    options: JobRepositoryOptions | undefined,
  ): Promise<JobParameters | undefined> {
    // Search before writing: most scans find nothing and must not cost a disk write.
    const due = this.#nextDue(jobName, nextScanAt, lockDeadline);
    if (due === undefined) return undefined;
    return this.#lock('id = ?', [due], { at: now ?? new Date(), by: options?.lastModifiedBy });
  }

  /** Due and not locked, or with a lock that expired. Two searches, each by an index. */
  #nextDue(name: string, nextScanAt: Date, lockDeadline: Date): string | undefined {
    const select = 'SELECT *, rowid FROM agenda_jobs WHERE name = ? AND disabled IS NOT 1 AND';
    const [row] = this.#database.all<{ id: string }>(
      `SELECT id FROM (
         SELECT * FROM (${select} lockedAt IS NULL AND nextRunAt <= ? ORDER BY ${DUE_ORDER} LIMIT 1)
         UNION ALL ${select} lockedAt <= ?
       ) ORDER BY ${DUE_ORDER} LIMIT 1`,
      [name, nextScanAt.getTime(), name, lockDeadline.getTime()],
    );
    return row?.id;
  }

  #lock(
    where: string,
    params: readonly SqlValue[],
    lock: { at: Date; by: string | undefined },
  ): JobParameters | undefined {
    const [row] = this.#database.all<JobRow>(
      `UPDATE agenda_jobs SET lockedAt = ?, lastModifiedBy = ? WHERE ${where} RETURNING *`,
      [lock.at.getTime(), lock.by ?? null, ...params],
    );
    return row === undefined ? undefined : toJob(row);
  }

  /** Applies a write that ends in a condition to the selected jobs. Returns how many it changed. */
  #writeSelected(options: RemoveJobsOptions, sql: string): number {
    const filter = toSelectionFilter(options, this.#scalarPaths);
    if (filter === undefined) return 0;
    if (filter.query === null) {
      return this.#database.run(`${sql} AND ${filter.sql}`, filter.params).changes;
    }
    const ids = findRows(this.#database, filter).map((row) => row.id);
    if (ids.length === 0) return 0;
    const chosen = listClause('id IN', ids);
    return this.#database.run(`${sql} AND ${chosen.sql}`, chosen.params).changes;
  }

  #count(sql: string, params: readonly SqlValue[]): number {
    return this.#database.all<{ n: number }>(sql, params)[0]?.n ?? 0;
  }
}

/** Null sorts first, in SQLite as in MongoDB. */
function toOrderClause(sort: JobsSort = {}): string {
  const wanted = SORT_FIELDS.filter((field) => sort[field] !== undefined).map((field) =>
    sort[field] === 'asc' ? `${field} ASC` : `${field} DESC`,
  );
  return [...(wanted.length > 0 ? wanted : ['nextRunAt DESC', 'lastRunAt DESC']), 'rowid'].join(
    ', ',
  );
}

function withState(now: Date): (row: JobRow) => JobWithState {
  return (row) => {
    const job = toJob(row);
    return { ...job, state: computeJobState(job, now) };
  };
}

function isInState(state: JobState, job: JobWithState): boolean {
  return state === 'paused' ? job.disabled === true : job.state === state;
}

function emptyOverview(name: string): JobsOverview {
  return {
    name,
    total: 0,
    running: 0,
    scheduled: 0,
    queued: 0,
    completed: 0,
    failed: 0,
    repeating: 0,
    paused: 0,
  };
}
