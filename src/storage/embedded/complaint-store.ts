import type { Complaint, ComplaintId } from '../../domain/complaint/complaint.js';
import { EVENTS_KEPT } from '../../domain/complaint/complaint.js';
import type { Change } from '../../domain/complaint/decision.js';
import type { Delivery, FailureReason } from '../../domain/complaint/delivery.js';
import { RedressError } from '../../errors.js';
import type {
  ComplaintStore,
  Finished,
  InsertOutcome,
  Lease,
  ListQuery,
  Retry,
} from '../../ports/complaint-store.js';
import { ComplaintDocuments } from './complaint-documents.js';
import type { Database } from './database.js';
import { prepareSchema } from './schema.js';
import { listed } from './visibility.js';

/** The complaint store on the embedded file. Each write is one transaction, durable when it returns. */
export class EmbeddedComplaintStore implements ComplaintStore {
  readonly #database: Database;
  readonly #documents: ComplaintDocuments;

  constructor(database: Database) {
    this.#database = database;
    this.#documents = new ComplaintDocuments(database);
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
      const [there] = this.#documents.find('filed_by = ?', [complaint.filedBy], 1);
      if (there) return { kind: 'duplicate', complaint: there };
      if (this.#documents.load(complaint.id)) {
        throw new RedressError('STORE_CONFLICT', `The reference ${complaint.id} is taken.`);
      }
      this.#documents.insert(complaint);
      return { kind: 'inserted' };
    });
  }

  async load(id: ComplaintId): Promise<Complaint | undefined> {
    return this.#documents.load(id);
  }

  async change(id: ComplaintId, version: number, change: Change): Promise<boolean> {
    const changed = this.#documents.edit(id, (complaint) =>
      complaint.version === version ? applied(complaint, change) : undefined,
    );
    return changed !== undefined;
  }

  async dueActions(now: number, limit: number): Promise<readonly ComplaintId[]> {
    return this.#ids('next_action_at', now, limit);
  }

  async dueDeliveries(realNow: number, limit: number): Promise<readonly ComplaintId[]> {
    return this.#ids('delivery_due_at', realNow, limit);
  }

  async upcoming(limit: number): Promise<readonly { id: ComplaintId; at: number }[]> {
    return this.#database.all(
      `SELECT id, next_action_at AS at FROM complaints WHERE next_action_at IS NOT NULL
       ORDER BY next_action_at, id LIMIT ?`,
      [Math.max(0, limit)],
    );
  }

  async claim(id: ComplaintId, delivery: string, lease: Lease): Promise<Delivery | undefined> {
    return this.#documents.editDelivery(id, delivery, (item) => {
      if (item.failed !== null || item.dueAt > lease.now) return undefined;
      const held = { lease: lease.token, dueAt: lease.until };
      if (item.lease === null) return [{ ...item, ...held }];
      const { triedOn: _unsure, ...abandoned } = item;
      return [{ ...abandoned, ...held, uncertain: true }];
    });
  }

  async finish(id: ComplaintId, token: string, done: Finished): Promise<boolean> {
    const finished = this.#documents.edit(id, (complaint) => {
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
    const postponed = this.#documents.editDelivery(id, delivery, (item) => {
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
    const failed = this.#documents.editDelivery(id, delivery, (item) =>
      item.lease === token ? [{ ...item, lease: null, failed: reason }] : undefined,
    );
    return failed !== undefined;
  }

  async drop(id: ComplaintId, delivery: string): Promise<void> {
    this.#documents.editDelivery(id, delivery, (item) => (item.failed === null ? undefined : []));
  }

  async releaseLeases(owner: string, dueAt: number): Promise<void> {
    this.#documents.editUndelivered((complaint) => {
      const outbox = complaint.outbox.map((item) => released(item, owner, dueAt));
      const same = outbox.every((item, at) => item === complaint.outbox[at]);
      return same ? undefined : { ...complaint, outbox };
    });
  }

  async list(query: ListQuery): Promise<readonly Complaint[]> {
    const { sql, params } = listed(query);
    return this.#documents.find(
      `${sql} ORDER BY filed_at DESC, id DESC`,
      params,
      Math.max(0, query.limit),
    );
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

  #ids(column: string, at: number, limit: number): readonly ComplaintId[] {
    return this.#database
      .all<{ id: string }>(
        `SELECT id FROM complaints WHERE ${column} <= ? ORDER BY ${column}, id LIMIT ?`,
        [at, Math.max(0, limit)],
      )
      .map((row) => row.id);
  }
}

/** The same as the operators of the MongoDB store do: set, append, keep the last events. */
function applied(complaint: Complaint, change: Change): Complaint {
  const events = change.event ? [...complaint.events, change.event] : complaint.events;
  return {
    ...complaint,
    ...change.set,
    id: complaint.id,
    version: complaint.version + 1,
    history: [...complaint.history, ...change.history],
    outbox: [...complaint.outbox, ...change.deliveries],
    events: events.slice(-EVENTS_KEPT),
  };
}

function released(item: Delivery, owner: string, dueAt: number): Delivery {
  const held = item.lease?.startsWith(`${owner}/`) && item.dueAt > dueAt;
  return held ? { ...item, dueAt } : item;
}
