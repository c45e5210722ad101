import type { Complaint } from '../../domain/complaint/complaint.js';
import { toJson } from '../json.js';
import type { StoredRecord } from '../records/record-reader.js';
import type { Database, SqlValue } from './database.js';

const COLUMNS = [
  'id',
  'version',
  'filed_by',
  'state',
  'team',
  'reporter',
  'assignee',
  'confidential',
  'filed_at',
  'next_action_at',
  'delivery_due_at',
  'thread_key',
  'has_audience',
  'document',
];

const INSERT = `INSERT INTO complaints (${COLUMNS.join(', ')})
  VALUES (${COLUMNS.map(() => '?').join(', ')})`;

const UPDATE = `UPDATE complaints SET ${COLUMNS.map((column) => `${column} = ?`).join(', ')}
  WHERE id = ?`;

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
  return database
    .all<{ id: string; document: string }>(
      `SELECT id, document FROM complaints WHERE ${where} LIMIT ?`,
      [...params, limit],
    )
    .map(({ id, document }) => ({ reference: id, load: () => JSON.parse(document) }));
}

/** Inserts a complaint with this schema number, and its audience. Call it in a transaction. */
export function insertComplaint(database: Database, complaint: Complaint, schema: number): void {
  database.run(INSERT, toColumnValues(complaint, schema));
  for (const row of toAudienceRows(complaint)) insertAudienceRow(database, row);
}

/**
 * Replaces a complaint and its schema number, and its audience if that or what lists need beside it
 * changed. `before`: the complaint as it is stored now. Call it in a transaction.
 */
export function updateComplaint(
  database: Database,
  before: Complaint,
  after: Complaint,
  schema: number,
): void {
  database.run(UPDATE, [...toColumnValues(after, schema), after.id]);
  const [old, wanted] = [toAudienceRows(before), toAudienceRows(after)];
  if (JSON.stringify(old) === JSON.stringify(wanted)) return;
  for (const row of old) database.run(DELETE_AUDIENCE, row);
  for (const row of wanted) insertAudienceRow(database, row);
}

const DELETE_AUDIENCE =
  'DELETE FROM complaint_audience WHERE key = ? AND state = ? AND filed_at = ? AND id = ?';

function insertAudienceRow(database: Database, row: readonly SqlValue[]): void {
  database.run(
    'INSERT OR IGNORE INTO complaint_audience (key, state, filed_at, id) VALUES (?, ?, ?, ?)',
    row,
  );
}

/** The rows of a complaint in `complaint_audience`, none while it has no audience. */
function toAudienceRows(complaint: Complaint): readonly (readonly SqlValue[])[] {
  const { audience = [], state, filedAt, id } = complaint;
  return audience.map((key) => [key, state, filedAt, id]);
}

/** The values of {@link COLUMNS}, in their order. */
function toColumnValues(complaint: Complaint, schema: number): readonly SqlValue[] {
  const due = complaint.outbox.map((item) => item.dueAt);
  return [
    complaint.id,
    complaint.version,
    complaint.filedBy,
    complaint.state,
    complaint.team,
    complaint.reporter,
    complaint.assignee,
    complaint.confidential ? 1 : 0,
    complaint.filedAt,
    complaint.nextActionAt,
    due.length === 0 ? null : Math.min(...due),
    complaint.refs['team-card']?.key ?? null,
    complaint.audience === undefined ? 0 : 1,
    toJson({ ...complaint, schema }),
  ];
}
