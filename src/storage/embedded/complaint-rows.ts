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
  'document',
];

const INSERT = `INSERT INTO complaints (${COLUMNS.join(', ')})
  VALUES (${COLUMNS.map(() => '?').join(', ')})`;

const UPDATE = `UPDATE complaints SET ${COLUMNS.map((column) => `${column} = ?`).join(', ')}
  WHERE id = ?`;

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

/** Inserts a complaint with this schema number. */
export function insertComplaint(database: Database, complaint: Complaint, schema: number): void {
  database.run(INSERT, toColumnValues(complaint, schema));
}

/** Replaces a complaint and its schema number. */
export function updateComplaint(database: Database, complaint: Complaint, schema: number): void {
  database.run(UPDATE, [...toColumnValues(complaint, schema), complaint.id]);
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
    toJson({ ...complaint, schema }),
  ];
}
