import type { Platform } from '../../domain/organisation/person.js';
import type { Reference, ReferenceStore } from '../../ports/stores/reference-store.js';
import { replaceLoneSurrogates, toReferenceId } from '../json.js';
import type { RecordReader, StoredRecord } from '../records/record-reader.js';
import { decode, encode } from './encoding.js';
import {
  isDuplicateKeyError,
  LEAN_DECIDING_OPTIONS,
  runOperation,
  runWrite,
  WRITE_OPTIONS,
} from './operation.js';
import type { Models, ReferenceDocument } from './schema.js';

/** Creates the reference store on MongoDB. */
export function createMongoReferenceStore(
  models: Models,
  reader: RecordReader<Reference>,
): ReferenceStore {
  return new MongoReferenceStore(models, reader);
}

class MongoReferenceStore implements ReferenceStore {
  readonly #models: Models;
  readonly #reader: RecordReader<Reference>;

  constructor(models: Models, reader: RecordReader<Reference>) {
    this.#models = models;
    this.#reader = reader;
  }

  async get(platform: Platform, key: string): Promise<Reference | undefined> {
    const filter = { _id: toReferenceId(platform, key) };
    const found = await runOperation(() =>
      this.#models.references.findOne(filter, null, LEAN_DECIDING_OPTIONS),
    );
    return found === null ? undefined : this.#reader.read(toStored(found));
  }

  async all(platform: Platform): Promise<ReadonlyMap<string, Reference>> {
    const found = await runOperation(() =>
      this.#models.references.find({ platform }, null, LEAN_DECIDING_OPTIONS),
    );
    return new Map(
      found.flatMap((document) =>
        this.#reader
          .readAll([toStored(document)])
          .map((reference) => [document.key, reference] as const),
      ),
    );
  }

  async put(platform: Platform, key: string, reference: Reference): Promise<void> {
    const write = () => this.#write(platform, key, reference);
    try {
      await write();
    } catch (error) {
      // Two concurrent upserts of a new document: one inserts it, the other finds it on retry.
      if (!isDuplicateKeyError(error)) throw error;
      await write();
    }
  }

  async remove(platform: Platform, key: string): Promise<void> {
    const filter = { _id: toReferenceId(platform, key) };
    await runWrite(() => this.#models.references.deleteOne(filter, WRITE_OPTIONS));
    this.#reader.forget(filter._id);
  }

  async #write(platform: Platform, key: string, reference: Reference): Promise<void> {
    const filter = { _id: toReferenceId(platform, key) };
    const { schema } = this.#reader;
    const set = { schema, platform, key: replaceLoneSurrogates(key), reference: encode(reference) };
    const options = { ...WRITE_OPTIONS, upsert: true };
    await runWrite(() => this.#models.references.updateOne(filter, { $set: set }, options));
  }
}

function toStored({ _id, schema, reference }: ReferenceDocument): StoredRecord {
  const number = schema === undefined ? {} : { schema };
  return { reference: _id, load: () => ({ ...number, reference: decode(reference) }) };
}
