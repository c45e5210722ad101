import mongoose from 'mongoose';
import type { PersonId } from '../../domain/organisation/person.js';
import type { Logger } from '../../ports/logger.js';
import { RecordPeopleStore } from '../people-store.js';
import type { PeopleRecords, PersonRecord, WriteOutcome } from '../person-record.js';
import { parsePersonRecord } from '../person-record.js';
import type { MongoConnection } from './connect.js';
import { decode, encodeRecord } from './encoding.js';
import { isDuplicateKeyError, READ_OPTIONS, runOperation, WRITE_OPTIONS } from './operation.js';
import type { Models, PersonDocument } from './schema.js';

/** Creates the people store on MongoDB. For `logger` see {@link RecordPeopleStore}. */
export function createMongoPeopleStore(
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

  async findByIds(ids: readonly PersonId[]): Promise<readonly PersonRecord[]> {
    return this.#find('_id', ids);
  }

  async findByKeys(keys: readonly string[]): Promise<readonly PersonRecord[]> {
    return this.#find('keys', keys);
  }

  async findMergedInto(ids: readonly PersonId[]): Promise<readonly PersonRecord[]> {
    return this.#find('mergedInto', ids);
  }

  async insert(record: PersonRecord): Promise<'written' | 'taken'> {
    const { id, keys, ...rest } = record;
    const document = { ...encodeRecord(rest), _id: id, keys: [...keys] } as PersonDocument;
    const collection = this.#connection.db.collection<PersonDocument>('people');
    return orTaken<'written'>(async () => {
      await runOperation(() => collection.insertOne(document, WRITE_OPTIONS));
      return 'written';
    });
  }

  async update(record: PersonRecord): Promise<WriteOutcome> {
    const { id, version, keys, ...rest } = record;
    const set = { ...encodeRecord(rest), version: version + 1 };
    const update =
      keys.length === 0 ? { $set: set, $unset: { keys: 1 } } : { $set: { ...set, keys } };
    return orTaken(async () => {
      const result = await runOperation(() =>
        this.#models.people.updateOne({ _id: id, version }, update, WRITE_OPTIONS),
      );
      return result.matchedCount === 1 ? 'written' : 'lost';
    });
  }

  async #find(path: string, values: readonly string[]): Promise<readonly PersonRecord[]> {
    const filter = { [path]: mongoose.trusted({ $in: [...values] }) };
    const documents = await runOperation(() =>
      this.#models.people.find(filter, null, { ...READ_OPTIONS, lean: true }),
    );
    return documents.map(({ _id, ...rest }) =>
      parsePersonRecord({ id: _id, keys: [], ...(decode(rest) as object) }),
    );
  }
}

async function orTaken<T>(write: () => Promise<T>): Promise<T | 'taken'> {
  try {
    return await write();
  } catch (error) {
    if (isDuplicateKeyError(error)) return 'taken';
    throw error;
  }
}
