import type { Collection } from 'mongodb';
import mongoose from 'mongoose';
import type { PersonId } from '../../domain/organisation/person.js';
import type { Logger } from '../../ports/logger.js';
import { RecordPeopleStore } from '../people-store.js';
import type { PeopleRecords, PersonRecord, WriteOutcome } from '../person-record.js';
import type { RecordReader, StoredRecord } from '../records/record-reader.js';
import type { MongoConnection } from './connection/connect.js';
import { decode, encodeRecord } from './encoding.js';
import {
  isDuplicateKeyError,
  LEAN_DECIDING_OPTIONS,
  runOperation,
  runWrite,
  WRITE_OPTIONS,
} from './operation.js';
import type { Models, PersonDocument } from './schema.js';

/** Creates the people store on MongoDB. For `logger` see {@link RecordPeopleStore}. */
export function createMongoPeopleStore(
  connection: MongoConnection,
  models: Models,
  reader: RecordReader<PersonRecord>,
  logger?: Logger,
): RecordPeopleStore {
  return new RecordPeopleStore(new MongoPeopleRecords(connection, models, reader), logger);
}

class MongoPeopleRecords implements PeopleRecords {
  readonly #connection: MongoConnection;
  readonly #models: Models;
  readonly #reader: RecordReader<PersonRecord>;

  constructor(connection: MongoConnection, models: Models, reader: RecordReader<PersonRecord>) {
    this.#connection = connection;
    this.#models = models;
    this.#reader = reader;
  }

  async findByIds(ids: readonly PersonId[]): Promise<readonly PersonRecord[]> {
    return this.#reader.readAll(await this.#find('_id', ids));
  }

  async findByKeys(keys: readonly string[]): Promise<readonly PersonRecord[]> {
    return (await this.#find('keys', keys)).map((stored) => this.#reader.read(stored));
  }

  async findMergedInto(ids: readonly PersonId[]): Promise<readonly PersonRecord[]> {
    return this.#reader.readAll(await this.#find('mergedInto', ids));
  }

  async insert(record: PersonRecord): Promise<'written' | 'taken'> {
    return orTaken<'written'>(async () => {
      await runWrite(() => this.#collection.insertOne(this.#toDocument(record), WRITE_OPTIONS));
      return 'written';
    });
  }

  /** Replaces the whole document, so that nothing stays of an older schema. */
  async update(record: PersonRecord): Promise<WriteOutcome> {
    const { id, version } = record;
    const { _id, ...next } = this.#toDocument({ ...record, version: version + 1 });
    return orTaken(async () => {
      const result = await runWrite(() =>
        this.#collection.replaceOne({ _id: id, version }, next, WRITE_OPTIONS),
      );
      return result.matchedCount === 1 ? 'written' : 'lost';
    });
  }

  get #collection(): Collection<PersonDocument> {
    return this.#connection.db.collection<PersonDocument>('people');
  }

  #toDocument({ id, keys, ...rest }: PersonRecord): PersonDocument {
    const { schema } = this.#reader;
    // Without keys the field is left out: see PersonDocument.
    const indexed = keys.length === 0 ? {} : { keys: [...keys] };
    return { ...encodeRecord(rest), ...indexed, schema, _id: id } as PersonDocument;
  }

  async #find(path: string, values: readonly string[]): Promise<readonly StoredRecord[]> {
    const filter = { [path]: mongoose.trusted({ $in: [...values] }) };
    const documents = await runOperation(() =>
      this.#models.people.find(filter, null, LEAN_DECIDING_OPTIONS),
    );
    return documents.map(({ _id, ...rest }) => ({
      reference: _id,
      load: () => ({ id: _id, keys: [], ...(decode(rest) as object) }),
    }));
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
