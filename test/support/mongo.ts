import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Db, MongoClient } from 'mongodb';
import { findFreePort } from './ports.js';

/** The MongoDB server of the tests. */
export interface TestMongo {
  /** Connection string: `MONGODB_URI`, or that of the started server. */
  readonly uri: string;
  /** A database name that is unique across processes. */
  newDatabaseName(): string;
  /** Drops a database. */
  dropDatabase(database: string): Promise<void>;
  /**
   * Deletes what a database of the stores holds, and keeps its collections, indexes and layout: to use it again
   * takes much less time than to make another.
   */
  emptyDatabase(database: string): Promise<void>;
}

/**
 * The test MongoDB, found once in a process: `MONGODB_URI`; a `mongod` on the PATH; the one that
 * mongodb-memory-server has downloaded or can download (not with CI=true). Undefined when none works.
 */
export const testMongo: TestMongo | undefined = await findMongo();

/**
 * Registers a suite that needs MongoDB if a server was found. Without one it registers nothing (mocha
 * forbids pending tests) and one line explains how to run it; with REDRESS_REQUIRE_MONGODB=1 a test
 * fails.
 */
export function describeOnMongo(title: string, suite: (mongo: TestMongo) => void): void {
  const mongo = testMongo;
  if (mongo) describe(title, () => suite(mongo));
}

if (!testMongo) reportMissingServer();

function reportMissingServer(): void {
  const how = 'set MONGODB_URI or put mongod on the PATH to run the MongoDB suites';
  process.stderr.write(`\n*** NO MONGODB: its suites are NOT run; ${how}. ***\n\n`);
  if (process.env.REDRESS_REQUIRE_MONGODB !== '1') return;
  describe('the test MongoDB', () => {
    it('is available, because REDRESS_REQUIRE_MONGODB is 1', () => {
      throw new Error(`No MongoDB was found: ${how}.`);
    });
  });
}

async function findMongo(): Promise<TestMongo | undefined> {
  for (const find of [uriFromEnvironment, startFromPath, startDownloaded]) {
    const uri = await find();
    if (uri !== undefined) return createTestMongo(uri);
  }
  return undefined;
}

function createTestMongo(uri: string): TestMongo {
  let given = 0;
  return {
    uri,
    newDatabaseName: () => {
      given += 1;
      return `redress_test_${process.pid}_${Date.now().toString(36)}_${given}`;
    },
    dropDatabase: (database) =>
      withClient(uri, 5000, (client) => client.db(database).dropDatabase()),
    emptyDatabase: (database) => withClient(uri, 5000, (client) => deleteAll(client.db(database))),
  };
}

async function deleteAll(db: Db): Promise<void> {
  for (const { collectionName } of await db.collections()) {
    const layout = collectionName === 'meta' ? { _id: { $ne: 'layout' } } : {};
    await db.collection<{ _id: string }>(collectionName).deleteMany(layout);
  }
}

/** Reports a URI that is set but does not answer, instead of hiding it. */
async function uriFromEnvironment(): Promise<string | undefined> {
  const uri = process.env.MONGODB_URI;
  if (!uri) return undefined;
  if (!(await respondsToPing(uri, 5000))) {
    process.stderr.write('\n*** MONGODB_URI is set, but no server answers there. ***\n\n');
    return undefined;
  }
  return uri;
}

async function startFromPath(): Promise<string | undefined> {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const found = folders.map((folder) => join(folder, 'mongod')).find(isProgram);
  return found === undefined ? undefined : startMongod(found);
}

/** Starts the program that mongodb-memory-server has, else its download if the host answers within 3 s. */
async function startDownloaded(): Promise<string | undefined> {
  const { DryMongoBinary, MongoBinary } = await import('mongodb-memory-server-core');
  const kept = await DryMongoBinary.locateBinary(await DryMongoBinary.generateOptions());
  if (kept !== undefined) return startMongod(kept);
  if (process.env.CI === 'true' || !(await isDownloadReachable())) return undefined;
  return startMongod(await MongoBinary.getPath());
}

async function isDownloadReachable(): Promise<boolean> {
  const mirror = process.env.MONGOMS_DOWNLOAD_MIRROR ?? 'https://fastdl.mongodb.org';
  try {
    await fetch(mirror, { method: 'HEAD', signal: AbortSignal.timeout(3000) });
    return true;
  } catch {
    return false;
  }
}

/** Starts a server that ends with this process; undefined when it does not answer within 20 s. */
async function startMongod(program: string): Promise<string | undefined> {
  const folder = mkdtempSync(join(tmpdir(), 'redress-mongod-'));
  const port = await findFreePort();
  const args = ['--dbpath', folder, '--port', String(port), '--bind_ip', '127.0.0.1', '--quiet'];
  const child = spawn(program, args, { stdio: 'ignore' });
  // Do not keep the process alive for the server.
  child.unref();
  process.once('exit', () => {
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });
  const uri = `mongodb://127.0.0.1:${port}`;
  return (await waitUntilUp(child, uri)) ? uri : undefined;
}

async function waitUntilUp(child: ChildProcess, uri: string): Promise<boolean> {
  let ended = false;
  child.once('error', () => {
    ended = true;
  });
  child.once('exit', () => {
    ended = true;
  });
  const deadline = Date.now() + 20_000;
  while (!ended && Date.now() < deadline) {
    if (await respondsToPing(uri, 500)) return true;
    await pause(50);
  }
  return false;
}

async function respondsToPing(uri: string, ms: number): Promise<boolean> {
  try {
    await withClient(uri, ms, (client) => client.db('admin').command({ ping: 1 }));
    return true;
  } catch {
    return false;
  }
}

async function withClient(
  uri: string,
  ms: number,
  use: (client: MongoClient) => Promise<unknown>,
): Promise<void> {
  const client = new MongoClient(uri, { serverSelectionTimeoutMS: ms });
  try {
    await use(client);
  } finally {
    await client.close();
  }
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
