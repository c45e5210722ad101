import type { JobsQueryOptions, RemoveJobsOptions } from 'agenda';
import type { Database, SqlValue } from '../database.js';
import { checkQuery, dataQuery, matchesQuery, type Query } from './job-match.js';
import { dataExpression, type JobRow, toJob } from './job-rows.js';

/** Rows that `sql` finds and `query` accepts: what SQL cannot say the way MongoDB means it is checked row by row. */
export interface JobFilter {
  readonly sql: string;
  readonly params: readonly SqlValue[];
  readonly query: Query | null;
}

interface Clause {
  readonly sql: string;
  readonly params: readonly SqlValue[];
}

/** The jobs to remove, disable or enable; undefined when no criterion is given, which means none and never all. */
export function selection(
  options: RemoveJobsOptions,
  scalarPaths: readonly string[],
): JobFilter | undefined {
  const clauses = [...idClauses(options), ...nameClauses(options)];
  const query = options.data === undefined ? {} : dataQuery(options.data);
  if (clauses.length === 0 && Object.keys(query).length === 0) return undefined;
  return filter(clauses, query, scalarPaths);
}

/** The jobs a query asks for, before state and page. A search overrides the names, as in agenda's MongoDB backend. */
export function questioned(options: JobsQueryOptions, scalarPaths: readonly string[]): JobFilter {
  const names = options.search ? [searchClause(options.search)] : nameClauses(options);
  const enabled =
    options.includeDisabled === false ? [{ sql: 'disabled IS NOT 1', params: [] }] : [];
  const query = options.data === undefined ? {} : dataQuery(options.data);
  return filter([...idClauses(options), ...names, ...enabled], query, scalarPaths);
}

/** The jobs of a name that fit agenda's `unique` query, whose keys are paths into the job. */
export function uniqueTo(name: string, unique: Query, scalarPaths: readonly string[]): JobFilter {
  return filter([{ sql: 'name = ?', params: [name] }], unique, scalarPaths);
}

/** The rows of a filter in the order of `order`, by default the order they were inserted in. */
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

/** Narrows by an index where the query asks for one value at an indexed path. */
function indexedClauses(query: Query, scalarPaths: readonly string[]): Clause[] {
  return scalarPaths.flatMap((path) => {
    const value = query[path];
    return typeof value === 'string' || typeof value === 'number'
      ? [{ sql: `${dataExpression(path)} = ?`, params: [value] }]
      : [];
  });
}

/** One id goes before several, as in agenda's MongoDB backend; so with names. An empty list is no criterion. */
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

/** Any part of the name, whatever the case of its ASCII letters. */
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
