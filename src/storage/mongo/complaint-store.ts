import mongoose from 'mongoose';
import type { Complaint } from '../../domain/complaint/complaint.js';
import { CONSUMED_EVENT_LIMIT } from '../../domain/complaint/complaint.js';
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
import { parseOutbox } from '../complaint-record.js';
import { applyChange } from '../records/apply-change.js';
import type { RecordReader } from '../records/record-reader.js';
import type { MongoConnection } from './connect.js';
import { decode, encode, encodeRecord } from './encoding.js';
import { prepareIndexes } from './indexes.js';
import { type LayoutOptions, prepareLayout } from './layout.js';
import { toListFilter } from './list-filter.js';
import { OldComplaints, toStoredComplaint } from './old-complaints.js';
import {
  isDuplicateKeyError,
  LEAN_READ_OPTIONS,
  runOperation,
  WRITE_OPTIONS,
} from './operation.js';
import type { GuardedUpdate } from './outbox.js';
import * as outbox from './outbox.js';
import type { ComplaintDocument, Models } from './schema.js';

/**
 * The complaint store on MongoDB: one document for each complaint, changed by operators only. The
 * operators write documents of the known schema only: a newer document is never changed, and an older
 * one is upgraded with the next commit, or before the next claim. See {@link OldComplaints}.
 */
export class MongoComplaintStore implements ComplaintStore {
  readonly #connection: MongoConnection;
  readonly #models: Models;
  readonly #reader: RecordReader<Complaint>;
  readonly #old: OldComplaints;

  readonly #layout: LayoutOptions;

  constructor(
    connection: MongoConnection,
    models: Models,
    reader: RecordReader<Complaint>,
    layout: LayoutOptions = {},
  ) {
    this.#connection = connection;
    this.#models = models;
    this.#reader = reader;
    this.#layout = layout;
    this.#old = new OldComplaints(connection, models, reader);
  }

