import type { Replan } from '../../domain/commands/planning/plan-again.js';
import type { Complaint } from '../../domain/complaint/complaint.js';
import {
  COMPLAINT_STATES,
  type ComplaintId,
  type DerivedFields,
} from '../../domain/complaint/facts.js';
import { RedressError } from '../../errors.js';
import {
  type ComplaintStore,
  type Filed,
  type FoundThread,
  type ListQuery,
  MAX_REFERENCES,
  REPLAN_BUDGET_MS,
  type ReplanOutcome,
  type UnknownUse,
  type UsedField,
} from '../../ports/stores/complaint-store.js';
import { UnreadableRecordError } from '../../ports/unreadable-records.js';
import type { RecordReader } from '../records/record-reader.js';
import { FIRST_NUMBER, findHighestNumber, NEWEST_COUNT } from '../reference-numbers.js';
import { listComplaints } from './complaint-list.js';
import {
  COMPLAINT_TABLE,
  NEWEST_SQL,
  OUTDATED_SQL,
  STUCK_SQL,
  THREAD_SQL,
  UNFILLED_SQL,
} from './complaint-rows.js';
import { findUnknownUses } from './configuration/used-keys.js';
import type { Database } from './database.js';
import { EmbeddedDocumentStore } from './documents/document-store.js';
import { createWriteProbe } from './meta/write-probe.js';
import { prepareSchema } from './schema.js';

/** Counts on, and returns the number of the next reference. */
const NEXT_NUMBER_SQL = `INSERT INTO counters (name, value) VALUES ('complaint', ${FIRST_NUMBER})
  ON CONFLICT (name) DO UPDATE SET value = value + 1 RETURNING value`;

/** The complaint store on the embedded file. */
export class EmbeddedComplaintStore
  extends EmbeddedDocumentStore<Complaint>
  implements ComplaintStore
{
  readonly #database: Database;
  readonly #reader: RecordReader<Complaint>;
  readonly #probe: () => void;

  constructor(database: Database, reader: RecordReader<Complaint>) {
    super(database, reader, COMPLAINT_TABLE);
    this.#database = database;
    this.#reader = reader;
    this.#probe = createWriteProbe(database);
  }

  async prepare(): Promise<void> {
    prepareSchema(this.#database);
  }

  async ping(): Promise<void> {
    this.#probe();
  }

  async file(filedBy: string, create: (id: ComplaintId) => Complaint): Promise<Filed> {
    // The reference is taken in the transaction of the insert: none is skipped, and it is one write.
    return this.#database.together((): Filed => {
      const stored = this.findFiled(filedBy);
      if (stored) return { kind: 'duplicate', complaint: stored };
      const complaint = create(this.#takeReference());
      this.insertInside(complaint);
      return { kind: 'filed', complaint };
    });
  }

  #takeReference(): ComplaintId {
    for (let tried = 0; tried < MAX_REFERENCES; tried += 1) {
      const [row] = this.#database.all<{ value: number }>(NEXT_NUMBER_SQL);
      if (!row) throw new RedressError('STORE_UNAVAILABLE', 'The counter gave no number.');
      const id: ComplaintId = `C-${row.value}`;
      if (!this.isTaken(id)) return id;
      this.#catchUpReferences();
    }
    throw new RedressError('STORE_CONFLICT', `The last ${MAX_REFERENCES} references are taken.`);
  }

  /** Raises the counter to the highest reference among the newest complaints. Never lowers it. */
  #catchUpReferences(): void {
    const newest = COMPLAINT_STATES.flatMap((state) =>
      this.#database.all<{ id: string }>(NEWEST_SQL, [state, NEWEST_COUNT]),
    );
    const highest = findHighestNumber(newest.map(({ id }) => id));
    this.#database.run(
      `INSERT INTO counters (name, value) VALUES ('complaint', ?)
       ON CONFLICT (name) DO UPDATE SET value = max(value, excluded.value)`,
      [Math.max(highest, FIRST_NUMBER - 1)],
    );
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
    const filled = await this.edit(id, (complaint) =>
      complaint.version === version ? { ...complaint, ...fields } : undefined,
    );
    return filled !== undefined;
  }

  async findOutdated(generation: number, limit: number): Promise<readonly ComplaintId[]> {
    return this.#database
      .all<{ id: string }>(OUTDATED_SQL, [generation, Math.max(0, limit)])
      .map((row) => row.id);
  }

  async replan(
    ids: readonly ComplaintId[],
    plan: (complaint: Complaint) => Replan | undefined,
  ): Promise<readonly ReplanOutcome[]> {
    const until = performance.now() + REPLAN_BUDGET_MS;
    // One transaction for several, because each is synced to the disk.
    return this.#database.transaction(() => {
      const outcomes: ReplanOutcome[] = [];
      for (const id of ids) {
        outcomes.push(this.#replanInside(id, plan));
        if (performance.now() >= until) break;
      }
      return outcomes;
    });
  }

  /** Nothing comes between reading and writing, so no guard is needed. */
  #replanInside(
    id: ComplaintId,
    plan: (complaint: Complaint) => Replan | undefined,
  ): ReplanOutcome {
    try {
      const planned = this.editInside(id, (complaint) => {
        const { fields, deliveries } = plan(complaint) ?? {};
        if (fields === undefined || deliveries === undefined) return undefined;
        return { ...complaint, ...fields, outbox: [...complaint.outbox, ...deliveries] };
      });
      return planned === undefined ? 'unchanged' : 'planned';
    } catch (error) {
      if (error instanceof UnreadableRecordError) return 'unreadable';
      throw error;
    }
  }

  async findUnknown(field: UsedField, known: readonly string[]): Promise<readonly UnknownUse[]> {
    return findUnknownUses(this.#database, field, known);
  }

  async findByThread(key: string): Promise<FoundThread | undefined> {
    const [found] = this.#database.all<FoundThread>(THREAD_SQL, [key]);
    return found;
  }

  async findStuckCards(
    team: string,
    after: ComplaintId | null,
    limit: number,
  ): Promise<readonly ComplaintId[]> {
    return this.#database
      .all<{ id: string }>(STUCK_SQL, [team, after ?? '', Math.max(0, limit)])
      .map(({ id }) => id);
  }

  async close(): Promise<void> {
    this.#database.close();
  }
}
