import type { DebounceOptions, JobParameters, JobRepositoryOptions } from 'agenda';
import type { Database } from '../database.js';
import { findRows, uniqueTo } from './job-query.js';
import { encode, JOB_FIELDS, type JobRow, type JobValues, newJobId, toJob } from './job-rows.js';

/** What one save works with. `values` holds every field: what the caller left out becomes nothing. */
interface Save {
  readonly database: Database;
  readonly job: JobParameters;
  readonly values: JobValues;
  readonly now: Date;
}

/**
 * Inserts or updates a job with the rules of agenda's MongoDB backend: a job with an id is updated where it
 * still exists; a `single` job exists once for each name; a `unique` one once for each match of its
 * query; any other is inserted. Every field is set, so a saved job is not locked. To be called inside a
 * transaction. Returns the job as stored.
 */
export function storeJob(
  database: Database,
  job: JobParameters,
  options: JobRepositoryOptions | undefined,
  scalarPaths: readonly string[],
): JobParameters {
  const { _id, unique, uniqueOpts, ...fields } = job;
  const values = { ...fields, lastModifiedBy: options?.lastModifiedBy };
  const save = { database, job, values, now: new Date() };
  if (_id) return updateKnown(save, _id);
  if (job.type === 'single') return upsertSingle(save);
  return unique ? upsertUnique(save, unique, scalarPaths) : toJob(insertJob(database, values));
}

function updateKnown({ database, job, values }: Save, id: string): JobParameters {
  const known = database.all<JobRow>('SELECT * FROM agenda_jobs WHERE id = ? AND name = ?', [
    id,
    job.name,
  ])[0];
  return known === undefined ? job : toJob(updateJob(database, known, values));
}

/** A time that has passed is kept from an earlier save: a process that starts must not skip what is overdue. */
function upsertSingle({ database, job, values, now }: Save): JobParameters {
  const known = database.all<JobRow>(
    "SELECT * FROM agenda_jobs WHERE name = ? AND type = 'single' ORDER BY rowid LIMIT 1",
    [job.name],
  )[0];
  if (known === undefined) return toJob(insertJob(database, values));
  const overdue = job.nextRunAt !== null && job.nextRunAt <= now;
  const kept = overdue ? { ...values, nextRunAt: toJob(known).nextRunAt } : values;
  return toJob(updateJob(database, known, kept));
}

function upsertUnique(
  save: Save,
  unique: Readonly<Record<string, unknown>>,
  scalarPaths: readonly string[],
): JobParameters {
  const { database, job, values } = save;
  const known = findRows(database, uniqueTo(job.name, unique, scalarPaths))[0];
  const debounce = job.uniqueOpts?.debounce;
  if (known === undefined) {
    return toJob(insertJob(database, { ...values, ...(debounce && opened(save, debounce)) }));
  }
  if (debounce) {
    return toJob(updateJob(database, known, { ...values, ...continued(save, known, debounce) }));
  }
  if (job.uniqueOpts?.insertOnly) return toJob(known);
  return toJob(updateJob(database, known, values));
}

/** The first save of a debounce window: `leading` runs at its own time, `trailing` once it has been quiet. */
function opened({ now }: Save, debounce: DebounceOptions): JobValues {
  if (debounce.strategy === 'leading') return { debounceStartedAt: now };
  return { debounceStartedAt: now, nextRunAt: new Date(now.getTime() + debounce.delay) };
}

/** A later save: `leading` keeps its time, `trailing` moves it, but not beyond `maxWait`. */
function continued({ now }: Save, row: JobRow, debounce: DebounceOptions): JobValues {
  const known = toJob(row);
  const startedAt = known.debounceStartedAt ?? now;
  if (debounce.strategy === 'leading') {
    return { nextRunAt: known.nextRunAt, debounceStartedAt: startedAt };
  }
  if (debounce.maxWait && now.getTime() - startedAt.getTime() >= debounce.maxWait) {
    return { nextRunAt: now, debounceStartedAt: null };
  }
  return { nextRunAt: new Date(now.getTime() + debounce.delay), debounceStartedAt: startedAt };
}

function insertJob(database: Database, values: JobValues): JobRow {
  const columns = ['id', ...JOB_FIELDS];
  const sql = `INSERT INTO agenda_jobs (${columns.join(', ')})
    VALUES (${columns.map(() => '?').join(', ')}) RETURNING *`;
  return written(database.all<JobRow>(sql, [newJobId(), ...encodeAll(values)]));
}

function updateJob(database: Database, row: JobRow, values: JobValues): JobRow {
  const set = JOB_FIELDS.map((field) => `${field} = ?`).join(', ');
  const sql = `UPDATE agenda_jobs SET ${set} WHERE id = ? RETURNING *`;
  return written(database.all<JobRow>(sql, [...encodeAll(values), row.id]));
}

function encodeAll(values: JobValues) {
  return JOB_FIELDS.map((field) => encode(field, values[field]));
}

function written(rows: readonly JobRow[]): JobRow {
  const [row] = rows;
  if (row === undefined) throw new Error('A job was written but not returned.');
  return row;
}
