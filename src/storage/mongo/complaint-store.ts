import mongoose from 'mongoose';
import type { Complaint, ComplaintId } from '../../domain/complaint/complaint.js';
import { CONSUMED_EVENT_LIMIT } from '../../domain/complaint/complaint.js';
import type { ComplaintChange } from '../../domain/complaint/decision.js';
import type { Delivery, FailureReason } from '../../domain/complaint/delivery.js';
import { RedressError } from '../../errors.js';
import type {
  ComplaintStore,
  FinishedDeliveries,
  InsertOutcome,
  Lease,
  ListQuery,
  Retry,
} from '../../ports/complaint-store.js';
import { readComplaint, readOutbox } from '../complaint-record.js';
import { answered, isDuplicate, READ, WRITE } from './answered.js';
import type { MongoConnection } from './connect.js';
import { decode, encode, encodeRecord } from './encoding.js';
import { prepareIndexes } from './indexes.js';
import type { Update } from './outbox.js';
import * as outbox from './outbox.js';
import type { ComplaintDocument, Models } from './schema.js';
import { listed } from './visibility.js';

const LEAN = { ...READ, lean: true } as const;

/** The complaint store on MongoDB: one document a complaint, changed by operators only. */
export class MongoComplaintStore implements ComplaintStore {
  readonly #connection: MongoConnection;
  readonly #models: Models;

  constructor(connection: MongoConnection, models: Models) {
    this.#connection = connection;
    this.#models = models;
  }

  async prepare(): Promise<void> {
    await prepareIndexes(this.#connection.db);
  }

  async ping(): Promise<void> {
    await answered(() => this.#connection.db.command({ ping: 1 }));
  }

  async nextReference(): Promise<ComplaintId> {
    const next = (): Promise<{ value: number } | null> =>
      answered(() =>
        this.#models.counters.findOneAndUpdate(
          { _id: 'complaint' },
          { $inc: { value: 1 } },
          { ...WRITE, upsert: true, returnDocument: 'after', lean: true },
        ),
      );
    // Two first uses at once may both try to make the counter; the second then finds it.
    const counter = await next().catch((error: unknown) => {
      if (isDuplicate(error)) return next();
      throw error;
    });
    if (!counter) throw new RedressError('STORE_UNAVAILABLE', 'The counter gave no number.');
    return `C-${1000 + counter.value}`;
  }

  async insert(complaint: Complaint): Promise<InsertOutcome> {
    const { id, ...rest } = complaint;
    const document = { ...encodeRecord(rest), _id: id } as ComplaintDocument;
    const collection = this.#connection.db.collection<ComplaintDocument>('complaints');
    try {
      await answered(() => collection.insertOne(document, WRITE));
      return { kind: 'inserted' };
    } catch (error) {
      if (!isDuplicate(error)) throw error;
    }
    const [there] = await this.#find({ filedBy: complaint.filedBy }, {}, 1);
    if (there) return { kind: 'duplicate', complaint: there };
    throw new RedressError('STORE_CONFLICT', `The reference ${id} is taken.`);
  }

  async load(id: ComplaintId): Promise<Complaint | undefined> {
    return (await this.#find({ _id: id }, {}, 1))[0];
  }

  async change(id: ComplaintId, version: number, change: ComplaintChange): Promise<boolean> {
    const { id: _unchanged, ...set } = encodeRecord(change.set);
    const push = {
      ...appended('history', change.history),
      ...appended('outbox', change.deliveries),
      ...(change.event && appended('events', [change.event], { $slice: -CONSUMED_EVENT_LIMIT })),
    };
    return this.#update({
      filter: { _id: id, version },
      update: { $set: { ...set, version: version + 1 }, $push: push },
    });
  }

