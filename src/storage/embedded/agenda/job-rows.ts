import { randomBytes } from 'node:crypto';
import {
  type DebounceOptions,
  type JobParameters,
  type JobRepositoryOptions,
  toJobId,
} from 'agenda';
import type { Database, SqlValue } from '../database.js';

/** How a column stores a field of an agenda job. Dates are ms UTC, `json` is {@link encodeJson}. */
type FieldKind = 'text' | 'number' | 'boolean' | 'date' | 'json';

type StoredField = Exclude<keyof JobParameters, '_id' | 'unique' | 'uniqueOpts'>;

/**
 * Every stored field of agenda's `JobParameters`, with a column of the same name. `unique` and
 * `uniqueOpts` control one save and are not stored, as in agenda's MongoDB backend.
 */
const FIELDS: Readonly<Record<StoredField, FieldKind>> = {
  name: 'text',
  type: 'text',
  priority: 'number',
  data: 'json',
  nextRunAt: 'date',
  lockedAt: 'date',
  lastRunAt: 'date',
  lastFinishedAt: 'date',
  failedAt: 'date',
  failCount: 'number',
  failReason: 'text',
  repeatInterval: 'json',
  repeatTimezone: 'text',
  repeatAt: 'text',
  startDate: 'date',
  endDate: 'date',
  skipDays: 'json',
  disabled: 'boolean',
  progress: 'number',
  fork: 'boolean',
  debounceStartedAt: 'date',
  lastModifiedBy: 'text',
};

const SQL_TYPES: Readonly<Record<FieldKind, string>> = {
  text: 'TEXT',
  number: 'REAL',
  boolean: 'INTEGER',
  date: 'INTEGER',
  json: 'TEXT',
};

/** A stored field of a job; its column has the same name. */
export type JobField = StoredField;
export const JOB_FIELDS = Object.keys(FIELDS) as readonly JobField[];

/** A row of the table of jobs. */
export type JobRow = Readonly<{ id: string } & Record<JobField, SqlValue>>;

/** Field values to save, as agenda gives them. Null and undefined both mean "nothing". */
export type JobValues = Partial<Readonly<Record<JobField, unknown>>>;

/**
 * Creates the table and indexes that are missing. The index serves the two questions of every scan: what
 * is due and not locked, and which locks are too old. `scalarPaths` are paths into the job's data that
 * jobs are looked up by, such as `data.complaint`; each gets an index and holds one value, not a list.
 */
export function prepareJobTable(database: Database, scalarPaths: readonly string[]): void {
  const columns = JOB_FIELDS.map((field) => `${field} ${SQL_TYPES[FIELDS[field]]}`);
  database.run(
    `CREATE TABLE IF NOT EXISTS agenda_jobs (id TEXT PRIMARY KEY, ${columns.join(', ')})`,
  );
  database.run(
    'CREATE INDEX IF NOT EXISTS agenda_jobs_due ON agenda_jobs (name, lockedAt, nextRunAt, priority DESC)',
  );
  for (const path of scalarPaths) {
    const index = `agenda_jobs_${path.replace(/\W/g, '_')}`;
    database.run(
      `CREATE INDEX IF NOT EXISTS ${index} ON agenda_jobs (name, ${dataExpression(path)})`,
    );
  }
}

/**
 * The SQL that reads a path such as `data.complaint`. SQLite uses an index on an expression only when
 * the query contains the same text (sqlite.org/expridx.html).
 */
export function dataExpression(path: string): string {
  const keys = path.split('.').slice(1);
  const json = `$${keys.map((key) => `.${JSON.stringify(key)}`).join('')}`;
  return `json_extract(data, '${json.replaceAll("'", "''")}')`;
}

/** A random job id of 24 hex digits, like MongoDB's. */
export function newJobId(): string {
  return randomBytes(12).toString('hex');
}

/** The job as agenda expects it: without empty fields, but always with `nextRunAt` and `data`. */
export function toJob(row: JobRow): JobParameters & { _id: ReturnType<typeof toJobId> } {
  const set = JOB_FIELDS.filter((field) => row[field] !== null).map((field) => [
    field,
    decode(FIELDS[field], row[field]),
  ]);
  return { nextRunAt: null, data: null, ...Object.fromEntries(set), _id: toJobId(row.id) };
}

/** Encodes the value of a field for its column. */
export function encode(field: JobField, value: unknown): SqlValue {
  if (value === null || value === undefined) return null;
  switch (FIELDS[field]) {
    case 'date':
      return new Date(value as Date).getTime();
    case 'boolean':
      return value ? 1 : 0;
    case 'json':
      return encodeJson(value);
    default:
      return value as string | number;
  }
}

