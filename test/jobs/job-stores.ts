import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { createMongoBackend } from '../../src/jobs/agenda/mongo-backend.js';
import { COMPLAINT_PATH } from '../../src/jobs/agenda/settings.js';
import { createEmbeddedBackend } from '../../src/storage/embedded/agenda/backend.js';
import { openDatabase } from '../../src/storage/embedded/database.js';
import type { JobStore } from '../contracts/agenda-backend/harness.js';
import type { TestMongo } from '../support/mongo.js';

/** Opens a job store on a new embedded file. */
export async function openEmbeddedJobs(): Promise<JobStore> {
  const folder = mkdtempSync(join(tmpdir(), 'redress-jobs-'));
  const file = join(folder, 'redress.db');
  let database = openDatabase(file);
  return {
    backend: () => createEmbeddedBackend(database, { scalarPaths: [COMPLAINT_PATH] }),
    reopen: async () => {
      database.close();
      database = openDatabase(file);
    },
    disconnect: async () => database.close(),
    destroy: async () => {
      database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Opens job stores on new databases of the test MongoDB. */
export function openMongoJobs(mongo: TestMongo): () => Promise<JobStore> {
  return async () => {
    const name = mongo.newDatabaseName();
    const connect = () => MongoClient.connect(mongo.uri, { serverSelectionTimeoutMS: 1500 });
    let client = await connect();
    return {
      backend: () => createMongoBackend(client.db(name)),
      reopen: async () => {
        await client.close();
        client = await connect();
      },
      disconnect: () => client.close(),
      destroy: async () => {
        await client.close();
        await mongo.dropDatabase(name);
      },
    };
  };
}
