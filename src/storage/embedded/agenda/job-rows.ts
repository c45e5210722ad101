import { randomBytes } from 'node:crypto';
import { type JobParameters, toJobId } from 'agenda';
import type { Database, SqlValue } from '../database.js';

/** How a field of an agenda job is kept in its column. Dates are ms UTC, `json` is {@link encodeJson}. */
type Kind = 'text' | 'number' | 'boolean' | 'date' | 'json';

type StoredField = Exclude<keyof JobParameters, '_id' | 'unique' | 'uniqueOpts'>;

/**
 * Every field of agenda's `JobParameters` that is stored, with a column of the same name. `unique` and
 * `uniqueOpts` steer one save and are not kept, as in agenda's MongoDB backend.
 */
const FIELDS: Readonly<Record<StoredField, Kind>> = {
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

const SQL_TYPES: Readonly<Record<Kind, string>> = {
  text: 'TEXT',
  number: 'REAL',
  boolean: 'INTEGER',
  date: 'INTEGER',
  json: 'TEXT',
};

export type JobField = StoredField;
export const JOB_FIELDS = Object.keys(FIELDS) as readonly JobField[];

export type JobRow = Readonly<{ id: string } & Record<JobField, SqlValue>>;

/** What a save sets: field values as agenda gives them. Null and undefined both mean "nothing". */
export type JobValues = Partial<Readonly<Record<JobField, unknown>>>;

/**
 * Creates what is missing. The two indexes serve the two questions asked at every scan: what is due and
 * not locked, and which locks are too old. `scalarPaths` are paths into the job's data by which jobs
 * are looked up, such as `data.complaint`; each gets an index and must hold a single value, not a list.
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
 * The SQL that reads a path such as `data.complaint`. Spelled out, for SQLite uses an index on an
 * expression only where the same text stands in the query (sqlite.org/expridx.html).
 */
export function dataExpression(path: string): string {
  const keys = path.split('.').slice(1);
  const json = `$${keys.map((key) => `.${JSON.stringify(key)}`).join('')}`;
  return `json_extract(data, '${json.replaceAll("'", "''")}')`;
}

export function newJobId(): string {
  return randomBytes(12).toString('hex');
}

/** The job as agenda wants it: fields that hold nothing are left out, `nextRunAt` and `data` are always there. */
export function toJob(row: JobRow): JobParameters & { _id: ReturnType<typeof toJobId> } {
  const set = JOB_FIELDS.filter((field) => row[field] !== null).map((field) => [
    field,
    decode(FIELDS[field], row[field]),
  ]);
  return { nextRunAt: null, data: null, ...Object.fromEntries(set), _id: toJobId(row.id) };
}

/** The value of a field for its column. */
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

function decode(kind: Kind, value: SqlValue): unknown {
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

/** JSON in which a date survives, as `{"$date": ms}`; undefined becomes null, as in MongoDB's driver. */
export function encodeJson(value: unknown): string {
  return JSON.stringify(tagDates(value));
}

function tagDates(value: unknown): unknown {
  if (value instanceof Date) return { $date: value.getTime() };
  if (Array.isArray(value)) return value.map(tagDates);
  if (typeof value !== 'object' || value === null) return value ?? null;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, tagDates(child)]));
}

export function decodeJson(text: string): unknown {
  return JSON.parse(text, (_key, value: unknown) => {
    if (typeof value !== 'object' || value === null) return value;
    const { $date, ...rest } = value as { $date?: unknown };
    return typeof $date === 'number' && Object.keys(rest).length === 0 ? new Date($date) : value;
  });
}
