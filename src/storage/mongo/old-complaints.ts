import mongoose from 'mongoose';
import type { Complaint } from '../../domain/complaint/complaint.js';
import type { ComplaintId } from '../../domain/complaint/facts.js';
import { RedressError } from '../../errors.js';
import type { RecordReader, StoredRecord } from '../records/record-reader.js';
import type { MongoConnection } from './connect.js';
import { decode, encodeRecord } from './encoding.js';
import { LEAN_READ_OPTIONS, runOperation, WRITE_OPTIONS } from './operation.js';
import type { ComplaintDocument, Models } from './schema.js';

/** How often an upgrade is tried while others change the same document. */
const MAX_ATTEMPTS = 20;

/** A document of an older schema, and the complaint that its upgrade gives. */
interface OldComplaint {
  readonly document: ComplaintDocument;
  readonly complaint: Complaint;
}

/**
 * Upgrades complaints of an older schema in place. The operators of the store and the deliverer rely on
 * the shape of the known schema, so they never touch an older document: a commit writes the upgraded
 * fields itself, and a delivery has them written first, without a new version. Both are guarded by
 * everything that can change meanwhile: version, schema, and the outbox and refs, which the deliverer
 * changes without a version.
 */
export class OldComplaints {
  readonly #connection: MongoConnection;
  readonly #models: Models;
  readonly #reader: RecordReader<Complaint>;
  /** What the field `schema` of a document of the known schema matches. Without the field it is 1. */
  readonly isCurrent: unknown;

  constructor(connection: MongoConnection, models: Models, reader: RecordReader<Complaint>) {
    this.#connection = connection;
    this.#models = models;
    this.#reader = reader;
    const { schema } = reader;
    this.isCurrent = schema === 1 ? mongoose.trusted({ $in: [null, 1] }) : schema;
  }

  /** The complaint, if its document has an older schema. Throws `STORE_RECORD`. */
  async find(id: ComplaintId): Promise<OldComplaint | undefined> {
    const { schema } = this.#reader;
    if (schema === 1) return undefined;
    const isOlder = mongoose.trusted({ $not: { $gte: schema } });
    const document = await runOperation(() =>
      this.#models.complaints.findOne({ _id: id, schema: isOlder }, null, LEAN_READ_OPTIONS),
    );
    if (document === null) return undefined;
    return { document, complaint: this.#reader.read(toStoredComplaint(document)) };
  }

  /**
   * Writes the upgraded fields of an old document, or what a commit made of them, in one atomic update.
   * False when the document changed since it was found.
   */
  async write({ document }: OldComplaint, complaint: Complaint): Promise<boolean> {
    const { _id, ...before } = document;
    const { id: _same, ...fields } = complaint;
    const after = { ...encodeRecord(fields), schema: this.#reader.schema };
    const gone = Object.keys(before).filter((name) => !Object.hasOwn(after, name));
    const update = {
      $set: pickChanged(before, after),
      ...(gone.length === 0 ? {} : { $unset: Object.fromEntries(gone.map((name) => [name, ''])) }),
    };
    const guard: Record<string, unknown> = {
      _id,
      version: document.version,
      schema: document.schema ?? null,
      outbox: { $eq: document.outbox ?? null },
      refs: { $eq: document.refs ?? null },
    };
    // Not through mongoose, which refuses the fields that the upgrade removes.
    const collection = this.#connection.db.collection('complaints');
    const result = await runOperation(() => collection.updateOne(guard, update, WRITE_OPTIONS));
    return result.matchedCount === 1;
  }

  /**
   * Upgrades a document in place if its schema is older. False when there are no older schemas; else an
   * update that missed the document may match it now, also if another process upgraded it meanwhile.
   * Throws `STORE_CONFLICT`.
   */
  async upgrade(id: ComplaintId): Promise<boolean> {
    if (this.#reader.schema === 1) return false;
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
      const old = await this.find(id);
      if (old === undefined || (await this.write(old, old.complaint))) return true;
    }
    throw new RedressError('STORE_CONFLICT', `${id} changed too often while it was upgraded.`);
  }
}

/** A document as the stored record of its complaint. */
export function toStoredComplaint({ _id, ...rest }: ComplaintDocument): StoredRecord {
  return { reference: _id, load: () => ({ id: _id, ...(decode(rest) as object) }) };
}

/** The fields that differ from those before, compared by value. */
function pickChanged(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const changed = Object.entries(after).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name]),
  );
  return Object.fromEntries(changed);
}