function decode(kind: FieldKind, value: SqlValue): unknown {
  switch (kind) {
    case 'date':
      return new Date(Number(value));
    case 'boolean':
      return value === 1;
    case 'json':
      return decodeJson(String(value));
    default:
      return value;
  }
}

/** JSON that preserves dates, as `{"$date": ms}`; undefined becomes null, as in MongoDB's driver. */
export function encodeJson(value: unknown): string {
  return JSON.stringify(tagDates(value));
}

function tagDates(value: unknown): unknown {
  if (value instanceof Date) return { $date: value.getTime() };
  if (Array.isArray(value)) return value.map(tagDates);
  if (typeof value !== 'object' || value === null) return value ?? null;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, tagDates(child)]));
}

/** Reverses {@link encodeJson}. */
export function decodeJson(text: string): unknown {
  return JSON.parse(text, (_key, value: unknown) => {
    if (typeof value !== 'object' || value === null) return value;
    const { $date, ...rest } = value as { $date?: unknown };
    return typeof $date === 'number' && Object.keys(rest).length === 0 ? new Date($date) : value;
  });
}

/** Finds the job that fits agenda's `unique` query, whose keys are paths into the job. */
export type FindUnique = (unique: Readonly<Record<string, unknown>>) => JobRow | undefined;

/** The input of one save. `values` holds every field: what the caller left out becomes nothing. */
interface Save {
  readonly database: Database;
  readonly job: JobParameters;
  readonly values: JobValues;
  readonly now: Date;
}

/**
 * Inserts or updates a job with the rules of agenda's MongoDB backend: a job with an id is updated where it
 * still exists; a `single` job exists once for each name; a `unique` one once for each match of its
 * query; any other is inserted. Every field is set, so a saved job is not locked. Call it inside a
 * transaction. Returns the job as stored.
 */
export function storeJob(
  database: Database,
  job: JobParameters,
  options: JobRepositoryOptions | undefined,
  findUnique: FindUnique,
): JobParameters {
  const { _id, unique, uniqueOpts, ...fields } = job;
  const values = { ...fields, lastModifiedBy: options?.lastModifiedBy };
  const save = { database, job, values, now: new Date() };
  if (_id) return updateKnown(save, _id);
  if (job.type === 'single') return upsertSingle(save);
  return unique ? upsertUnique(save, findUnique(unique)) : toJob(insertJob(database, values));
}

function updateKnown({ database, job, values }: Save, id: string): JobParameters {
  const known = database.all<JobRow>('SELECT * FROM agenda_jobs WHERE id = ? AND name = ?', [
    id,
    job.name,
  ])[0];
  return known === undefined ? job : toJob(updateJob(database, known, values));
}

/** Keeps the stored time when the new one has passed: a process that starts must not skip what is overdue. */
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

function upsertUnique(save: Save, known: JobRow | undefined): JobParameters {
  const { database, job, values } = save;
  const debounce = job.uniqueOpts?.debounce;
  if (known === undefined) {
    return toJob(
      insertJob(database, { ...values, ...(debounce && startDebounce(save, debounce)) }),
    );
  }
  if (debounce) {
    return toJob(
      updateJob(database, known, { ...values, ...continueDebounce(save, known, debounce) }),
    );
  }
  if (job.uniqueOpts?.insertOnly) return toJob(known);
  return toJob(updateJob(database, known, values));
}

/** The first save of a debounce window: `leading` runs at its own time, `trailing` once it has been quiet. */
function startDebounce({ now }: Save, debounce: DebounceOptions): JobValues {
  if (debounce.strategy === 'leading') return { debounceStartedAt: now };
  return { debounceStartedAt: now, nextRunAt: new Date(now.getTime() + debounce.delay) };
}

/** A later save: `leading` keeps its time, `trailing` moves it, but not beyond `maxWait`. */
function continueDebounce({ now }: Save, row: JobRow, debounce: DebounceOptions): JobValues {
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
  return firstRow(database.all<JobRow>(sql, [newJobId(), ...encodeAll(values)]));
}

function updateJob(database: Database, row: JobRow, values: JobValues): JobRow {
  const set = JOB_FIELDS.map((field) => `${field} = ?`).join(', ');
  const sql = `UPDATE agenda_jobs SET ${set} WHERE id = ? RETURNING *`;
  return firstRow(database.all<JobRow>(sql, [...encodeAll(values), row.id]));
}

function encodeAll(values: JobValues) {
  return JOB_FIELDS.map((field) => encode(field, values[field]));
}

function firstRow(rows: readonly JobRow[]): JobRow {
  const [row] = rows;
  if (row === undefined) throw new Error('A job was written but not returned.');
  return row;
}
