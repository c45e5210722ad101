import type { JobsQueryOptions, RemoveJobsOptions } from 'agenda';
import type { Database, SqlValue } from '../database.js';
import { dataExpression, type JobRow, toJob } from './job-rows.js';

/**
 * Equality and comparison as MongoDB's query language has them
 * (mongodb.com/docs/manual/reference/operator/query-comparison), so that a `unique` or `data` filter
 * means the same on both backends: null matches a missing field, a list matches when it equals
 * the value or contains it, and values of different types never compare.
 */
export type Query = Readonly<Record<string, unknown>>;

/** Selects rows by `sql`, then checks each against `query`, which SQL cannot express the way MongoDB means it. */
export interface JobFilter {
  readonly sql: string;
  readonly params: readonly SqlValue[];
  readonly query: Query | null;
}

interface Clause {
  readonly sql: string;
  readonly params: readonly SqlValue[];
}

/** The jobs to remove, disable or enable. Undefined without a criterion: then no job is meant, never all. */
export function toSelectionFilter(
  options: RemoveJobsOptions,
  scalarPaths: readonly string[],
): JobFilter | undefined {
  const clauses = [...idClauses(options), ...nameClauses(options)];
  const query = options.data === undefined ? {} : toDataQuery(options.data);
  if (clauses.length === 0 && Object.keys(query).length === 0) return undefined;
  return filter(clauses, query, scalarPaths);
}

/** The jobs of a query, before state and page. A search overrides the names, as in agenda's MongoDB backend. */
export function toQueryFilter(
  options: JobsQueryOptions,
  scalarPaths: readonly string[],
): JobFilter {
  const names = options.search ? [searchClause(options.search)] : nameClauses(options);
  const enabled =
    options.includeDisabled === false ? [{ sql: 'disabled IS NOT 1', params: [] }] : [];
  const query = options.data === undefined ? {} : toDataQuery(options.data);
  return filter([...idClauses(options), ...names, ...enabled], query, scalarPaths);
}

/** The jobs of a name that fit agenda's `unique` query, whose keys are paths into the job. */
export function toUniqueFilter(
  name: string,
  unique: Query,
  scalarPaths: readonly string[],
): JobFilter {
  return filter([{ sql: 'name = ?', params: [name] }], unique, scalarPaths);
}

/** The rows of a filter, sorted by `order`, by default as inserted. */
export function findRows(database: Database, wanted: JobFilter, order = 'rowid'): JobRow[] {
  const sql = `SELECT * FROM agenda_jobs WHERE ${wanted.sql} ORDER BY ${order}`;
  const rows = database.all<JobRow>(sql, wanted.params);
  const { query } = wanted;
  return query === null ? rows : rows.filter((row) => matchesQuery(toJob(row), query));
}

function filter(
  clauses: readonly Clause[],
  query: Query,
  scalarPaths: readonly string[],
): JobFilter {
  checkQuery(query);
  const all = [...clauses, ...indexedClauses(query, scalarPaths)];
  return {
    sql: all.map((clause) => clause.sql).join(' AND ') || 'TRUE',
    params: all.flatMap((clause) => clause.params),
    query: Object.keys(query).length === 0 ? null : query,
  };
}

/** Uses an index where the query wants one value at an indexed path. */
function indexedClauses(query: Query, scalarPaths: readonly string[]): Clause[] {
  return scalarPaths.flatMap((path) => {
    const value = query[path];
    return typeof value === 'string' || typeof value === 'number'
      ? [{ sql: `${dataExpression(path)} = ?`, params: [value] }]
      : [];
  });
}

/** One id overrides a list, as in agenda's MongoDB backend; the same holds for names. An empty list is no criterion. */
function idClauses(options: { id?: unknown; ids?: readonly unknown[] }): Clause[] {
  if (options.id) return [{ sql: 'id = ?', params: [String(options.id)] }];
  if (!options.ids?.length) return [];
  return [listClause('id IN', options.ids.map(String))];
}

function nameClauses(options: Pick<RemoveJobsOptions, 'name' | 'names' | 'notNames'>): Clause[] {
  if (options.name) return [{ sql: 'name = ?', params: [options.name] }];
  if (options.names?.length) return [listClause('name IN', options.names)];
  return options.notNames?.length ? [listClause('name NOT IN', options.notNames)] : [];
}

/** Any part of the name, ignoring the case of ASCII letters. */
function searchClause(text: string): Clause {
  return { sql: 'instr(lower(name), lower(?)) > 0', params: [text] };
}

/** A list as one parameter, so that its length has no limit. */
export function listClause(condition: string, values: readonly string[]): Clause {
  return {
    sql: `${condition} (SELECT value FROM json_each(?))`,
    params: [JSON.stringify(values)],
  };
}

/** True when the document matches every path of a query that passed {@link checkQuery}. */
function matchesQuery(document: unknown, query: Query): boolean {
  return Object.entries(query).every(([path, condition]) => {
    return matchesCondition(valuesAt(document, path.split('.')), condition);
  });
}

