import { MongoError, MongoNetworkError, MongoServerError, MongoWriteConcernError } from 'mongodb';
import mongoose from 'mongoose';
import pTimeout from 'p-timeout';
import { RedressError } from '../../errors.js';
import { UnknownOutcomeError } from '../../ports/stores/document-store.js';

/** Time-out of an operation, ms: Slack waits 3 s for an answer. */
const OPERATION_TIMEOUT_MS = 1950;
/** Time-out on the server, ms. Shorter, so that no abandoned work stays there. */
const SERVER_TIMEOUT_MS = 1800;

/**
 * Options of a read that only shows or lists: the latest on the primary, which may still be undone. From
 * the primary, because a secondary may lack the last commit. Each read passes them, so that a URI cannot
 * change them.
 */
export const READ_OPTIONS = {
  maxTimeMS: SERVER_TIMEOUT_MS,
  readPreference: 'primary',
  readConcern: { level: 'local' },
} as const;

/**
 * Options of a read that decides: what a majority has, so that nothing is answered as done which a
 * majority has refused (https://www.mongodb.com/docs/manual/reference/read-concern-majority/). A write that
 * this process was told is done is visible to it, but what others write just now need not be. A standalone
 * server takes them too.
 */
export const DECIDING_READ_OPTIONS = {
  ...READ_OPTIONS,
  readConcern: { level: 'majority' },
} as const;

/** {@link READ_OPTIONS} through mongoose, for plain objects. */
export const LEAN_READ_OPTIONS = { ...READ_OPTIONS, lean: true } as const;

/** {@link DECIDING_READ_OPTIONS} through mongoose, for plain objects. */
export const LEAN_DECIDING_OPTIONS = { ...DECIDING_READ_OPTIONS, lean: true } as const;

/**
 * Options of every write: durable on a majority, in the journal. Each write passes them, so that a URI
 * cannot weaken them. A majority that does not answer in time is an error.
 */
export const WRITE_OPTIONS = {
  maxTimeMS: SERVER_TIMEOUT_MS,
  writeConcern: { w: 'majority', j: true, wtimeout: SERVER_TIMEOUT_MS },
} as const;

/**
 * Runs one read with a time-out of about 2 s. Throws `STORE_UNAVAILABLE` with the cause when the
 * database does not answer or rejects it.
 */
export async function runOperation<T>(operation: () => Promise<T>): Promise<T> {
  const late = new RedressError('STORE_UNAVAILABLE', LATE);
  try {
    return await pTimeout(operation(), { milliseconds: OPERATION_TIMEOUT_MS, message: late });
  } catch (error) {
    throw toStoreError(error);
  }
}

/** Like {@link runOperation}, for a write: throws an `UnknownOutcomeError` when it may have been made. */
export async function runWrite<T>(operation: () => Promise<T>): Promise<T> {
  const late = new UnknownOutcomeError(LATE);
  try {
    return await pTimeout(operation(), { milliseconds: OPERATION_TIMEOUT_MS, message: late });
  } catch (cause) {
    if (!isOutcomeUnknown(cause)) throw toStoreError(cause);
    throw new UnknownOutcomeError('MongoDB did not confirm a write.', { cause });
  }
}

const LATE = 'MongoDB did not answer within 2 s.';

/**
 * The server's codes for work that it ended or did not confirm. Without a majority it answers with a write
 * concern error, and the write stands on the primary until it is undone or confirmed.
 * https://github.com/mongodb/mongo/blob/master/src/mongo/base/error_codes.yml
 */
const UNKNOWN_OUTCOME_CODES: ReadonlySet<unknown> = new Set([
  ...[50, 262], // MaxTimeMSExpired, ExceededTimeLimit
  ...[64, 100], // WriteConcernTimeout, UnsatisfiableWriteConcern
  ...[91, 189, 11600, 11602], // ShutdownInProgress, PrimarySteppedDown, and what they interrupt
  ...[89, 9001], // NetworkTimeout, SocketException
]);

/** True when the write may have been made. */
function isOutcomeUnknown(error: unknown): boolean {
  if (error instanceof MongoWriteConcernError) return true;
  if (error instanceof MongoServerError) return UNKNOWN_OUTCOME_CODES.has(error.code);
  // In the handshake of a new connection nothing is sent yet.
  return error instanceof MongoNetworkError && !error.hasErrorLabel('HandshakeError');
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