  async dueActions(now: number, limit: number): Promise<readonly ComplaintId[]> {
    return (await this.#due('nextActionAt', now, limit)).map((due) => due._id);
  }

  async dueDeliveries(realNow: number, limit: number): Promise<readonly ComplaintId[]> {
    return (await this.#due('outbox.dueAt', realNow, limit)).map((due) => due._id);
  }

  async upcoming(limit: number): Promise<readonly { id: ComplaintId; at: number }[]> {
    const due = await this.#due('nextActionAt', Number.MAX_SAFE_INTEGER, limit);
    return due.map(({ _id, nextActionAt }) => ({ id: _id, at: Number(nextActionAt) }));
  }

  async claim(id: ComplaintId, delivery: string, lease: Lease): Promise<Delivery | undefined> {
    return (
      (await this.#claim(outbox.claimFree(id, delivery, lease), delivery)) ??
      (await this.#claim(outbox.claimAbandoned(id, delivery, lease), delivery))
    );
  }

  async finish(id: ComplaintId, token: string, done: FinishedDeliveries): Promise<boolean> {
    return this.#update(outbox.finish(id, token, done));
  }

  async postpone(id: ComplaintId, delivery: string, token: string, retry: Retry): Promise<boolean> {
    return this.#update(outbox.postpone(id, delivery, token, retry));
  }

  async fail(
    id: ComplaintId,
    delivery: string,
    token: string,
    reason: FailureReason,
  ): Promise<boolean> {
    return this.#update(outbox.fail(id, delivery, token, reason));
  }

  async drop(id: ComplaintId, delivery: string): Promise<void> {
    await this.#update(outbox.drop(id, delivery));
  }

  async releaseLeases(owner: string, dueAt: number): Promise<void> {
    // All texts that begin with `owner/`: `0` is the character after `/`.
    const ours = { $gte: `${owner}/`, $lt: `${owner}0` };
    const held = { lease: ours, dueAt: { $gt: dueAt } };
    await answered(() =>
      this.#models.complaints.updateMany(
        {
          'outbox.dueAt': mongoose.trusted({ $gt: dueAt }),
          outbox: mongoose.trusted({ $elemMatch: held }),
        },
        { $set: { 'outbox.$[held].dueAt': dueAt } },
        { ...WRITE, arrayFilters: [{ 'held.lease': ours, 'held.dueAt': held.dueAt }] },
      ),
    );
  }

  async list(query: ListQuery): Promise<readonly Complaint[]> {
    return this.#find(listed(query), { filedAt: -1, _id: -1 }, query.limit);
  }

  async findByThread(key: string): Promise<ComplaintId | undefined> {
    const found = await answered(() =>
      this.#models.complaints.findOne({ 'refs.team-card.key': key }, { _id: 1 }, LEAN),
    );
    return found?._id;
  }

  async close(): Promise<void> {
    await this.#connection.close();
  }

  async #find(
    filter: Record<string, unknown>,
    sort: Record<string, 1 | -1>,
    limit: number,
  ): Promise<readonly Complaint[]> {
    if (limit < 1) return []; // To MongoDB 0 means all.
    const documents = await answered(() =>
      this.#models.complaints.find(filter, null, { ...LEAN, sort, limit }),
    );
    return documents.map(complaintOf);
  }

  /** A comparison with a number finds numbers only: neither null nor an empty outbox. */
  async #due(path: string, at: number, limit: number): Promise<readonly DueDocument[]> {
    if (limit < 1) return [];
    return answered(() =>
      this.#models.complaints.find(
        { [path]: mongoose.trusted({ $lte: at }) },
        { nextActionAt: 1 },
        { ...LEAN, sort: { [path]: 1, _id: 1 }, limit },
      ),
    );
  }

  async #claim(
    { filter, update, arrayFilters = [] }: Update,
    delivery: string,
  ): Promise<Delivery | undefined> {
    const options = { ...WRITE, projection: { outbox: 1 }, returnDocument: 'after' } as const;
    const found = await answered(() =>
      this.#models.complaints.findOneAndUpdate(filter, update, {
        ...options,
        arrayFilters: [...arrayFilters],
        lean: true,
      }),
    );
    return readOutbox(decode(found?.outbox ?? [])).find((item) => item.id === delivery);
  }

  /** True when the filter found the document. */
  async #update({ filter, update, arrayFilters = [] }: Update): Promise<boolean> {
    const options = {
      ...WRITE,
      ...(arrayFilters.length > 0 ? { arrayFilters: [...arrayFilters] } : {}),
    };
    const result = await answered(() => this.#models.complaints.updateOne(filter, update, options));
    return result.matchedCount === 1;
  }
}

type DueDocument = Pick<ComplaintDocument, '_id' | 'nextActionAt'>;

/** The operand of a `$push`; nothing when there is nothing to append. */
function appended(field: string, items: readonly object[], modifiers: object = {}): object {
  return items.length === 0 ? {} : { [field]: { $each: encode(items), ...modifiers } };
}

function complaintOf({ _id, ...rest }: ComplaintDocument): Complaint {
  return readComplaint({ id: _id, ...(decode(rest) as object) });
}