  async prepare(): Promise<void> {
    await prepareLayout(this.#connection.db, this.#layout);
    await prepareIndexes(this.#connection.db);
  }

  async ping(): Promise<void> {
    await runOperation(() => this.#connection.db.command({ ping: 1 }));
  }

  async nextReference(): Promise<ComplaintId> {
    const next = (): Promise<{ value: number } | null> =>
      runOperation(() =>
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
    return `C-${1000 + counter.value}`;
  }

  async insert(complaint: Complaint): Promise<InsertOutcome> {
    const { id, ...rest } = complaint;
    const { schema } = this.#reader;
    const document = { ...encodeRecord(rest), schema, _id: id } as ComplaintDocument;
    const collection = this.#connection.db.collection<ComplaintDocument>('complaints');
    try {
      await runOperation(() => collection.insertOne(document, WRITE_OPTIONS));
      return { kind: 'inserted' };
    } catch (error) {
      if (!isDuplicateKeyError(error)) throw error;
    }
    const existing = await this.#findOne({ filedBy: complaint.filedBy });
    if (existing) return { kind: 'duplicate', complaint: existing };
    throw new RedressError('STORE_CONFLICT', `The reference ${id} is taken.`);
  }

  async load(id: ComplaintId): Promise<Complaint | undefined> {
    const complaint = await this.#findOne({ _id: id });
    if (complaint === undefined) this.#reader.forget(id);
    return complaint;
  }

  async change(id: ComplaintId, version: number, change: ComplaintChange): Promise<boolean> {
    const { id: _unchanged, ...set } = encodeRecord(change.set);
    const push = {
      ...toPush('history', change.history),
      ...toPush('outbox', change.deliveries),
      ...(change.event && toPush('events', [change.event], { $slice: -CONSUMED_EVENT_LIMIT })),
    };
    const { schema } = this.#reader;
    const isWritten = await this.#update({
      filter: { _id: id, version },
      update: { $set: { ...set, schema, version: version + 1 }, $push: push },
    });
    if (isWritten) return true;
    const old = await this.#old.find(id);
    if (old === undefined || old.complaint.version !== version) return false;
    return this.#old.write(old, applyChange(old.complaint, change));
  }

  async dueActions(now: number, limit: number): Promise<readonly ComplaintId[]> {
    return (await this.#findDue('nextActionAt', now, limit)).map((due) => due._id);
  }

  async dueDeliveries(realNow: number, limit: number): Promise<readonly ComplaintId[]> {
    return (await this.#findDue('outbox.dueAt', realNow, limit)).map((due) => due._id);
  }

  async upcoming(limit: number): Promise<readonly { id: ComplaintId; at: number }[]> {
    const due = await this.#findDue('nextActionAt', Number.MAX_SAFE_INTEGER, limit);
    return due.map(({ _id, nextActionAt }) => ({ id: _id, at: Number(nextActionAt) }));
  }

  async claim(id: ComplaintId, delivery: string, lease: Lease): Promise<Delivery | undefined> {
    const claimNow = async (): Promise<Delivery | undefined> =>
      (await this.#claim(outbox.claimFree(id, delivery, lease), delivery)) ??
      (await this.#claim(outbox.claimAbandoned(id, delivery, lease), delivery));
    return (await claimNow()) ?? ((await this.#old.upgrade(id)) ? claimNow() : undefined);
  }

  async finish(id: ComplaintId, token: string, done: FinishedDeliveries): Promise<boolean> {
    return this.#updateItem(id, outbox.finish(id, token, done));
  }

  async postpone(id: ComplaintId, delivery: string, token: string, retry: Retry): Promise<boolean> {
    return this.#updateItem(id, outbox.postpone(id, delivery, token, retry));
  }

  async fail(
    id: ComplaintId,
    delivery: string,
    token: string,
    reason: FailureReason,
  ): Promise<boolean> {
    return this.#updateItem(id, outbox.fail(id, delivery, token, reason));
  }

  async drop(id: ComplaintId, delivery: string): Promise<void> {
    await this.#updateItem(id, outbox.drop(id, delivery));
  }

  async releaseLeases(owner: string, dueAt: number): Promise<void> {
    // Every text that begins with `owner/`: `0` is the character after `/`.
    const ours = { $gte: `${owner}/`, $lt: `${owner}0` };
    const held = { lease: ours, dueAt: { $gt: dueAt } };
    await runOperation(() =>
      this.#models.complaints.updateMany(
        {
          'outbox.dueAt': mongoose.trusted({ $gt: dueAt }),
          outbox: mongoose.trusted({ $elemMatch: held }),
          schema: mongoose.trusted({ $not: { $gt: this.#reader.schema } }),
        },
        { $set: { 'outbox.$[held].dueAt': dueAt } },
        { ...WRITE_OPTIONS, arrayFilters: [{ 'held.lease': ours, 'held.dueAt': held.dueAt }] },
      ),
    );
  }

  async list(query: ListQuery): Promise<readonly Complaint[]> {
    if (query.limit < 1) return []; // 0 means no limit to MongoDB.
    const isFilling = (await this.findUnfilled(1)).length > 0;
    const filter = toListFilter(query, isFilling);
    return this.#reader.readPage(query.limit, async (limit) => {
      const options = { ...LEAN_READ_OPTIONS, sort: { filedAt: -1, _id: -1 }, limit } as const;
      const found = await runOperation(() => this.#models.complaints.find(filter, null, options));
      return found.map(toStoredComplaint);
    });
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
    return this.#updateItem(id, { filter: { _id: id, version }, update });
  }

  async findByThread(key: string): Promise<ComplaintId | undefined> {
    const found = await runOperation(() =>
      this.#models.complaints.findOne({ 'refs.team-card.key': key }, { _id: 1 }, LEAN_READ_OPTIONS),
    );
    return found?._id;
  }

  async close(): Promise<void> {
    await this.#connection.close();
  }

  async #findOne(filter: Record<string, unknown>): Promise<Complaint | undefined> {
    const found = await runOperation(() =>
      this.#models.complaints.findOne(filter, null, LEAN_READ_OPTIONS),
    );
    return found === null ? undefined : this.#reader.read(toStoredComplaint(found));
  }

  /** A comparison with a number matches numbers only, neither null nor an empty outbox. */
  async #findDue(path: string, at: number, limit: number): Promise<readonly DueDocument[]> {
    if (limit < 1) return [];
    return runOperation(() =>
      this.#models.complaints.find(
        { [path]: mongoose.trusted({ $lte: at }) },
        { nextActionAt: 1 },
        { ...LEAN_READ_OPTIONS, sort: { [path]: 1, _id: 1 }, limit },
      ),
    );
  }

  async #claim(
    { filter, update, arrayFilters = [] }: GuardedUpdate,
    delivery: string,
  ): Promise<Delivery | undefined> {
    const current: Record<string, unknown> = { ...filter, schema: this.#old.isCurrent };
    const options = {
      ...WRITE_OPTIONS,
      projection: { outbox: 1 },
      returnDocument: 'after',
    } as const;
    const found = await runOperation(() =>
      this.#models.complaints.findOneAndUpdate(current, update, {
        ...options,
        arrayFilters: [...arrayFilters],
        lean: true,
      }),
    );
    if (found === null) return undefined;
    const items = this.#reader.readPart(found._id, () => parseOutbox(decode(found.outbox)));
    return items.find((item) => item.id === delivery);
  }

  /** An update without a new version: an old document is upgraded first. */
  async #updateItem(id: ComplaintId, update: GuardedUpdate): Promise<boolean> {
    return (await this.#update(update)) || ((await this.#old.upgrade(id)) && this.#update(update));
  }

  /** True when the filter matched a document of the known schema. */
  async #update({ filter, update, arrayFilters = [] }: GuardedUpdate): Promise<boolean> {
    const options = {
      ...WRITE_OPTIONS,
      ...(arrayFilters.length > 0 ? { arrayFilters: [...arrayFilters] } : {}),
    };
    const current: Record<string, unknown> = { ...filter, schema: this.#old.isCurrent };
    const result = await runOperation(() =>
      this.#models.complaints.updateOne(current, update, options),
    );
    return result.matchedCount === 1;
  }
}

type DueDocument = Pick<ComplaintDocument, '_id' | 'nextActionAt'>;

/** The operand of a `$push`; empty when there is nothing to append. */
function toPush(field: string, items: readonly object[], modifiers: object = {}): object {
  return items.length === 0 ? {} : { [field]: { $each: encode(items), ...modifiers } };
}
