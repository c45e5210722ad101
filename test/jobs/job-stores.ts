import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { createMongoBackend } from '../../src/jobs/mongo-backend.js';
import { COMPLAINT_PATH } from '../../src/jobs/settings.js';
import { createEmbeddedBackend } from '../../src/storage/embedded/agenda-backend.js';
import { openDatabase } from '../../src/storage/embedded/database.js';
import type { JobStore } from '../contracts/agenda-backend.js';

/** A new embedded file in a folder of its own. */
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
    destroy: async () => {
      database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

let opened = 0;

/** A new database on the test MongoDB. */
export function openMongoJobs(uri: string): () => Promise<JobStore> {
  return async () => {
    const name = `redress_jobs_${process.pid}_${opened++}`;
    const connect = () => MongoClient.connect(uri, { serverSelectionTimeoutMS: 1500 });
    let client = await connect();
    return {
      backend: () => createMongoBackend(client.db(name)),
      reopen: async () => {
        await client.close();
        client = await connect();
      },
      destroy: async () => {
        await client.db(name).dropDatabase();
        await client.close();
      },
    };
  };
}