/** Throws on an unknown operator, even when there is no job to match. */
function checkQuery(query: Query): void {
  for (const [path, condition] of Object.entries(query)) {
    if (path.startsWith('$')) throw unknownOperator(path);
    if (!isPlainObject(condition)) continue;
    const unknown = Object.keys(condition).find(
      (key) => key.startsWith('$') && OPERATORS[key] === undefined,
    );
    if (unknown !== undefined) throw unknownOperator(unknown);
  }
}

/**
 * A nested `data` filter as paths: `{a: 1, b: {c: 2}}` becomes `{'data.a': 1, 'data.b.c': 2}`, so
 * that it matches part of the data. Anything but a plain object is compared as a whole.
 */
function toDataQuery(data: unknown): Query {
  return isPlainObject(data) ? flatten(data, 'data') : { data };
}

function flatten(object: Query, prefix: string): Query {
  return Object.entries(object).reduce<Record<string, unknown>>((query, [key, value]) => {
    const path = `${prefix}.${key}`;
    return Object.assign(query, isPlainObject(value) ? flatten(value, path) : { [path]: value });
  }, {});
}

function matchesCondition(values: readonly unknown[], condition: unknown): boolean {
  if (!isPlainObject(condition) || !Object.keys(condition).some((key) => key.startsWith('$'))) {
    return equalsAny(values, condition);
  }
  return Object.entries(condition).every(([operator, operand]) => {
    const test = OPERATORS[operator];
    return test?.(values, operand) ?? false;
  });
}

type Test = (values: readonly unknown[], operand: unknown) => boolean;

const OPERATORS: Readonly<Record<string, Test>> = {
  $eq: equalsAny,
  $ne: (values, operand) => !equalsAny(values, operand),
  $in: (values, operand) => toList(operand).some((each) => equalsAny(values, each)),
  $nin: (values, operand) => !toList(operand).some((each) => equalsAny(values, each)),
  $gt: (values, operand) => compares(values, operand, (order) => order > 0),
  $gte: (values, operand) => compares(values, operand, (order) => order >= 0),
  $lt: (values, operand) => compares(values, operand, (order) => order < 0),
  $lte: (values, operand) => compares(values, operand, (order) => order <= 0),
  $exists: (values, operand) => values.some((value) => value !== undefined) === Boolean(operand),
};

function unknownOperator(operator: string): Error {
  return new Error(`The operator ${operator} is not supported in a filter on jobs.`);
}

function toList(operand: unknown): readonly unknown[] {
  if (!Array.isArray(operand)) throw new Error('$in and $nin need a list.');
  return operand;
}

/** The values at a path. A list on the way means each of its members. */
function valuesAt(value: unknown, path: readonly string[]): readonly unknown[] {
  const [key, ...rest] = path;
  if (key === undefined) return [value];
  if (Array.isArray(value)) {
    const members = value.filter(isPlainObject).flatMap((member) => valuesAt(member, path));
    return /^\d+$/.test(key) ? [...valuesAt(value[Number(key)], rest), ...members] : members;
  }
  return isPlainObject(value) && Object.hasOwn(value, key)
    ? valuesAt(value[key], rest)
    : [undefined];
}

function equalsAny(values: readonly unknown[], wanted: unknown): boolean {
  return candidates(values).some((value) => isEqual(value, wanted));
}

function compares(
  values: readonly unknown[],
  operand: unknown,
  accept: (order: number) => boolean,
): boolean {
  return candidates(values).some((value) => {
    const order = compare(value, operand);
    return order !== undefined && accept(order);
  });
}

/** A list is compared as a whole and by its members. */
function candidates(values: readonly unknown[]): readonly unknown[] {
  return values.flatMap((value) => (Array.isArray(value) ? [value, ...value] : [value]));
}

function compare(a: unknown, b: unknown): number | undefined {
  if ((a ?? null) === null && (b ?? null) === null) return 0;
  if (a instanceof Date && b instanceof Date) return a.getTime() - b.getTime();
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'string' && typeof b === 'string') return Buffer.from(a).compare(Buffer.from(b));
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
  return undefined;
}

function isEqual(a: unknown, b: unknown): boolean {
  if (a === undefined || a === null) return b === undefined || b === null;
  if (a instanceof Date || b instanceof Date) return compare(a, b) === 0;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((each, at) => isEqual(each, b[at]));
  }
  if (isPlainObject(a) && isPlainObject(b)) return isEqualObject(a, b);
  return a === b;
}

/** Fields in the same order: MongoDB compares embedded documents field by field. */
function isEqualObject(a: Query, b: Query): boolean {
  const left = Object.entries(a);
  const right = Object.entries(b);
  return (
    left.length === right.length &&
    left.every(([key, value], at) => key === right[at]?.[0] && isEqual(value, right[at]?.[1]))
  );
}

function isPlainObject(value: unknown): value is Query {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
