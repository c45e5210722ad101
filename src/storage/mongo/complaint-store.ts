import mongoose from 'mongoose';
import type { Replan } from '../../domain/commands/planning/plan-again.js';
import type { Complaint } from '../../domain/complaint/complaint.js';
import type { Refs } from '../../domain/complaint/delivery.js';
import type { ComplaintId, DerivedFields } from '../../domain/complaint/facts.js';
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
import { type InsertOutcome, UnknownOutcomeError } from '../../ports/stores/document-store.js';
import { parseOutbox } from '../complaint-record.js';
import { findThread, OLD_CARD } from '../lookups/threads.js';
import type { RecordReader, StoredRecord } from '../records/record-reader.js';
import { findOutdated, findRecords, REPLAN_BATCH, toReplanUpdate } from './configuration/replan.js';
import { findUnknownUses } from './configuration/used-keys.js';
import type { MongoConnection } from './connection/connect.js';
import { MongoDocumentStore } from './document-store.js';
import { decode, encodeRecord } from './encoding.js';
import { findListed } from './lists/complaint-list.js';
import { toIndexMarks } from './matching/stem-index.js';
import {
  DECIDING_READ_OPTIONS,
  isDuplicateKeyError,
  LEAN_READ_OPTIONS,
  runOperation,
  runWrite,
  WRITE_OPTIONS,
} from './operation.js';
import { ReferenceBlock } from './references/block.js';
import { catchUpCounter, createReferenceCounter, toReference } from './references/counter.js';
import type { DocumentModel, Models } from './schema.js';

/** The complaint store on MongoDB. */
export class MongoComplaintStore extends MongoDocumentStore<Complaint> implements ComplaintStore {
  readonly #connection: MongoConnection;
  readonly #models: Models;
  readonly #reader: RecordReader<Complaint>;
  readonly #prepare: () => Promise<void>;
  readonly #references: ReferenceBlock;
  /** The filings under way, by the event that files. */
  readonly #filings = new Map<string, Promise<Filed>>();

  constructor(
    connection: MongoConnection,
    models: Models,
    reader: RecordReader<Complaint>,
    prepare: () => Promise<void>,
  ) {
    const model = models.complaints as unknown as DocumentModel;
    super(connection, { model, reader, parseOutbox, toMarks: toIndexMarks });
    this.#connection = connection;
    this.#models = models;
    this.#reader = reader;
    this.#prepare = prepare;
    this.#references = new ReferenceBlock(createReferenceCounter(models));
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

  async file(filedBy: string, create: (id: ComplaintId) => Complaint): Promise<Filed> {
    const earlier = this.#filings.get(filedBy);
    // The same filing at the same time takes no reference of its own.
    if (earlier !== undefined) return { ...(await earlier), kind: 'duplicate' };
    const filing = this.#file(filedBy, create).finally(() => this.#filings.delete(filedBy));
    this.#filings.set(filedBy, filing);
    return filing;
  }

  async #file(filedBy: string, create: (id: ComplaintId) => Complaint): Promise<Filed> {
    for (let tried = 0; tried < MAX_REFERENCES; tried += 1) {
      const number = await this.#references.take(filedBy);
      const complaint = create(toReference(number));
      const outcome = await this.#insertNumbered(complaint, number);
      switch (outcome.kind) {
        case 'inserted':
          return { kind: 'filed', complaint };
        case 'duplicate':
          if (outcome.document.id !== complaint.id) this.#references.giveBack(number);
          return { kind: 'duplicate', complaint: outcome.document };
        case 'taken':
          this.#references.discard();
          await catchUpCounter(this.#models);
      }
    }
    throw new RedressError('STORE_CONFLICT', `The last ${MAX_REFERENCES} references are taken.`);
  }

  async #insertNumbered(complaint: Complaint, number: number): Promise<InsertOutcome<Complaint>> {
    try {
      return await this.insert(complaint);
    } catch (error) {
      if (error instanceof UnknownOutcomeError) this.#references.keep(complaint.filedBy, number);
      else this.#references.giveBack(number);
      throw error;
    }
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
    await this.releaseReferences();
    await this.#connection.close();
  }

  /** Gives back the references that were taken and not used. Throws nothing: they are skipped then. */
  async releaseReferences(): Promise<void> {
    await this.#references.close().catch(() => undefined);
  }
}
