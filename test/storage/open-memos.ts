import { join } from 'node:path';
import mongoose from 'mongoose';
import { forgetfulRecords } from '../../src/ports/unreadable-records.js';
import { type Database, openDatabase } from '../../src/storage/embedded/database.js';
import {
  DOCUMENT_COLUMNS,
  type DocumentTable,
  toDocumentIndexes,
} from '../../src/storage/embedded/documents/document-rows.js';
import { EmbeddedDocumentStore } from '../../src/storage/embedded/documents/document-store.js';
import { connectMongo, type MongoConnection } from '../../src/storage/mongo/connection/connect.js';
import { MongoDocumentStore } from '../../src/storage/mongo/document-store.js';
import { DOCUMENT_INDEXES, prepareCollection } from '../../src/storage/mongo/indexes.js';
import { type DocumentModel, LIVING_FIELDS } from '../../src/storage/mongo/schema.js';
import { RecordReader } from '../../src/storage/records/record-reader.js';
import type { OpenedKind } from '../contracts/document-store/kind.js';
import type { Memo } from '../contracts/memo/memo.js';
import type { TestMongo } from '../support/mongo.js';
import { withUriOptions } from './mongo/mongo-uri.js';
import { type ReadPlansNow, watchPlans } from './mongo/plans.js';
import { temporaryFolder } from './open-stores.js';

/** Opens a store of the made-up kind on a new database. */
export type OpenMemos = () => Promise<OpenedKind<Memo>>;

const MEMO_TABLE: DocumentTable<Memo> = { name: 'memos', columns: {} };

function createReader(): RecordReader<Memo> {
  const parse = (record: unknown): Memo => record as Memo;
  return new RecordReader({ kind: 'complaint', steps: [], parse }, forgetfulRecords);
}

function createTable(database: Database): void {
  database.run(`CREATE TABLE IF NOT EXISTS memos (${DOCUMENT_COLUMNS.join(', ')})`);
  for (const [name, on] of Object.entries(toDocumentIndexes('memos'))) {
    database.run(`CREATE INDEX IF NOT EXISTS ${name} ON ${on}`);
  }
}

/** Opens the memos of an embedded file, and creates their table. The caller closes the file. */
export function openMemosIn(database: Database): EmbeddedDocumentStore<Memo> {
  createTable(database);
  return new EmbeddedDocumentStore(database, createReader(), MEMO_TABLE);
}

/** Opens memos on a new embedded file. */
export const openEmbeddedMemos: OpenMemos = async () => {
  const folder = temporaryFolder();
  const database = openDatabase(join(folder.path, 'memos.db'));
  const store = openMemosIn(database);
  return {
    store,
    another: async () => new EmbeddedDocumentStore(database, createReader(), MEMO_TABLE),
    destroy: async () => {
      database.close();
      folder.remove();
    },
  };
};

/** Opens memos on a new database of the test MongoDB. */
export function openMongoMemosOn(mongo: TestMongo): OpenMemos {
  return async () => {
    const database = mongo.newDatabaseName();
    const uri = withUriOptions(mongo.uri, { monitorCommands: 'true' });
    const opened: MongoConnection[] = [];
    const readPlansNow: ReadPlansNow[] = [];
    const open = async (): Promise<MongoDocumentStore<Memo>> => {
      const connection = await connectMongo({ uri, appName: 'redress-test', database });
      opened.push(connection);
      readPlansNow.push(watchPlans(connection.db));
      return openMemosOn(connection);
    };
    const store = await open();
    return {
      store,
      another: open,
      destroy: async () => {
        for (const read of readPlansNow) await read();
        await Promise.all(opened.map((one) => one.close()));
        await mongo.dropDatabase(database);
      },
    };
  };
}

/** Opens the memos of a database, and creates their indexes. The caller closes the connection. */
export async function openMemosOn(connection: MongoConnection): Promise<MongoDocumentStore<Memo>> {
  await prepareCollection(connection.db, 'memos', DOCUMENT_INDEXES);
  const fields = { ...LIVING_FIELDS, ...MEMO_FIELDS };
  const options = { strict: 'throw', versionKey: false, minimize: false, id: false } as const;
  const schema = new mongoose.Schema(fields, { ...options, collection: 'memos' });
  const model = connection.connection.model('memo', schema) as unknown as DocumentModel;
  return new MongoDocumentStore<Memo>(connection, {
    model,
    reader: createReader(),
    parseOutbox: (record) => record as Memo['outbox'],
  });
}

const { Mixed } = mongoose.Schema.Types;

const MEMO_FIELDS = {
  amount: Number,
  text: String,
  isSealed: Boolean,
  got: Mixed,
  tookBack: Mixed,
};
