import { setImmediate as yieldToOthers } from 'node:timers/promises';
import { isInAudience } from '../../domain/complaint/audience.js';
import type { Complaint } from '../../domain/complaint/complaint.js';
import type { AudienceKey } from '../../domain/complaint/facts.js';
import type { ListQuery } from '../../ports/stores/complaint-store.js';
import { toListKeys } from '../lookups/list-keys.js';
import type { RecordReader, StoredRecord } from '../records/record-reader.js';
import { findComplaintRows, UNFILLED_SQL } from './complaint-rows.js';
import type { Database, SqlValue } from './database.js';

/** A range of an index whose rows come newest first: a table, and a condition that fixes all other columns. */
export interface ListRange {
  readonly table: 'complaints' | 'complaint_audience';
  readonly where: string;
  readonly params: readonly SqlValue[];
}

/** Most rows that one statement reads of a range. */
const PAGE_SIZE = 200;
/** Most documents that one statement reads. */
const BATCH_SIZE = 50;
/** How many ranges are opened before others may run: about a millisecond. */
const RANGES_AT_ONCE = 16;

/** SQL that reads a page of a range, from behind a place in it. Params: the range's, time, id, limit. */
export function toPageSql({ table, where }: ListRange): string {
  return `SELECT id, filed_at AS filedAt FROM ${table}
    WHERE ${where} AND (filed_at, id) < (?, ?) ORDER BY filed_at DESC, id DESC LIMIT ?`;
}

/**
 * The ranges that together hold every complaint that the query asks for, and few others, see
 * {@link toListKeys}. A complaint that is older than `audience` has no rows there: while there are some
 * (`isFilling`), they are found by the facts that their audience will be made from.
 */
export function toListRanges(query: ListQuery, isFilling: boolean): readonly ListRange[] {
  const keys = toListKeys(query);
  const conditions: readonly ListRange[] =
    keys === undefined
      ? [{ table: 'complaints', where: 'TRUE', params: [] }]
      : keys.flatMap((key) => [toAudienceRange(key), ...(isFilling ? toUnfilledRanges(key) : [])]);
  return [...new Set(query.states)].flatMap((state) =>
    conditions.map(({ table, where, params }) => ({
      ...{ table, where: `${where} AND state = ?`, params: [...params, state] },
    })),
  );
}

function toAudienceRange(key: AudienceKey): ListRange {
  return { table: 'complaint_audience', where: 'key = ?', params: [key] };
}

/** For each kind of key: the complaints whose audience would have it. `toAudience`, backwards. */
const UNFILLED = {
  p: ['reporter = ?', 'assignee = ?'],
  m: ['team = ? AND confidential = 0'],
  l: ['team = ? AND confidential = 0', 'team = ? AND confidential = 1'],
} as const;

/** The complaints without a stored audience that will have this key in it. */
function toUnfilledRanges(key: AudienceKey): readonly ListRange[] {
  const kind = key.charAt(0) as keyof typeof UNFILLED;
  return UNFILLED[kind].map((where) => ({
    ...{ table: 'complaints', where: `has_audience = 0 AND ${where}`, params: [key.slice(2)] },
  }));
}

/**
 * Lists complaints, see {@link ListQuery}. It merges the ranges and stops when the list is full, so a
 * statement reads a page of one range or a batch of documents, never more; between them others may run.
 * So the list is no snapshot, and each complaint is checked again when it is read.
 */
export async function listComplaints(
  database: Database,
  reader: RecordReader<Complaint>,
  query: ListQuery,
): Promise<readonly Complaint[]> {
  const limit = Math.max(0, query.limit);
  const isFilling = database.all(UNFILLED_SQL, [1]).length > 0;
  const cursors = await openRanges(database, toListRanges(query, isFilling), limit);
  const newest = mergeNewest(cursors);
  const found: Complaint[] = [];
  while (found.length < limit) {
    const ids = takeNext(newest, toBatchSize(query, limit - found.length));
    if (ids.length === 0) break;
    const read = reader.readAll(loadMatching(database, query, ids));
    found.push(...read.filter((one) => isInAudience(query.viewer, one)));
    await yieldToOthers();
  }
  return found.slice(0, limit);
}

/** Only as many documents as are wanted, unless many of them may not match. */
function toBatchSize({ team, person }: ListQuery, wanted: number): number {
  const isFiltered = team !== undefined || person !== undefined;
  return isFiltered ? BATCH_SIZE : Math.min(BATCH_SIZE, wanted);
}

