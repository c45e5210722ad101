import type { Complaint } from '../../domain/complaint/complaint.js';
import { ENDED_STATES } from '../../domain/complaint/facts.js';
import { isIndexedAnew } from '../lookups/match-terms.js';
import { toThreads } from '../lookups/threads.js';
import type { StoredRecord } from '../records/record-reader.js';
import type { Database, SqlValue } from './database.js';
import { type DocumentTable, findDocumentRows } from './documents/document-rows.js';
import { markUnindexed } from './matching/stem-index.js';

/** The table of the complaints. What has several rows for each stands beside it, see `TABLES_BESIDE`. */
export const COMPLAINT_TABLE: DocumentTable<Complaint> = {
  name: 'complaints',
  columns: {
    state: ({ state }) => state,
    team: ({ team }) => team,
    reporter: ({ reporter }) => reporter,
    assignee: ({ assignee }) => assignee,
    confidential: ({ confidential }) => (confidential ? 1 : 0),
    filed_at: ({ filedAt }) => filedAt,
    has_audience: ({ audience }) => (audience === undefined ? 0 : 1),
    category: ({ category }) => category,
    generation: ({ generation }) => generation ?? 0,
  },
  writeBeside: (database, before, after) => {
    for (const beside of TABLES_BESIDE) {
      const old = before === undefined ? [] : beside.toRows(before);
      replaceRows(database, beside, old, beside.toRows(after));
    }
    if (before === undefined || isIndexedAnew(before, after)) markUnindexed(database, after.id);
  },
};

/** The complaints without a stored audience, as many as the parameter says. */
export const UNFILLED_SQL = `SELECT id FROM complaints INDEXED BY complaints_unfilled_reporter
  WHERE has_audience = 0 LIMIT ?`;

/** The newest complaints in a state, as many as the second parameter says. */
export const NEWEST_SQL = `SELECT id FROM complaints INDEXED BY complaints_state
  WHERE state = ? ORDER BY filed_at DESC, id DESC LIMIT ?`;

/** The complaints that are not over, as indexes and queries of them say it: SQLite compares the words. */
export const ONGOING_SQL = `state NOT IN (${ENDED_STATES.map((state) => `'${state}'`).join(', ')})`;

/** The ongoing complaints that an older generation than the first parameter planned; then how many. */
export const OUTDATED_SQL = `SELECT id FROM complaints INDEXED BY complaints_generation
  WHERE generation < ? AND ${ONGOING_SQL} ORDER BY generation, id LIMIT ?`;

/** The complaint and the placement whose card has this key. */
export const THREAD_SQL = 'SELECT id, placement FROM complaint_threads WHERE key = ? LIMIT 1';

/** The next complaints with a stuck card in a team's channel. */
export const STUCK_SQL =
  'SELECT id FROM complaint_stuck WHERE team = ? AND id > ? ORDER BY id LIMIT ?';

/** Returns the first `limit` rows, -1 for all. `where`: a condition, and an order if wanted. */
export function findComplaintRows(
  database: Database,
  where: string,
  params: readonly SqlValue[],
  limit: number,
): readonly StoredRecord[] {
  return findDocumentRows(database, COMPLAINT_TABLE.name, where, params, limit);
}

type Row = readonly SqlValue[];

/** A table with rows that are made from each complaint. */
interface TableBeside {
  readonly table: string;
  readonly columns: readonly string[];
  readonly toRows: (complaint: Complaint) => readonly Row[];
}

const TABLES_BESIDE: readonly TableBeside[] = [
  {
    table: 'complaint_audience',
    columns: ['key', 'state', 'filed_at', 'id'],
    // None while it has no audience.
    toRows: ({ audience = [], state, filedAt, id }) =>
      audience.map((key) => [key, state, filedAt, id]),
  },
  {
    table: 'complaint_keys',
    columns: ['key', 'state', 'filed_at', 'id'],
    // None while they are not filled in.
    toRows: ({ keys = [], state, filedAt, id }) => keys.map((key) => [key, state, filedAt, id]),
  },
  {
    table: 'complaint_threads',
    columns: ['key', 'id', 'placement'],
    toRows: ({ refs, id }) => toThreads(refs).map(({ key, placement }) => [key, id, placement]),
  },
  {
    table: 'complaint_concerns',
    columns: ['person', 'id'],
    toRows: ({ concerns = [], id }) => concerns.map((person) => [person, id]),
  },
  {
    table: 'complaint_stuck',
    columns: ['team', 'id'],
    toRows: ({ stuckIn = [], id }) => stuckIn.map((team) => [team, id]),
  },
];

/** Writes nothing when the rows are the same; else deletes those that are not wanted any more, and inserts the others. */
function replaceRows(
  database: Database,
  { table, columns }: TableBeside,
  old: readonly Row[],
  wanted: readonly Row[],
): void {
  if (JSON.stringify(old) === JSON.stringify(wanted)) return;
  const condition = columns.map((column) => `${column} = ?`).join(' AND ');
  const values = columns.map(() => '?').join(', ');
  const kept = new Set(wanted.map((row) => JSON.stringify(row)));
  for (const row of old.filter((each) => !kept.has(JSON.stringify(each)))) {
    database.run(`DELETE FROM ${table} WHERE ${condition}`, row);
  }
  // A row that is there already is only looked up.
  for (const row of wanted) {
    database.run(`INSERT OR IGNORE INTO ${table} (${columns.join(', ')}) VALUES (${values})`, row);
  }
}
