import type { PersonId } from '../../domain/organisation/person.js';
import type { Logger } from '../../ports/logger.js';
import { toJson } from '../json.js';
import { RecordPeopleStore } from '../people-store.js';
import type { PeopleRecords, PersonRecord, WriteOutcome } from '../person-record.js';
import type { RecordReader, StoredRecord } from '../records/record-reader.js';
import type { Database, SqlValue } from './database.js';

/** Creates the people store on the embedded file. For `logger` see {@link RecordPeopleStore}. */
export function createEmbeddedPeopleStore(
  database: Database,
  reader: RecordReader<PersonRecord>,
  logger?: Logger,
): RecordPeopleStore {
  return new RecordPeopleStore(new EmbeddedPeopleRecords(database, reader), logger);
}

class EmbeddedPeopleRecords implements PeopleRecords {
  readonly #database: Database;
  readonly #reader: RecordReader<PersonRecord>;

  constructor(database: Database, reader: RecordReader<PersonRecord>) {
    this.#database = database;
    this.#reader = reader;
  }

  async findByIds(ids: readonly PersonId[]): Promise<readonly PersonRecord[]> {
    return this.#reader.readAll(this.#find('id', ids));
  }

  async findByKeys(keys: readonly string[]): Promise<readonly PersonRecord[]> {
    const holders = this.#database.all<{ person: string }>(
      `SELECT DISTINCT person FROM people_keys WHERE key IN (${toPlaceholders(keys)})`,
      keys,
    );
    const ids = holders.map((row) => row.person);
    return this.#find('id', ids).map((stored) => this.#reader.read(stored));
  }

  async findMergedInto(ids: readonly PersonId[]): Promise<readonly PersonRecord[]> {
    return this.#reader.readAll(this.#find('merged_into', ids));
  }

  async insert(record: PersonRecord): Promise<'written' | 'taken'> {
    return this.#database.together(() => {
      if (this.#isKeyTaken(record)) return 'taken';
      this.#database.run(
        'INSERT INTO people (id, version, merged_into, document) VALUES (?, ?, ?, ?)',
        [record.id, record.version, record.mergedInto, this.#toDocument(record)],
      );
      this.#writeKeys(record);
      return 'written';
    });
  }

  async update(record: PersonRecord): Promise<WriteOutcome> {
    return this.#database.together(() => {
      if (this.#isKeyTaken(record)) return 'taken';
      const next = { ...record, version: record.version + 1 };
      const { changes } = this.#database.run(
        'UPDATE people SET version = ?, merged_into = ?, document = ? WHERE id = ? AND version = ?',
        [next.version, next.mergedInto, this.#toDocument(next), record.id, record.version],
      );
      if (changes === 0) return 'lost';
      this.#database.run('DELETE FROM people_keys WHERE person = ?', [record.id]);
      this.#writeKeys(next);
      return 'written';
    });
  }

  #isKeyTaken(record: PersonRecord): boolean {
    const others = this.#database.all(
      `SELECT 1 FROM people_keys WHERE key IN (${toPlaceholders(record.keys)}) AND person <> ? LIMIT 1`,
      [...record.keys, record.id],
    );
    return others.length > 0;
  }

  #writeKeys(record: PersonRecord): void {
    for (const key of record.keys) {
      this.#database.run('INSERT INTO people_keys (key, person) VALUES (?, ?)', [key, record.id]);
    }
  }

  #find(column: string, values: readonly string[]): readonly StoredRecord[] {
    if (values.length === 0) return [];
    return this.#database
      .all<{ id: string; document: string }>(
        `SELECT id, document FROM people WHERE ${column} IN (${toPlaceholders(values)})`,
        values,
      )
      .map(({ id, document }) => ({ reference: id, load: () => JSON.parse(document) }));
  }

  #toDocument(record: PersonRecord): string {
    return toJson({ ...record, schema: this.#reader.schema });
  }
}

function toPlaceholders(values: readonly SqlValue[]): string {
  return values.map(() => '?').join(', ');
}