/** The documents of these complaints that match the query, in the order of `ids`. */
function loadMatching(
  database: Database,
  { states, team, person }: ListQuery,
  ids: readonly string[],
): readonly StoredRecord[] {
  // The plus keeps SQLite from other indexes than that of the ids.
  const conditions = [toInCondition('id', ids), toInCondition('+state', states)];
  if (team !== undefined) conditions.push({ sql: '+team = ?', params: [team] });
  if (person !== undefined) {
    conditions.push({ sql: '(+reporter = ? OR +assignee = ?)', params: [person, person] });
  }
  const where = conditions.map(({ sql }) => sql).join(' AND ');
  const params = conditions.flatMap((condition) => condition.params);
  const rows = findComplaintRows(database, where, params, ids.length);
  const byId = new Map(rows.map((row) => [row.reference, row]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

/** An SQL condition and the values of its placeholders. */
interface Condition {
  readonly sql: string;
  readonly params: readonly SqlValue[];
}

function toInCondition(column: string, values: readonly string[]): Condition {
  return { sql: `${column} IN (${values.map(() => '?').join(', ')})`, params: values };
}

/** The place of a complaint in a list. */
interface Place {
  readonly id: string;
  readonly filedAt: number;
}

/** Reads the first page of each range, and leaves out those that are empty. Lets others run in between. */
async function openRanges(
  database: Database,
  ranges: readonly ListRange[],
  limit: number,
): Promise<readonly RangeCursor[]> {
  const cursors: RangeCursor[] = [];
  for (const [at, range] of ranges.entries()) {
    if (at > 0 && at % RANGES_AT_ONCE === 0) await yieldToOthers();
    const cursor = new RangeCursor(database, range, Math.min(PAGE_SIZE, limit));
    if (cursor.peek() !== undefined) cursors.push(cursor);
  }
  return cursors;
}

/** The ids in all ranges, newest first, each once. Reads of each range only what is needed. */
function* mergeNewest(cursors: readonly RangeCursor[]): Generator<string> {
  let last: string | undefined;
  for (;;) {
    const first = findNewest(cursors);
    const place = first?.peek();
    if (first === undefined || place === undefined) return;
    first.advance();
    if (place.id !== last) yield place.id;
    last = place.id;
  }
}

/** The cursor at the newest complaint; undefined when all are at their end. */
function findNewest(cursors: readonly RangeCursor[]): RangeCursor | undefined {
  let newest: RangeCursor | undefined;
  for (const cursor of cursors) {
    if (cursor.peek() === undefined) continue;
    if (newest === undefined || compareCursors(cursor, newest) < 0) newest = cursor;
  }
  return newest;
}

function compareCursors(a: RangeCursor, b: RangeCursor): number {
  const [one, other] = [a.peek(), b.peek()];
  if (one === undefined || other === undefined) return 0;
  return other.filedAt - one.filedAt || (other.id > one.id ? 1 : -1);
}

function takeNext(ids: Generator<string>, count: number): readonly string[] {
  const taken: string[] = [];
  while (taken.length < count) {
    const { value, done } = ids.next();
    if (done === true) break;
    taken.push(value);
  }
  return taken;
}

/** A place in a range that moves on, page by page. */
class RangeCursor {
  readonly #database: Database;
  readonly #range: ListRange;
  readonly #pageSize: number;
  #page: readonly Place[] = [];
  #at = 0;
  #isLast = false;
  #seen: Place = { filedAt: Number.MAX_SAFE_INTEGER, id: '' };

  constructor(database: Database, range: ListRange, pageSize: number) {
    this.#database = database;
    this.#range = range;
    this.#pageSize = pageSize;
  }

  /** The complaint here; undefined at the end of the range. */
  peek(): Place | undefined {
    if (this.#at >= this.#page.length && !this.#isLast) this.#readPage();
    return this.#page[this.#at];
  }

  advance(): void {
    this.#seen = this.#page[this.#at] ?? this.#seen;
    this.#at += 1;
  }

  #readPage(): void {
    const { filedAt, id } = this.#seen;
    const params = [...this.#range.params, filedAt, id, this.#pageSize];
    this.#page = this.#database.all<Place>(toPageSql(this.#range), params);
    this.#at = 0;
    this.#isLast = this.#page.length < this.#pageSize;
  }
}
