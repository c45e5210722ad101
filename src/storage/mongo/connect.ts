import type { Db } from 'mongodb';
import mongoose from 'mongoose';
import type { Logger } from '../../ports/logger.js';
import { faultOf } from './answered.js';

export interface MongoOptions {
  /** Connection string. Names no database: `redress` is used. */
  readonly uri: string;
  /** Shown in the server's logs and `currentOp`. */
  readonly appName: string;
  /** Overrides the database of the URI. */
  readonly database?: string;
  readonly logger?: Logger;
}

/** One connection of our own: nothing is set on mongoose's global instance. */
export interface MongoConnection {
  readonly connection: mongoose.Connection;
  /** The driver's handle on the database, as the scheduler's backend wants it. */
  readonly db: Db;
  /** May be called twice. */
  close(): Promise<void>;
}

/** Wait for a server to be there, ms (design, "When the database is away"). */
const SELECTION_MS = 1500;
/** Give up a connection that is not made, ms. */
const CONNECT_MS = 2000;
/** Cut a connection on which an answer never came, ms; operations give up earlier by themselves. */
const SOCKET_MS = 30_000;

/**
 * Connects to MongoDB, standalone or replica set. Filters cannot smuggle operators in
 * (`sanitizeFilter`) or name unknown fields (`strictQuery`), and nothing is buffered while the
 * database is away. Throws `STORE_UNAVAILABLE` when no server answers.
 */
export async function openMongo(options: MongoOptions): Promise<MongoConnection> {
  const instance = new mongoose.Mongoose();
  instance.set('sanitizeFilter', true);
  instance.set('strictQuery', 'throw');
  const connection = instance.createConnection();
  // Without a listener a fault of the background would end the process; operations report theirs.
  connection.on('error', () => undefined);
  try {
    await connection.openUri(options.uri, {
      appName: options.appName,
      dbName: options.database ?? databaseOf(options.uri) ?? 'redress',
      bufferCommands: false,
      autoIndex: false,
      autoCreate: false,
      serverSelectionTimeoutMS: SELECTION_MS,
      connectTimeoutMS: CONNECT_MS,
      socketTimeoutMS: SOCKET_MS,
      waitQueueTimeoutMS: CONNECT_MS,
      writeConcern: { w: 'majority', j: true },
      readPreference: 'primary',
    });
    const db = connection.db;
    if (!db) throw new Error('mongoose connected without a database.');
    return { connection, db, close: () => connection.close() };
  } catch (error) {
    await connection.close();
    throw faultOf(error);
  }
}

/** The database a connection string names, if any. */
function databaseOf(uri: string): string | undefined {
  const name = /^mongodb(?:\+srv)?:\/\/[^/]+\/([^?]+)/.exec(uri)?.[1];
  return name === undefined ? undefined : decodeURIComponent(name);
}
