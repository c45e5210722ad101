import mongoose from 'mongoose';
import type { ItemFailure } from '../../domain/complaint/delivery.js';
import {
  CONSUMED_EVENT_LIMIT,
  type DocumentChange,
  type LivingDocument,
} from '../../domain/document/document.js';
import type {
  DocumentStore,
  FinishedDeliveries,
  Hasten,
  InsertOutcome,
  Lease,
  Retry,
  UpcomingAction,
  WaitingDocument,
} from '../../ports/stores/document-store.js';
import { UnknownOutcomeError } from '../../ports/stores/document-store.js';
import { Pauses } from '../../ports/waiting.js';
import { applyChange } from '../records/apply-change.js';
import type { RecordReader } from '../records/record-reader.js';
import type { MongoConnection } from './connection/connect.js';
import { decode, encode, encodeKey, encodeRecord } from './encoding.js';
import { OldDocuments, type ToMarks, toLivingRecord, toStoredDocument } from './old-documents.js';
import {
  isDuplicateKeyError,
  LEAN_DECIDING_OPTIONS,
  LEAN_READ_OPTIONS,
  runOperation,
  runWrite,
  WRITE_OPTIONS,
} from './operation.js';
import { findDueDeliveries } from './outbox/due-deliveries.js';
import { updateGuarded, updateOutbox } from './outbox/guarded-updates.js';
import type { GuardedUpdate, StagedUpdate } from './outbox/outbox-updates.js';
import * as outbox from './outbox/outbox-updates.js';
import type { DocumentModel, LivingRecord } from './schema.js';

/** How many documents one update makes due sooner. */
const HASTEN_BATCH = 500;
/** How long an insert waits for the filing that came first, ms; whoever files may insert it again. */
const DUPLICATE_LIMIT_MS = 500;

/** Where the documents of one kind are, and how they are read. */
export interface DocumentCollection<D extends LivingDocument> {
  readonly model: DocumentModel;
  readonly reader: RecordReader<D>;
  /** Parses an outbox of the known schema. Throws `RecordFaultError`. */
  parseOutbox(record: unknown): D['outbox'];
  /** Default: none. */
  readonly toMarks?: ToMarks<D>;
}

/** One item of a document's outbox. */
type ItemOf<D extends LivingDocument> = D['outbox'][number];

/**
 * The store of one kind of documents on MongoDB: one record for each document, changed by operators
 * only. The operators write records of the known schema only: a newer record is never changed, and an
 * older one is upgraded with the next commit, or before the next claim. See {@link OldDocuments}.
 */
export class MongoDocumentStore<D extends LivingDocument> implements DocumentStore<D> {
  readonly #connection: MongoConnection;
  readonly #collection: DocumentCollection<D>;
  readonly #old: OldDocuments<D>;

  constructor(connection: MongoConnection, collection: DocumentCollection<D>) {
    this.#connection = connection;
    this.#collection = collection;
    this.#old = new OldDocuments(connection, collection);
  }

  async insert(document: D): Promise<InsertOutcome<D>> {
    const { model, reader, toMarks } = this.#collection;
    const record = { ...toLivingRecord(document, reader.schema), ...toMarks?.(document) };
    const collection = this.#connection.db.collection<LivingRecord>(model.collection.name);
    try {
      await runWrite(() => collection.insertOne(record, WRITE_OPTIONS));
      return { kind: 'inserted' };
    } catch (error) {
      if (!isDuplicateKeyError(error)) throw error;
    }
    return this.#findDuplicate(document.filedBy);
  }

