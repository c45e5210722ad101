import type { Platform } from '../../domain/organisation/person.js';
import type { Reference, ReferenceStore } from '../../ports/reference-store.js';
import { parseReference, replaceLoneSurrogates, toReferenceId } from '../json.js';
import { decode, encode } from './encoding.js';
import { isDuplicateKeyError, READ_OPTIONS, runOperation, WRITE_OPTIONS } from './operation.js';
import type { Models } from './schema.js';

/** Creates the reference store on MongoDB. */
export function createMongoReferenceStore(models: Models): ReferenceStore {
  return new MongoReferenceStore(models);
}

class MongoReferenceStore implements ReferenceStore {
  readonly #models: Models;

  constructor(models: Models) {
    this.#models = models;
  }

  async get(platform: Platform, key: string): Promise<Reference | undefined> {
    const filter = { _id: toReferenceId(platform, key) };
    const found = await runOperation(() =>
      this.#models.references.findOne(filter, null, { ...READ_OPTIONS, lean: true }),
    );
    return found === null ? undefined : parseReference(decode(found.reference));
  }

  async all(platform: Platform): Promise<ReadonlyMap<string, Reference>> {
    const found = await runOperation(() =>
      this.#models.references.find({ platform }, null, { ...READ_OPTIONS, lean: true }),
    );
    return new Map(found.map(({ key, reference }) => [key, parseReference(decode(reference))]));
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
    await runOperation(() => this.#models.references.deleteOne(filter, WRITE_OPTIONS));
  }

  async #write(platform: Platform, key: string, reference: Reference): Promise<void> {
    const filter = { _id: toReferenceId(platform, key) };
    const set = { platform, key: replaceLoneSurrogates(key), reference: encode(reference) };
    const options = { ...WRITE_OPTIONS, upsert: true };
    await runOperation(() => this.#models.references.updateOne(filter, { $set: set }, options));
  }
}
