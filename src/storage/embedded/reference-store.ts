import type { Platform } from '../../domain/organisation/person.js';
import type { Reference, ReferenceStore } from '../../ports/reference-store.js';
import { parseReference, replaceLoneSurrogates, toJson, toReferenceId } from '../json.js';
import type { Database } from './database.js';

/** Creates the reference store on the embedded file. */
export function createEmbeddedReferenceStore(database: Database): ReferenceStore {
  return new EmbeddedReferenceStore(database);
}

class EmbeddedReferenceStore implements ReferenceStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async get(platform: Platform, key: string): Promise<Reference | undefined> {
    const [row] = this.#database.all<{ document: string }>(
      'SELECT document FROM platform_references WHERE id = ?',
      [toReferenceId(platform, key)],
    );
    return row && parseReference(JSON.parse(row.document));
  }

  async all(platform: Platform): Promise<ReadonlyMap<string, Reference>> {
    const rows = this.#database.all<{ key: string; document: string }>(
      'SELECT key, document FROM platform_references WHERE platform = ?',
      [platform],
    );
    return new Map(rows.map((row) => [row.key, parseReference(JSON.parse(row.document))]));
  }

  async put(platform: Platform, key: string, reference: Reference): Promise<void> {
    this.#database.run(
      `INSERT INTO platform_references (id, platform, key, document) VALUES (?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET document = excluded.document`,
      [toReferenceId(platform, key), platform, replaceLoneSurrogates(key), toJson(reference)],
    );
  }

  async remove(platform: Platform, key: string): Promise<void> {
    this.#database.run('DELETE FROM platform_references WHERE id = ?', [
      toReferenceId(platform, key),
    ]);
  }
}
