import mongoose from 'mongoose';
import type { Replan } from '../../domain/commands/planning/plan-again.js';
import type { Complaint } from '../../domain/complaint/complaint.js';
import type { Refs } from '../../domain/complaint/delivery.js';
import type { ComplaintId, DerivedFields } from '../../domain/complaint/facts.js';
import { RedressError } from '../../errors.js';
import {
  type ComplaintStore,
  type FoundThread,
  type ListQuery,
  REPLAN_BUDGET_MS,
  type ReplanOutcome,
  type UnknownUse,
  type UsedField,
} from '../../ports/stores/complaint-store.js';
import { parseOutbox } from '../complaint-record.js';
import type { RecordReader, StoredRecord } from '../records/record-reader.js';
import { FIRST_NUMBER, findHighestNumber } from '../reference-numbers.js';
import { findThread, OLD_CARD } from '../threads.js';
import { findOutdated, findRecords, REPLAN_BATCH, toReplanUpdate } from './configuration/replan.js';
import { findUnknownUses } from './configuration/used-keys.js';
import type { MongoConnection } from './connection/connect.js';
import { MongoDocumentStore } from './document-store.js';
import { decode, encodeRecord } from './encoding.js';
import { findListed, findNewest } from './lists/complaint-list.js';
import {
  DECIDING_READ_OPTIONS,
  isDuplicateKeyError,
  LEAN_READ_OPTIONS,
  runOperation,
  runWrite,
  WRITE_OPTIONS,
} from './operation.js';
import type { DocumentModel, Models } from './schema.js';

/** The counter holds how many references were given: 1 is `C-1001`. */
const COUNTED_FROM = FIRST_NUMBER - 1;

/** The complaint store on MongoDB. */
export class MongoComplaintStore extends MongoDocumentStore<Complaint> implements ComplaintStore {
  readonly #connection: MongoConnection;
  readonly #models: Models;
  readonly #reader: RecordReader<Complaint>;
  readonly #prepare: () => Promise<void>;

  constructor(
    connection: MongoConnection,
    models: Models,
    reader: RecordReader<Complaint>,
    prepare: () => Promise<void>,
  ) {
    const model = models.complaints as unknown as DocumentModel;
    super(connection, { model, reader, parseOutbox });
    this.#connection = connection;
    this.#models = models;
    this.#reader = reader;
    this.#prepare = prepare;
  }

  async prepare(): Promise<void> {
    await this.#prepare();
  }

  async ping(): Promise<void> {
    const probes = this.#connection.db.collection<{ readonly _id: string }>('meta');
    const written = { $set: { at: Date.now() } };
    const options = { ...WRITE_OPTIONS, upsert: true };
    await runWrite(() => probes.updateOne({ _id: 'probe' }, written, options)).catch(
      // Two first probes at once: one inserts the record, so the other has reached the server too.
      (error: unknown) => {
        if (!isDuplicateKeyError(error)) throw error;
      },
    );
    await runOperation(() => probes.findOne({ _id: 'probe' }, DECIDING_READ_OPTIONS));
  }

