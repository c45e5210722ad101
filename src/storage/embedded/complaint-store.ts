import type { Complaint } from '../../domain/complaint/complaint.js';
import type { ComplaintChange } from '../../domain/complaint/decision.js';
import type { Delivery } from '../../domain/complaint/delivery.js';
import type { ComplaintId, DerivedFields } from '../../domain/complaint/facts.js';
import type { FailureReason } from '../../domain/complaint/failure-reason.js';
import { RedressError } from '../../errors.js';
import type {
  ComplaintStore,
  FinishedDeliveries,
  InsertOutcome,
  Lease,
  ListQuery,
  Retry,
} from '../../ports/complaint-store.js';
import { applyChange } from '../records/apply-change.js';
import type { RecordReader } from '../records/record-reader.js';
import { listComplaints } from './complaint-list.js';
import {
  findComplaintRows,
  insertComplaint,
  UNFILLED_SQL,
  updateComplaint,
} from './complaint-rows.js';
import type { Database, SqlValue } from './database.js';
import { prepareSchema } from './schema.js';

/**
 * The complaint store on the embedded file. Each write is one transaction and durable when it returns.
 * It writes the whole document, so the first write upgrades an old record.
 */
export class EmbeddedComplaintStore implements ComplaintStore {
  readonly #database: Database;
  readonly #reader: RecordReader<Complaint>;

  constructor(database: Database, reader: RecordReader<Complaint>) {
    this.#database = database;
    this.#reader = reader;
  }

  async prepare(): Promise<void> {
    prepareSchema(this.#database);
  }

  async ping(): Promise<void> {
    this.#database.all('SELECT 1');
  }

  async nextReference(): Promise<ComplaintId> {
    const [row] = this.#database.all<{ value: number }>(
      `INSERT INTO counters (name, value) VALUES ('complaint', 1001)
       ON CONFLICT (name) DO UPDATE SET value = value + 1 RETURNING value`,
    );
    if (!row) throw new RedressError('STORE_UNAVAILABLE', 'The counter gave no number.');
    return `C-${row.value}`;
  }

