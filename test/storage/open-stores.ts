import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RecordKind } from '../../src/ports/unreadable-records.js';
import type { Database } from '../../src/storage/embedded/database.js';
import { createEmbeddedStores, openEmbeddedStores } from '../../src/storage/embedded/stores.js';
import type { MongoStores } from '../../src/storage/mongo/stores.js';
import { openMongoStores } from '../../src/storage/mongo/stores.js';
import type { RecordOptions } from '../../src/storage/records/readers.js';
import type { JsonRecord } from '../../src/storage/records/record-step.js';
import type { OpenStores } from '../contracts/complaint-store/samples.js';
import type { TestMongo } from '../support/mongo.js';
import { readPlans } from './embedded/plans.js';
import { withUriOptions } from './mongo/mongo-uri.js';
import { type ReadPlansNow, watchPlans } from './mongo/plans.js';

/** A folder that is created when its path is first read. `remove` deletes it with its content. */
export function temporaryFolder(): { readonly path: string; remove(): void } {
  let created: string | undefined;
  return {
    get path() {
      created ??= mkdtempSync(join(tmpdir(), 'redress-store-'));
      return created;
    },
    remove: () => {
      if (created !== undefined) rmSync(created, { recursive: true, force: true });
    },
  };
}

const TABLES = {
  complaint: 'complaints',
  inbox: 'inboxes',
  person: 'people',
  reference: 'platform_references',
} as const satisfies Record<RecordKind, string>;

function readRow(database: Database, kind: RecordKind, id: string): JsonRecord {
  const sql = `SELECT document FROM ${TABLES[kind]} WHERE id = ?`;
  const [row] = database.all<{ document: string }>(sql, [id]);
  const { id: _same, ...record } = JSON.parse(row?.document ?? '{}');
  return record;
}

/** Replaces the document of a row by any text, past the stores. */
export function writeRow(database: Database, kind: RecordKind, id: string, text: string): void {
  const withId = text.replace('{', `{"id":${JSON.stringify(id)},`);
  const document = kind === 'reference' ? text : withId;
  database.run(`UPDATE ${TABLES[kind]} SET document = ? WHERE id = ?`, [document, id]);
}

/** Opens stores on a new embedded file. */
export const openEmbeddedFile: OpenStores = async () => {
  const folder = temporaryFolder();
  const stores = await openEmbeddedStores({ file: join(folder.path, 'redress.db') });
  readPlans(stores.database);
  return {
    stores,
    another: async (options) =>
      options === undefined ? stores : createEmbeddedStores(stores.database, options),
    readStored: async (kind, id) => readRow(stores.database, kind, id),
    rewriteStored: async (kind, id, edit) =>
      writeRow(stores.database, kind, id, JSON.stringify(edit(readRow(stores.database, kind, id)))),
    loseCounter: async () => void stores.database.run('DELETE FROM counters'),
    destroy: async () => {
      await stores.close();
      folder.remove();
    },
  };
};

/** The databases that tests have emptied and use no more. */
const emptied: string[] = [];

/** Opens stores on an empty database of the test MongoDB. */
export function openMongoStoresOn(mongo: TestMongo): OpenStores {
  return async () => {
    const database = emptied.pop() ?? mongo.newDatabaseName();
    const uri = withUriOptions(mongo.uri, { monitorCommands: 'true' });
    const readPlansNow: ReadPlansNow[] = [];
    const open = async (options: RecordOptions = {}): Promise<MongoStores> => {
      const stores = await openMongoStores({ uri, appName: 'redress-test', database, ...options });
      readPlansNow.push(watchPlans(stores.db));
      return stores;
    };
    const opened = [await open()];
    const [stores] = opened;
    if (!stores) throw new Error('No stores were opened.');
    return {
      stores,
      readStored: async (kind, id) => readDocument(stores, kind, id),
      rewriteStored: async (kind, id, edit) => {
        const record = edit(await readDocument(stores, kind, id));
        await collectionOf(stores, kind).replaceOne({ _id: id }, record);
      },
      loseCounter: async () => void (await stores.db.collection('counters').deleteMany({})),
      another: async (options) => {
        const more = await open(options);
        opened.push(more);
        return more;
      },
      destroy: async () => {
        for (const read of readPlansNow) await read();
        await Promise.all(opened.map((one) => one.close()));
        await mongo.emptyDatabase(database);
        emptied.push(database);
      },
    };
  };
}

const COLLECTIONS = {
  ...TABLES,
  reference: 'references',
} as const satisfies Record<RecordKind, string>;

function collectionOf({ db }: MongoStores, kind: RecordKind) {
  return db.collection<{ _id: string }>(COLLECTIONS[kind]);
}

async function readDocument(
  stores: MongoStores,
  kind: RecordKind,
  id: string,
): Promise<JsonRecord> {
  const { _id, ...record } = (await collectionOf(stores, kind).findOne({ _id: id })) ?? {};
  return record;
}
