import mongoose from 'mongoose';
import type { FactsOf, LivingDocument } from '../../domain/document/document.js';
import { RedressError } from '../../errors.js';
import { toThreads } from '../lookups/threads.js';
import type { RecordReader, StoredRecord } from '../records/record-reader.js';
import type { MongoConnection } from './connection/connect.js';
import { decode, encodeRecord } from './encoding.js';
import { LEAN_READ_OPTIONS, runOperation, runWrite, WRITE_OPTIONS } from './operation.js';
import type { DocumentModel, LivingRecord } from './schema.js';

/** How often an upgrade is tried while others change the same document. */
const MAX_ATTEMPTS = 20;

/** A record of an older schema, and the document that its upgrade gives. */
interface OldDocument<D> {
  readonly record: LivingRecord;
  readonly document: D;
}

/**
 * Upgrades documents of an older schema in place. The operators of the store and the deliverer rely on
 * the shape of the known schema, so they never touch an older record: a commit writes the upgraded
 * fields itself, and a delivery has them written first, without a new version. Both are guarded by
 * everything that can change meanwhile: version, schema, and the outbox and refs, which the deliverer
 * changes without a version.
 */
export class OldDocuments<D extends LivingDocument> {
  readonly #connection: MongoConnection;
  readonly #model: DocumentModel;
  readonly #reader: RecordReader<D>;
  readonly #toMarks: ToMarks<D> | undefined;

  constructor(connection: MongoConnection, { model, reader, toMarks }: OldDocumentParts<D>) {
    this.#connection = connection;
    this.#model = model;
    this.#reader = reader;
    this.#toMarks = toMarks;
  }

  /**
   * The document, if its record has an older schema, as it is on the primary: {@link write} is guarded by
   * all of it, and what a durable write follows is durable too. Throws `STORE_RECORD`.
   */
  async find(id: string): Promise<OldDocument<D> | undefined> {
    const isOlder = mongoose.trusted({ $not: { $gte: this.#reader.schema } });
    const record = await runOperation(() =>
      this.#model.findOne({ _id: id, schema: isOlder }, null, LEAN_READ_OPTIONS),
    );
    if (record === null) return undefined;
    return { record, document: this.#reader.read(toStoredDocument(record)) };
  }

  /**
   * Writes the upgraded fields of an old record, or what a commit made of them, in one atomic update.
   * False when the record changed since it was found.
   */
  async write({ record }: OldDocument<D>, document: D): Promise<boolean> {
    const { _id, ...before } = record;
    const { _id: _same, ...made } = toLivingRecord(document, this.#reader.schema);
    const after = { ...made, ...this.#toMarks?.(document) };
    const gone = Object.keys(before).filter(
      (name) => !Object.hasOwn(after, name) && !BESIDE.includes(name),
    );
    const update = {
      $set: pickChanged(before, after),
      ...(gone.length === 0 ? {} : { $unset: Object.fromEntries(gone.map((name) => [name, ''])) }),
    };
    const guard: Record<string, unknown> = {
      _id,
      version: record.version,
      schema: record.schema ?? null,
      outbox: { $eq: record.outbox ?? null },
      refs: { $eq: record.refs ?? null },
    };
    // Not through mongoose, which refuses the fields that the upgrade removes.
    const collection = this.#connection.db.collection(this.#model.collection.name);
    const result = await runWrite(() => collection.updateOne(guard, update, WRITE_OPTIONS));
    return result.matchedCount === 1;
  }

  /**
   * Upgrades a record in place if its schema is older. An update that missed the record may match it
   * then, also if another process upgraded it meanwhile. Throws `STORE_CONFLICT`.
   */
  async upgrade(id: string): Promise<void> {
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
      const old = await this.find(id);
      if (old === undefined || (await this.write(old, old.document))) return;
    }
    throw new RedressError('STORE_CONFLICT', `${id} changed too often while it was upgraded.`);
  }
}

/** What the record gets beside the facts that are set: all of a new one, or those of a change. */
export type ToMarks<D extends LivingDocument> = (
  set: Partial<FactsOf<D>>,
) => Readonly<Record<string, unknown>>;

interface OldDocumentParts<D extends LivingDocument> {
  readonly model: DocumentModel;
  readonly reader: RecordReader<D>;
  /** Default: none. */
  readonly toMarks?: ToMarks<D>;
}

/** Fields of a record that are no part of its document, and that no upgrade removes. */
const BESIDE: readonly string[] = ['terms', 'unindexed'];

/** The MongoDB record of a document of this schema. The stores change it by operators only. */
export function toLivingRecord({ id, ...fields }: LivingDocument, schema: number): LivingRecord {
  const threadKeys = toThreads(fields.refs).map(({ key }) => key);
  const times = fields.outbox.map(({ dueAt }) => dueAt);
  const found = {
    ...(threadKeys.length === 0 ? {} : { threadKeys }),
    ...(times.length === 0 ? {} : { earliestDueAt: Math.min(...times) }),
  };
  return { ...encodeRecord(fields), schema, ...found, _id: id } as LivingRecord;
}

/** A MongoDB record as the stored record of its document. */
export function toStoredDocument(record: LivingRecord): StoredRecord {
  const { _id, threadKeys: _keys, earliestDueAt: _time, ...more } = record;
  const rest = Object.fromEntries(Object.entries(more).filter(([name]) => !BESIDE.includes(name)));
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
