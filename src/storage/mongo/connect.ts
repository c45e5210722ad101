import type { Db } from 'mongodb';
import mongoose from 'mongoose';
import type { Logger } from '../../ports/logger.js';
import { toStoreError } from './operation.js';

/** Options of {@link connectMongo}. */
export interface MongoOptions {
  /** Connection string. Without a database in it, `redress` is used. */
  readonly uri: string;
  /** Shown in the server's logs and `currentOp`. */
  readonly appName: string;
  /** Overrides the database of the URI. */
  readonly database?: string;
  readonly logger?: Logger;
}

/** A connection of our own; mongoose's global instance stays untouched. */
export interface MongoConnection {
  readonly connection: mongoose.Connection;
  /** The driver's handle on the database, for the scheduler's backend. */
  readonly db: Db;
  /** May be called twice. */
  close(): Promise<void>;
}

/** How long to look for a server, ms. */
const SERVER_SELECTION_TIMEOUT_MS = 1500;
/** How long a connection may take to open, ms. */
const CONNECT_TIMEOUT_MS = 2000;
/** How long a connection may be silent, ms. Operations time out earlier. */
const SOCKET_TIMEOUT_MS = 30_000;

/**
 * Connects to MongoDB, standalone or replica set. Filters cannot inject operators (`sanitizeFilter`) or
 * name unknown fields (`strictQuery`), and nothing is buffered while the database is unavailable.
 * Throws `STORE_UNAVAILABLE` when no server answers.
 */
export async function connectMongo(options: MongoOptions): Promise<MongoConnection> {
  const instance = new mongoose.Mongoose();
  instance.set('sanitizeFilter', true);
  instance.set('strictQuery', 'throw');
  const connection = instance.createConnection();
  // Without a listener a background error would end the process. Operations report their own errors.
  connection.on('error', () => undefined);
  try {
    await connection.openUri(options.uri, {
      appName: options.appName,
      dbName: options.database ?? parseDatabaseName(options.uri) ?? 'redress',
      bufferCommands: false,
      autoIndex: false,
      autoCreate: false,
      serverSelectionTimeoutMS: SERVER_SELECTION_TIMEOUT_MS,
      connectTimeoutMS: CONNECT_TIMEOUT_MS,
      socketTimeoutMS: SOCKET_TIMEOUT_MS,
      waitQueueTimeoutMS: CONNECT_TIMEOUT_MS,
      writeConcern: { w: 'majority', j: true },
      readPreference: 'primary',
    });
    const db = connection.db;
    if (!db) throw new Error('mongoose connected without a database.');
    return { connection, db, close: () => connection.close() };
  } catch (error) {
    await connection.close();
    throw toStoreError(error);
  }
}

/** The database in a connection string, if any. */
function parseDatabaseName(uri: string): string | undefined {
  const name = /^mongodb(?:\+srv)?:\/\/[^/]+\/([^?]+)/.exec(uri)?.[1];
  return name === undefined ? undefined : decodeURIComponent(name);
}