  /** The unique index also knows a filing that is not durable yet: it is waited for. */
  async #findDuplicate(filedBy: string): Promise<InsertOutcome<D>> {
    const filter = { filedBy };
    const stored = await runOperation(() =>
      this.#collection.model.findOne(filter, { _id: 1 }, LEAN_READ_OPTIONS),
    );
    if (stored === null) return { kind: 'taken' };
    const pauses = new Pauses(DUPLICATE_LIMIT_MS);
    for (;;) {
      const document = await this.#findOne(filter);
      if (document !== undefined) return { kind: 'duplicate', document };
      if (await pauses.pause()) continue;
      throw new UnknownOutcomeError(`${stored._id} is not yet on a majority of the servers.`);
    }
  }

  async load(id: string): Promise<D | undefined> {
    const document = await this.#findOne({ _id: id });
    if (document === undefined) this.#collection.reader.forget(id);
    return document;
  }

  async change(id: string, version: number, change: DocumentChange<D>): Promise<boolean> {
    const { id: _unchanged, ...set } = encodeRecord(change.set);
    const push = {
      ...toPush('history', change.history),
      ...toPush('outbox', change.deliveries),
      ...(change.event && toPush('events', [change.event], { $slice: -CONSUMED_EVENT_LIMIT })),
    };
    const { reader, toMarks } = this.#collection;
    const { schema } = reader;
    const isWritten = await this.#update({
      filter: { _id: id, version },
      update: {
        $set: { ...set, ...toMarks?.(change.set), schema, version: version + 1 },
        $push: push,
        ...toUnset(change.forgets),
        ...outbox.toEarlier(change.deliveries.map(({ dueAt }) => dueAt)),
      },
    });
    if (isWritten) return true;
    const old = await this.#old.find(id);
    if (old === undefined || old.document.version !== version) return false;
    return this.#old.write(old, applyChange(old.document, change));
  }

  async dueActions(now: number, limit: number): Promise<readonly string[]> {
    return (await this.#findActions(now, limit)).map((due) => due._id);
  }

  async dueDeliveries(realNow: number, limit: number): Promise<readonly string[]> {
    return findDueDeliveries(this.#collection.model, realNow, limit);
  }

  async waitingDeliveries(createdBy: number, limit: number): Promise<readonly WaitingDocument[]> {
    if (limit < 1) return [];
    const waiting = { failed: null, createdAt: { $lte: createdBy } };
    // No sort: the index gives the oldest items first, and a sort would read all that wait.
    const found = await runOperation(() =>
      this.#collection.model.find<Pick<LivingRecord, '_id' | 'outbox'>>(
        {
          // For the index. The second condition is about one item.
          'outbox.createdAt': mongoose.trusted({ $lte: createdBy }),
          outbox: mongoose.trusted({ $elemMatch: waiting }),
        },
        { 'outbox.failed': 1, 'outbox.createdAt': 1 },
        { ...LEAN_READ_OPTIONS, limit },
      ),
    );
    return found.map(toWaitingDocument).sort((one, other) => one.since - other.since);
  }

  async upcoming(limit: number): Promise<readonly UpcomingAction[]> {
    const due = await this.#findActions(Number.MAX_SAFE_INTEGER, limit);
    return due.map(({ _id, nextActionAt }) => ({ id: _id, at: Number(nextActionAt) }));
  }

  async claim(id: string, item: string, lease: Lease): Promise<ItemOf<D> | undefined> {
    const claimNow = async (): Promise<ItemOf<D> | undefined> =>
      (await this.#claim(outbox.claimFree(id, item, lease), item)) ??
      (await this.#claim(outbox.claimAbandoned(id, item, lease), item));
    const claimed = await claimNow();
    if (claimed !== undefined) return claimed;
    await this.#old.upgrade(id);
    return claimNow();
  }

  async finish(id: string, token: string, done: FinishedDeliveries): Promise<boolean> {
    return this.updateInPlace(id, outbox.finish(id, token, done));
  }

  async postpone(id: string, item: string, token: string, retry: Retry): Promise<boolean> {
    return this.updateInPlace(id, outbox.postpone(id, item, token, retry));
  }

  async fail(id: string, item: string, token: string, reason: ItemFailure): Promise<boolean> {
    return this.updateInPlace(id, outbox.fail(id, item, token, reason));
  }

  async drop(id: string, item: string): Promise<void> {
    await this.updateInPlace(id, outbox.drop(id, item));
  }

  async releaseLeases(owner: string, dueAt: number): Promise<void> {
    // Every text that begins with `owner/`: `0` is the character after `/`.
    const ours = { $gte: `${owner}/`, $lt: `${owner}0` };
    const held = { lease: ours, dueAt: { $gt: dueAt } };
    await runWrite(() =>
      this.#collection.model.updateMany(
        {
          'outbox.dueAt': mongoose.trusted({ $gt: dueAt }),
          outbox: mongoose.trusted({ $elemMatch: held }),
          schema: mongoose.trusted({ $not: { $gt: this.#collection.reader.schema } }),
        },
        { $set: { 'outbox.$[held].dueAt': dueAt }, ...outbox.toEarlier([dueAt]) },
        { ...WRITE_OPTIONS, arrayFilters: [{ 'held.lease': ours, 'held.dueAt': held.dueAt }] },
      ),
    );
  }

  async hastenDeliveries({ after, dueAt, leasedDueAt }: Hasten): Promise<number> {
    const set = { 'outbox.$[free].dueAt': dueAt, 'outbox.$[held].dueAt': leasedDueAt };
    const update = (times: readonly number[]) => ({ $set: set, ...outbox.toEarlier(times) });
    // In two goes, because what becomes the earliest depends on whether any item is free.
    const free = await this.#hasten(
      after,
      outbox.freeTooFarAhead(after),
      update([dueAt, leasedDueAt]),
    );
    return free + (await this.#hasten(after, outbox.heldTooFarAhead(after), update([leasedDueAt])));
  }

  /** Applies the update to every document with such an item. Returns how many it changed. */
  async #hasten(after: number, item: object, update: Record<string, unknown>): Promise<number> {
    const { model, reader } = this.#collection;
    const filter = {
      'outbox.dueAt': mongoose.trusted({ $gt: after }),
      outbox: mongoose.trusted({ $elemMatch: item }),
      schema: mongoose.trusted({ $not: { $gt: reader.schema } }),
    };
    const options = { ...WRITE_OPTIONS, arrayFilters: outbox.selectTooFarAhead(after) };
    for (let changed = 0; ; ) {
      const found = await runOperation(() =>
        model.find(filter, { _id: 1 }, { ...LEAN_READ_OPTIONS, limit: HASTEN_BATCH }),
      );
      const ids = found.map(({ _id }) => _id);
      const batch = { ...filter, _id: mongoose.trusted({ $in: ids }) };
      const done = await runOperation(() => model.updateMany(batch, update, options));
      changed += done.modifiedCount;
      if (ids.length < HASTEN_BATCH || done.modifiedCount === 0) return changed;
    }
  }

  /** An update without a new version: an old record is upgraded first. */
  protected async updateInPlace(id: string, update: GuardedUpdate): Promise<boolean> {
    if (await this.#update(update)) return true;
    await this.#old.upgrade(id);
    return this.#update(update);
  }

  async #findOne(filter: Record<string, unknown>): Promise<D | undefined> {
    const found = await runOperation(() =>
      this.#collection.model.findOne(filter, null, LEAN_DECIDING_OPTIONS),
    );
    return found === null ? undefined : this.#collection.reader.read(toStoredDocument(found));
  }

  /** A comparison with a number matches numbers only, not null. */
  async #findActions(at: number, limit: number): Promise<readonly DueDocument[]> {
    if (limit < 1) return [];
    return runOperation(() =>
      this.#collection.model.find(
        { nextActionAt: mongoose.trusted({ $lte: at }) },
        { nextActionAt: 1 },
        { ...LEAN_READ_OPTIONS, sort: { nextActionAt: 1, _id: 1 }, limit },
      ),
    );
  }

  async #claim(update: StagedUpdate, item: string): Promise<ItemOf<D> | undefined> {
    const { model, reader, parseOutbox } = this.#collection;
    const current = { ...update, filter: { ...update.filter, schema: reader.schema } };
    const found = await updateOutbox(this.#connection.db, model, current);
    if (found === null) return undefined;
    const items = reader.readPart(found._id, () => parseOutbox(decode(found.outbox)));
    return items.find((each) => each.id === item);
  }

  /** True when the filter matched a document of the known schema. */
  async #update({ filter, ...rest }: GuardedUpdate): Promise<boolean> {
    const { model, reader } = this.#collection;
    const current = { ...rest, filter: { ...filter, schema: reader.schema } };
    return updateGuarded(this.#connection.db, model, current);
  }
}

type DueDocument = Pick<LivingRecord, '_id' | 'nextActionAt'>;

/** `outbox`: as projected, with an item that waits. */
function toWaitingDocument({ _id, outbox }: Pick<LivingRecord, '_id' | 'outbox'>): WaitingDocument {
  const items = outbox as readonly { readonly failed: unknown; readonly createdAt: number }[];
  const waiting = items.filter(({ failed }) => failed === null);
  return { id: _id, since: Math.min(...waiting.map(({ createdAt }) => createdAt)) };
}

/** Removes the references of these slots; empty when there is nothing to remove. */
function toUnset(slots: readonly string[] = []): object {
  if (slots.length === 0) return {};
  return { $unset: Object.fromEntries(slots.map((slot) => [`refs.${encodeKey(slot)}`, ''])) };
}

/** The operand of a `$push`; empty when there is nothing to append. */
function toPush(field: string, items: readonly object[], modifiers: object = {}): object {
  return items.length === 0 ? {} : { [field]: { $each: encode(items), ...modifiers } };
}