  async nextReference(): Promise<ComplaintId> {
    const next = (): Promise<{ value: number } | null> =>
      runWrite(() =>
        this.#models.counters.findOneAndUpdate(
          { _id: 'complaint' },
          { $inc: { value: 1 } },
          { ...WRITE_OPTIONS, upsert: true, returnDocument: 'after', lean: true },
        ),
      );
    // Two concurrent first uses may both insert the counter; the one that fails finds it on retry.
    const counter = await next().catch((error: unknown) => {
      if (isDuplicateKeyError(error)) return next();
      throw error;
    });
    if (!counter) throw new RedressError('STORE_UNAVAILABLE', 'The counter gave no number.');
    return `C-${COUNTED_FROM + counter.value}`;
  }

  async catchUpReferences(): Promise<void> {
    // What is not durable yet counts too: its reference is taken.
    const newest = await findNewest(this.#models.complaints);
    const value = findHighestNumber(newest.map(({ _id }) => _id)) - COUNTED_FROM;
    if (value < 1) return;
    const filter = { _id: 'complaint' };
    const raise = { $max: { value } };
    await runWrite(() =>
      this.#models.counters.updateOne(filter, raise, { ...WRITE_OPTIONS, upsert: true }),
    );
  }

  async list(query: ListQuery): Promise<readonly Complaint[]> {
    const isFilling = (await this.findUnfilled(1)).length > 0;
    return this.#reader.readPage(query.limit, (limit) =>
      findListed(this.#models.complaints, { ...query, limit }, isFilling),
    );
  }

  async findUnfilled(limit: number): Promise<readonly ComplaintId[]> {
    if (limit < 1) return [];
    const options = { ...LEAN_READ_OPTIONS, limit };
    const found = await runOperation(() =>
      this.#models.complaints.find({ audience: null }, { _id: 1 }, options),
    );
    return found.map(({ _id }) => _id);
  }

  async fill(id: ComplaintId, version: number, fields: Partial<DerivedFields>): Promise<boolean> {
    const update = { $set: encodeRecord(fields) };
    return this.updateInPlace(id, { filter: { _id: id, version }, update });
  }

  async findOutdated(generation: number, limit: number): Promise<readonly ComplaintId[]> {
    return findOutdated(this.#models.complaints, generation, limit);
  }

  async replan(
    ids: readonly ComplaintId[],
    plan: (complaint: Complaint) => Replan | undefined,
  ): Promise<readonly ReplanOutcome[]> {
    const batch = ids.slice(0, REPLAN_BATCH);
    const stored = await findRecords(this.#models.complaints, batch);
    const until = performance.now() + REPLAN_BUDGET_MS;
    const writes: Promise<ReplanOutcome>[] = [];
    for (const id of batch) {
      writes.push(this.#replan(stored.get(id), plan));
      if (performance.now() >= until) break;
    }
    // Wait for all, even if one fails: a caller that stops must find nothing under way.
    await Promise.allSettled(writes);
    return Promise.all(writes);
  }

  async #replan(
    stored: StoredRecord | undefined,
    plan: (complaint: Complaint) => Replan | undefined,
  ): Promise<ReplanOutcome> {
    const [complaint] = stored === undefined ? [] : this.#reader.readAll([stored]);
    if (complaint === undefined) return stored === undefined ? 'unchanged' : 'unreadable';
    const planned = plan(complaint);
    if (planned === undefined) return 'unchanged';
    const isWritten = await this.updateInPlace(complaint.id, toReplanUpdate(complaint, planned));
    return isWritten ? 'planned' : 'overtaken';
  }

  async findUnknown(field: UsedField, known: readonly string[]): Promise<readonly UnknownUse[]> {
    return findUnknownUses(this.#models.complaints, field, known);
  }

  async findByThread(key: string): Promise<FoundThread | undefined> {
    // Two queries: not every server uses two indexes for one. The second finds what is not upgraded yet.
    // Not by majority: the message is posted, whatever becomes of the write that keeps its key.
    const filters = [{ threadKeys: key }, { [`refs.${OLD_CARD}.key`]: key }];
    const answers = await Promise.all(
      filters.map((filter) =>
        runOperation(() => this.#models.complaints.findOne(filter, { refs: 1 }, LEAN_READ_OPTIONS)),
      ),
    );
    const found = answers.find((document) => document !== null);
    // The key of a card that was posted again stays in `threadKeys`: the references decide.
    return found && findThread(found._id, decode(found.refs) as Refs, key);
  }

  async findStuckCards(
    team: string,
    after: ComplaintId | null,
    limit: number,
  ): Promise<readonly ComplaintId[]> {
    if (limit < 1) return [];
    const next = after === null ? {} : { _id: mongoose.trusted({ $gt: after }) };
    const options = { ...LEAN_READ_OPTIONS, sort: { _id: 1 }, limit } as const;
    const found = await runOperation(() =>
      this.#models.complaints.find({ stuckIn: team, ...next }, { _id: 1 }, options),
    );
    return found.map(({ _id }) => _id);
  }

  async close(): Promise<void> {
    await this.#connection.close();
  }
}
