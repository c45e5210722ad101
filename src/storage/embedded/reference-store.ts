import isPlainObject from 'is-plain-obj';
import type { Platform } from '../../domain/organisation/person.js';
import type { Reference, ReferenceStore } from '../../ports/stores/reference-store.js';
import { replaceLoneSurrogates, toJson, toReferenceId } from '../json.js';
import type { RecordReader, StoredRecord } from '../records/record-reader.js';
import type { Database } from './database.js';

/** Creates the reference store on the embedded file. */
export function createEmbeddedReferenceStore(
  database: Database,
  reader: RecordReader<Reference>,
): ReferenceStore {
  return new EmbeddedReferenceStore(database, reader);
}

class EmbeddedReferenceStore implements ReferenceStore {
  readonly #database: Database;
  readonly #reader: RecordReader<Reference>;

  constructor(database: Database, reader: RecordReader<Reference>) {
    this.#database = database;
    this.#reader = reader;
  }

  async get(platform: Platform, key: string): Promise<Reference | undefined> {
    const [row] = this.#database.all<ReferenceRow>(
      'SELECT id, key, document FROM platform_references WHERE id = ?',
      [toReferenceId(platform, key)],
    );
    return row && this.#reader.read(toStored(row));
  }

  async all(platform: Platform): Promise<ReadonlyMap<string, Reference>> {
    const rows = this.#database.all<ReferenceRow>(
      'SELECT id, key, document FROM platform_references WHERE platform = ?',
      [platform],
    );
    return new Map(
      rows.flatMap((row) =>
        this.#reader.readAll([toStored(row)]).map((reference) => [row.key, reference] as const),
      ),
    );
  }

  async put(platform: Platform, key: string, reference: Reference): Promise<void> {
    this.#database.run(
      `INSERT INTO platform_references (id, platform, key, document) VALUES (?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET document = excluded.document`,
      [
        toReferenceId(platform, key),
        platform,
        replaceLoneSurrogates(key),
        toJson({ schema: this.#reader.schema, reference }),
      ],
    );
  }

  async remove(platform: Platform, key: string): Promise<void> {
    const id = toReferenceId(platform, key);
    this.#database.run('DELETE FROM platform_references WHERE id = ?', [id]);
    this.#reader.forget(id);
  }
}

interface ReferenceRow {
  readonly id: string;
  readonly key: string;
  readonly document: string;
}

function toStored({ id, document }: ReferenceRow): StoredRecord {
  return { reference: id, load: () => toReferenceRecord(JSON.parse(document)) };
}

/** Rows that were written before records had a schema number hold the bare reference. */
function toReferenceRecord(document: unknown): unknown {
  const isBare = isPlainObject(document) && !('schema' in document && 'reference' in document);
  return isBare ? { reference: document } : document;
}
