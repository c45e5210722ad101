import type { Db } from 'mongodb';
import mongoose from 'mongoose';
import type { Logger } from '../../../ports/logger.js';
import { toStoreError } from '../operation.js';
import { type MongoAddress, SERVER_SELECTION_TIMEOUT_MS, toDatabaseName } from './client.js';

/** Options of {@link connectMongo}. */
export interface MongoOptions extends MongoAddress {
  readonly logger?: Logger;
}

/** A connection of our own; mongoose's global instance stays untouched. */
export interface MongoConnection {
  readonly connection: mongoose.Connection;
  /** The driver's handle on the database. */
  readonly db: Db;
  /** May be called twice. */
  close(): Promise<void>;
}

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
      dbName: toDatabaseName(options),
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
