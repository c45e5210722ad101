import type { Platform } from '../../domain/organisation/person.js';
import type { Reference, ReferenceStore } from '../../ports/reference-store.js';
import { parseReference, toReferenceId, toWellFormed } from '../json.js';
import { answered, isDuplicate, READ, WRITE } from './answered.js';
import { decode, encode } from './encoding.js';
import type { Models } from './schema.js';

/** The reference store on MongoDB. */
export function mongoReferenceStore(models: Models): ReferenceStore {
  return new MongoReferenceStore(models);
}

class MongoReferenceStore implements ReferenceStore {
  readonly #models: Models;

  constructor(models: Models) {
    this.#models = models;
  }

  async get(platform: Platform, key: string): Promise<Reference | undefined> {
    const filter = { _id: toReferenceId(platform, key) };
    const found = await answered(() =>
      this.#models.references.findOne(filter, null, { ...READ, lean: true }),
    );
    return found === null ? undefined : parseReference(decode(found.reference));
  }

  async all(platform: Platform): Promise<ReadonlyMap<string, Reference>> {
    const found = await answered(() =>
      this.#models.references.find({ platform }, null, { ...READ, lean: true }),
    );
    return new Map(found.map(({ key, reference }) => [key, parseReference(decode(reference))]));
  }

  async put(platform: Platform, key: string, reference: Reference): Promise<void> {
    const write = () => this.#write(platform, key, reference);
    try {
      await write();
    } catch (error) {
      // two upserts of a new document at once: one inserts it, and the other finds it on a second try
      if (!isDuplicate(error)) throw error;
      await write();
    }
  }

  async remove(platform: Platform, key: string): Promise<void> {
    const filter = { _id: toReferenceId(platform, key) };
    await answered(() => this.#models.references.deleteOne(filter, WRITE));
  }

  async #write(platform: Platform, key: string, reference: Reference): Promise<void> {
    const filter = { _id: toReferenceId(platform, key) };
    const set = { platform, key: toWellFormed(key), reference: encode(reference) };
    const options = { ...WRITE, upsert: true };
    await answered(() => this.#models.references.updateOne(filter, { $set: set }, options));
  }
}