  async insert(complaint: Complaint): Promise<InsertOutcome> {
    return this.#database.transaction((): InsertOutcome => {
      const existing = this.#find('filed_by = ?', [complaint.filedBy]);
      if (existing) return { kind: 'duplicate', complaint: existing };
      if (this.#isTaken(complaint.id)) {
        throw new RedressError('STORE_CONFLICT', `The reference ${complaint.id} is taken.`);
      }
      insertComplaint(this.#database, complaint, this.#reader.schema);
      return { kind: 'inserted' };
    });
  }

  async load(id: ComplaintId): Promise<Complaint | undefined> {
    return this.#load(id);
  }

  async change(id: ComplaintId, version: number, change: ComplaintChange): Promise<boolean> {
    const changed = this.#edit(id, (complaint) =>
      complaint.version === version ? applyChange(complaint, change) : undefined,
    );
    return changed !== undefined;
  }

  async dueActions(now: number, limit: number): Promise<readonly ComplaintId[]> {
    return this.#findDue('next_action_at', now, limit);
  }

  async dueDeliveries(realNow: number, limit: number): Promise<readonly ComplaintId[]> {
    return this.#findDue('delivery_due_at', realNow, limit);
  }

  async upcoming(limit: number): Promise<readonly { id: ComplaintId; at: number }[]> {
    return this.#database.all(
      `SELECT id, next_action_at AS at FROM complaints WHERE next_action_at IS NOT NULL
       ORDER BY next_action_at, id LIMIT ?`,
      [Math.max(0, limit)],
    );
  }

  async claim(id: ComplaintId, delivery: string, lease: Lease): Promise<Delivery | undefined> {
    return this.#editDelivery(id, delivery, (item) => {
      if (item.failed !== null || item.dueAt > lease.now) return undefined;
      const held = { lease: lease.token, dueAt: lease.until };
      if (item.lease === null) return [{ ...item, ...held }];
      const { triedOn: _unsure, ...abandoned } = item;
      return [{ ...abandoned, ...held, uncertain: true }];
    });
  }

  async finish(id: ComplaintId, token: string, done: FinishedDeliveries): Promise<boolean> {
    const finished = this.#edit(id, (complaint) => {
      const [first] = done.deliveries;
      const held = complaint.outbox.some((item) => item.id === first && item.lease === token);
      if (!held) return undefined;
      return {
        ...complaint,
        outbox: complaint.outbox.filter((item) => !done.deliveries.includes(item.id)),
        refs: done.ref === null ? complaint.refs : { ...complaint.refs, [done.slot]: done.ref },
      };
    });
    return finished !== undefined;
  }

  async postpone(id: ComplaintId, delivery: string, token: string, retry: Retry): Promise<boolean> {
    const postponed = this.#editDelivery(id, delivery, (item) => {
      if (item.lease !== token) return undefined;
      const { triedOn: _before, ...rest } = item;
      return [{ ...rest, ...retry, lease: null, attempts: item.attempts + 1 }];
    });
    return postponed !== undefined;
  }

  async fail(
    id: ComplaintId,
    delivery: string,
    token: string,
    reason: FailureReason,
  ): Promise<boolean> {
    const failed = this.#editDelivery(id, delivery, (item) =>
      item.lease === token ? [{ ...item, lease: null, failed: reason }] : undefined,
    );
    return failed !== undefined;
  }

  async drop(id: ComplaintId, delivery: string): Promise<void> {
    this.#editDelivery(id, delivery, (item) => (item.failed === null ? undefined : []));
  }

  async releaseLeases(owner: string, dueAt: number): Promise<void> {
    this.#database.transaction(() => {
      const waiting = findComplaintRows(this.#database, 'delivery_due_at IS NOT NULL', [], -1);
      for (const complaint of this.#reader.readAll(waiting)) {
        const outbox = complaint.outbox.map((item) => releaseLease(item, owner, dueAt));
        const isSame = outbox.every((item, at) => item === complaint.outbox[at]);
        if (!isSame) this.#write(complaint, { ...complaint, outbox });
      }
    });
  }

  async list(query: ListQuery): Promise<readonly Complaint[]> {
    return listComplaints(this.#database, this.#reader, query);
  }

  async findUnfilled(limit: number): Promise<readonly ComplaintId[]> {
    return this.#database
      .all<{ id: string }>(UNFILLED_SQL, [Math.max(0, limit)])
      .map((row) => row.id);
  }

  async fill(id: ComplaintId, version: number, fields: Partial<DerivedFields>): Promise<boolean> {
    const filled = this.#edit(id, (complaint) =>
      complaint.version === version ? { ...complaint, ...fields } : undefined,
    );
    return filled !== undefined;
  }

  async findByThread(key: string): Promise<ComplaintId | undefined> {
    const [row] = this.#database.all<{ id: string }>(
      'SELECT id FROM complaints WHERE thread_key = ? LIMIT 1',
      [key],
    );
    return row?.id;
  }

  async close(): Promise<void> {
    this.#database.close();
  }

  #findDue(column: string, at: number, limit: number): readonly ComplaintId[] {
    return this.#database
      .all<{ id: string }>(
        `SELECT id FROM complaints WHERE ${column} <= ? ORDER BY ${column}, id LIMIT ?`,
        [at, Math.max(0, limit)],
      )
      .map((row) => row.id);
  }

  #load(id: ComplaintId): Complaint | undefined {
    const complaint = this.#find('id = ?', [id]);
    if (complaint === undefined) this.#reader.forget(id);
    return complaint;
  }

  #find(where: string, params: readonly SqlValue[]): Complaint | undefined {
    const [row] = findComplaintRows(this.#database, where, params, 1);
    return row && this.#reader.read(row);
  }

  #isTaken(id: ComplaintId): boolean {
    return findComplaintRows(this.#database, 'id = ?', [id], 1).length > 0;
  }

  #write(before: Complaint, after: Complaint): void {
    updateComplaint(this.#database, before, after, this.#reader.schema);
  }

  /**
   * Reads a complaint, lets `edit` change it and writes it back, in one transaction. Writes nothing
   * when `edit` returns undefined. Returns what was written.
   */
  #edit(
    id: ComplaintId,
    edit: (complaint: Complaint) => Complaint | undefined,
  ): Complaint | undefined {
    return this.#database.transaction(() => {
      const before = this.#load(id);
      const after = before && edit(before);
      if (before && after) this.#write(before, after);
      return after;
    });
  }

  /** Edits one delivery; `edit` returns what replaces it, or undefined to write nothing. */
  #editDelivery(
    id: ComplaintId,
    delivery: string,
    edit: (item: Delivery) => readonly Delivery[] | undefined,
  ): Delivery | undefined {
    const after = this.#edit(id, (complaint) => {
      const at = complaint.outbox.findIndex((item) => item.id === delivery);
      const item = complaint.outbox[at];
      const edited = item && edit(item);
      if (!edited) return undefined;
      return { ...complaint, outbox: complaint.outbox.toSpliced(at, 1, ...edited) };
    });
    return after?.outbox.find((item) => item.id === delivery);
  }
}

function releaseLease(item: Delivery, owner: string, dueAt: number): Delivery {
  const held = item.lease?.startsWith(`${owner}/`) && item.dueAt > dueAt;
  return held ? { ...item, dueAt } : item;
}
