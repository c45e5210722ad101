import mongoose from 'mongoose';
import type { PersonId } from '../../domain/organisation/person.js';
import type { Logger } from '../../ports/logger.js';
import { RecordPeopleStore } from '../people-store.js';
import type { PeopleRecords, PersonRecord, WriteOutcome } from '../person-record.js';
import { readPerson } from '../person-record.js';
import { answered, isDuplicate, READ, WRITE } from './answered.js';
import type { MongoConnection } from './connect.js';
import { decode, encodeRecord } from './encoding.js';
import type { Models, PersonDocument } from './schema.js';

/** The people store on MongoDB; for `logger` see {@link RecordPeopleStore}. */
export function mongoPeopleStore(
  connection: MongoConnection,
  models: Models,
  logger?: Logger,
): RecordPeopleStore {
  return new RecordPeopleStore(new MongoPeopleRecords(connection, models), logger);
}

class MongoPeopleRecords implements PeopleRecords {
  readonly #connection: MongoConnection;
  readonly #models: Models;

  constructor(connection: MongoConnection, models: Models) {
    this.#connection = connection;
    this.#models = models;
  }

  async byIds(ids: readonly PersonId[]): Promise<readonly PersonRecord[]> {
    return this.#find('_id', ids);
  }

  async byKeys(keys: readonly string[]): Promise<readonly PersonRecord[]> {
    return this.#find('keys', keys);
  }

  async mergedInto(ids: readonly PersonId[]): Promise<readonly PersonRecord[]> {
    return this.#find('mergedInto', ids);
  }

  async insert(record: PersonRecord): Promise<'written' | 'taken'> {
    const { id, keys, ...rest } = record;
    const document = { ...encodeRecord(rest), _id: id, keys: [...keys] } as PersonDocument;
    const collection = this.#connection.db.collection<PersonDocument>('people');
    return unlessTaken<'written'>(async () => {
      await answered(() => collection.insertOne(document, WRITE));
      return 'written';
    });
  }

  async update(record: PersonRecord): Promise<WriteOutcome> {
    const { id, version, keys, ...rest } = record;
    const set = { ...encodeRecord(rest), version: version + 1 };
    const update =
      keys.length === 0 ? { $set: set, $unset: { keys: 1 } } : { $set: { ...set, keys } };
    return unlessTaken(async () => {
      const result = await answered(() =>
        this.#models.people.updateOne({ _id: id, version }, update, WRITE),
      );
      return result.matchedCount === 1 ? 'written' : 'lost';
    });
  }

  async #find(path: string, values: readonly string[]): Promise<readonly PersonRecord[]> {
    const filter = { [path]: mongoose.trusted({ $in: [...values] }) };
    const documents = await answered(() =>
      this.#models.people.find(filter, null, { ...READ, lean: true }),
    );
    return documents.map(({ _id, ...rest }) =>
      readPerson({ id: _id, keys: [], ...(decode(rest) as object) }),
    );
  }
}

async function unlessTaken<T>(write: () => Promise<T>): Promise<T | 'taken'> {
  try {
    return await write();
  } catch (error) {
    if (isDuplicate(error)) return 'taken';
    throw error;
  }
}
