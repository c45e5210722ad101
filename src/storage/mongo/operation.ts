import { MongoError, MongoNetworkError, MongoServerError } from 'mongodb';
import mongoose from 'mongoose';
import pTimeout from 'p-timeout';
import { RedressError } from '../../errors.js';

/** Time-out of an operation, ms: Slack waits 3 s for an answer. */
const OPERATION_TIMEOUT_MS = 1950;
/** Time-out on the server, ms. Shorter, so that no abandoned work stays there. */
const SERVER_TIMEOUT_MS = 1800;

/** Options of every read: from the primary, because a secondary may lack the last commit. */
export const READ_OPTIONS = { maxTimeMS: SERVER_TIMEOUT_MS, readPreference: 'primary' } as const;

/** Options of a read through mongoose that wants plain objects. */
export const LEAN_READ_OPTIONS = { ...READ_OPTIONS, lean: true } as const;

/**
 * Options of every write: durable on a majority, in the journal. Each write passes them, so that a URI
 * cannot weaken them. A majority that does not answer in time is an error.
 */
export const WRITE_OPTIONS = {
  maxTimeMS: SERVER_TIMEOUT_MS,
  writeConcern: { w: 'majority', j: true, wtimeout: SERVER_TIMEOUT_MS },
} as const;

/**
 * Runs one operation with a time-out of about 2 s. Throws `STORE_UNAVAILABLE` with the cause when the
 * database does not answer or rejects it; the outcome of a write is then unknown.
 */
export async function runOperation<T>(operation: () => Promise<T>): Promise<T> {
  const late = new RedressError('STORE_UNAVAILABLE', 'MongoDB did not answer within 2 s.');
  try {
    return await pTimeout(operation(), { milliseconds: OPERATION_TIMEOUT_MS, message: late });
  } catch (error) {
    throw toStoreError(error);
  }
}

/** Wraps a database error in `STORE_UNAVAILABLE`. Returns programming errors unchanged. */
export function toStoreError(error: unknown): unknown {
  const isReported = error instanceof MongoError || error instanceof mongoose.Error;
  if (!isReported || isProgrammingError(error)) return error;
  return new RedressError('STORE_UNAVAILABLE', 'MongoDB rejected an operation.', {
    cause: error,
  });
}

/** True when a unique index rejected a write: E11000. */
export function isDuplicateKeyError(error: unknown): boolean {
  const cause = error instanceof RedressError ? error.cause : error;
  return cause instanceof MongoServerError && cause.code === 11000;
}

/** True when the server answered with an error: missing rights, or a different index of the same name. */
export function isRejection(error: unknown): boolean {
  return error instanceof MongoServerError && !(error instanceof MongoNetworkError);
}

function isProgrammingError(error: unknown): boolean {
  const { CastError, StrictModeError, ValidationError } = mongoose.Error;
  return [CastError, StrictModeError, ValidationError].some((kind) => error instanceof kind);
}
