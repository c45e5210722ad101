import { MongoClient } from 'mongodb';
import { RedressError } from '../../../errors.js';

/** Where the database is. */
export interface MongoAddress {
  /** Connection string. Without a database in it, `redress` is used. */
  readonly uri: string;
  /** Shown in the server's logs and `currentOp`. */
  readonly appName: string;
  /** Overrides the database of the URI. */
  readonly database?: string;
}

/** How long to look for a server, ms. */
export const SERVER_SELECTION_TIMEOUT_MS = 1500;
/** How long a connection may take to open, ms: shorter, so that the reason of a failed start is known. */
const CONNECT_TIMEOUT_MS = 1200;
/** How long the scheduler waits for a server, a connection and an answer, ms. Nobody waits for it. */
const SCHEDULER_TIMEOUT_MS = 10_000;

/**
 * What connections of their own are for. The scheduler reads and writes in bursts, which must not keep a
 * person waiting for a connection. The preparation builds indexes, which may take minutes: it has no
 * time-out for an answer.
 */
const PURPOSES = {
  scheduler: {
    serverSelectionTimeoutMS: SCHEDULER_TIMEOUT_MS,
    waitQueueTimeoutMS: SCHEDULER_TIMEOUT_MS,
    socketTimeoutMS: SCHEDULER_TIMEOUT_MS,
    maxPoolSize: 20,
  },
  preparation: {
    serverSelectionTimeoutMS: SERVER_SELECTION_TIMEOUT_MS,
    socketTimeoutMS: 0,
    maxPoolSize: 2,
  },
} as const;

/** See {@link PURPOSES}. */
export type ClientPurpose = keyof typeof PURPOSES;

/**
 * Creates a client that connects with its first operation or `connect`. Throws `CONFIG_INVALID` when the
 * connection string cannot be used. Its message does not quote the string, which has a password in it.
 */
export function createClient({ uri, appName }: MongoAddress, purpose: ClientPurpose): MongoClient {
  try {
    return new MongoClient(uri, {
      ...PURPOSES[purpose],
      appName: `${appName}-${purpose}`,
      connectTimeoutMS: CONNECT_TIMEOUT_MS,
      writeConcern: { w: 'majority', j: true },
      readPreference: 'primary',
    });
  } catch (error) {
    throw createAddressError(error);
  }
}

/** The name of the database of an address. */
export function toDatabaseName({ uri, database }: MongoAddress): string {
  return database ?? parseDatabaseName(uri) ?? 'redress';
}

/** The database in a connection string, if any. */
function parseDatabaseName(uri: string): string | undefined {
  const name = /^mongodb(?:\+srv)?:\/\/[^/]+\/([^?]+)/.exec(uri)?.[1];
  return name === undefined ? undefined : decodeURIComponent(name);
}

/** Options are no secrets; any other message of the driver may quote the string. */
function createAddressError(cause: unknown): RedressError {
  const message = cause instanceof Error ? cause.message : '';
  const isAboutOption = /^(options? [\w, ]+ not supported|[a-zA-Z]+ option requires)/.test(message);
  const why = isAboutOption
    ? `${message}.`
    : 'the connection string cannot be read. Percent-encode special characters in user and password, and check hosts, ports and options.';
  return new RedressError('CONFIG_INVALID', `MONGODB_URI: ${why}`, { cause });
}
