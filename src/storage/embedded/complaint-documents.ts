import type { Complaint, ComplaintId } from '../../domain/complaint/complaint.js';
import type { Delivery } from '../../domain/complaint/delivery.js';
import { readComplaint } from '../complaint-record.js';
import { toJson } from '../json.js';
import type { Database, SqlValue } from './database.js';

interface DocumentRow {
  readonly document: string;
}

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

/** Complaints as documents with their columns. Every member is synchronous. */
export class ComplaintDocuments {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  insert(complaint: Complaint): void {
    this.#database.run(INSERT, columnsOf(complaint));
  }

  load(id: ComplaintId): Complaint | undefined {
    return this.find('id = ?', [id], 1)[0];
  }

  /** The complaints a condition holds for. */
  find(where: string, params: readonly SqlValue[], limit: number): readonly Complaint[] {
    return this.#read(`WHERE ${where} LIMIT ?`, [...params, limit]);
  }

  /** Changes every complaint with something to deliver, in one transaction; see {@link edit}. */
  editUndelivered(edit: (complaint: Complaint) => Complaint | undefined): void {
    this.#database.transaction(() => {
      for (const before of this.#read('WHERE delivery_due_at IS NOT NULL', [])) {
        const after = edit(before);
        if (after) this.#write(after);
      }
    });
  }

  /**
   * Reads a complaint, lets `edit` change it and writes it back, in one transaction. Nothing is
   * written when `edit` returns undefined. Returns what was written.
   */
  edit(
    id: ComplaintId,
    edit: (complaint: Complaint) => Complaint | undefined,
  ): Complaint | undefined {
    return this.#database.transaction(() => {
      const before = this.load(id);
      const after = before && edit(before);
      if (after) this.#write(after);
      return after;
    });
  }

  /** Like {@link edit}, for one delivery; `edit` returns what stands in its place, nothing or more. */
  editDelivery(
    id: ComplaintId,
    delivery: string,
    edit: (item: Delivery) => readonly Delivery[] | undefined,
  ): Delivery | undefined {
    const after = this.edit(id, (complaint) => {
      const at = complaint.outbox.findIndex((item) => item.id === delivery);
      const item = complaint.outbox[at];
      const edited = item && edit(item);
      if (!edited) return undefined;
      return { ...complaint, outbox: complaint.outbox.toSpliced(at, 1, ...edited) };
    });
    return after?.outbox.find((item) => item.id === delivery);
  }

  #read(rest: string, params: readonly SqlValue[]): readonly Complaint[] {
    return this.#database
      .all<DocumentRow>(`SELECT document FROM complaints ${rest}`, params)
      .map((row) => readComplaint(JSON.parse(row.document)));
  }

  #write(complaint: Complaint): void {
    this.#database.run(UPDATE, [...columnsOf(complaint), complaint.id]);
  }
}

/** The values of {@link COLUMNS}, in their order. */
function columnsOf(complaint: Complaint): readonly SqlValue[] {
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
    toJson(complaint),
  ];
}
