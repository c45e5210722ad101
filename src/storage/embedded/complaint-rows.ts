import type { Complaint } from '../../domain/complaint/complaint.js';
import type { StoredRecord } from '../records/record-reader.js';
import type { Database, SqlValue } from './database.js';
import { type DocumentTable, findDocumentRows } from './document-rows.js';

/** The table of the complaints. Who may see which stands in `complaint_audience`. */
export const COMPLAINT_TABLE: DocumentTable<Complaint> = {
  name: 'complaints',
  columns: {
    state: ({ state }) => state,
    team: ({ team }) => team,
    reporter: ({ reporter }) => reporter,
    assignee: ({ assignee }) => assignee,
    confidential: ({ confidential }) => (confidential ? 1 : 0),
    filed_at: ({ filedAt }) => filedAt,
    thread_key: ({ refs }) => refs['team-card']?.key ?? null,
    has_audience: ({ audience }) => (audience === undefined ? 0 : 1),
  },
  writeBeside: writeAudience,
};

/** The complaints without a stored audience, as many as the parameter says. */
export const UNFILLED_SQL = `SELECT id FROM complaints INDEXED BY complaints_unfilled_reporter
  WHERE has_audience = 0 LIMIT ?`;

/** Returns the first `limit` rows, -1 for all. `where`: a condition, and an order if wanted. */
export function findComplaintRows(
  database: Database,
  where: string,
  params: readonly SqlValue[],
  limit: number,
): readonly StoredRecord[] {
  return findDocumentRows(database, COMPLAINT_TABLE.name, where, params, limit);
}

/** Writes the audience if that or what lists need beside it changed. */
function writeAudience(database: Database, before: Complaint | undefined, after: Complaint): void {
  const old = before === undefined ? [] : toAudienceRows(before);
  const wanted = toAudienceRows(after);
  if (JSON.stringify(old) === JSON.stringify(wanted)) return;
  for (const row of old) database.run(DELETE_AUDIENCE, row);
  for (const row of wanted) database.run(INSERT_AUDIENCE, row);
}

const DELETE_AUDIENCE =
  'DELETE FROM complaint_audience WHERE key = ? AND state = ? AND filed_at = ? AND id = ?';

const INSERT_AUDIENCE =
  'INSERT OR IGNORE INTO complaint_audience (key, state, filed_at, id) VALUES (?, ?, ?, ?)';

/** The rows of a complaint in `complaint_audience`, none while it has no audience. */
function toAudienceRows(complaint: Complaint): readonly (readonly SqlValue[])[] {
  const { audience = [], state, filedAt, id } = complaint;
  return audience.map((key) => [key, state, filedAt, id]);
}
