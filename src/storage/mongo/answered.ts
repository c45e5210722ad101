import { MongoError, MongoServerError } from 'mongodb';
import mongoose from 'mongoose';
import pTimeout from 'p-timeout';
import { RedressError } from '../../errors.js';

/** An interactive operation gives up after this long, ms: Slack waits 3 s for its answer (design, "When the database is away"). */
const GIVE_UP_MS = 1950;
/** The server gives up a little earlier, so that no abandoned work is left there. Ms. */
const SERVER_MS = 1800;

/** Options of every read: from the primary, for a secondary may not have the last commit yet. */
export const READ = { maxTimeMS: SERVER_MS, readPreference: 'primary' } as const;

/**
 * Options of every write, given with each so that a URI cannot weaken them: durable on a majority,
 * in the journal. A majority that does not answer in time is an error, not an acknowledgement.
 */
export const WRITE = {
  maxTimeMS: SERVER_MS,
  writeConcern: { w: 'majority', j: true, wtimeout: SERVER_MS },
} as const;

/**
 * Runs one operation and gives up after about 2 s. Throws `STORE_UNAVAILABLE`, with the cause, when
 * the database did not answer or refused: for a write the outcome is then unknown.
 */
export async function answered<T>(operation: () => Promise<T>): Promise<T> {
  const late = new RedressError('STORE_UNAVAILABLE', 'MongoDB did not answer within 2 s.');
  try {
    return await pTimeout(operation(), { milliseconds: GIVE_UP_MS, message: late });
  } catch (error) {
    throw faultOf(error);
  }
}

/** What the database reported as a fault of ours; anything else is a defect and stays what it is. */
export function faultOf(error: unknown): unknown {
  const reported = error instanceof MongoError || error instanceof mongoose.Error;
  if (!reported || isDefect(error)) return error;
  return new RedressError('STORE_UNAVAILABLE', 'MongoDB did not do what was asked.', {
    cause: error,
  });
}

/** True for a write that a unique index refused: E11000. */
export function isDuplicate(error: unknown): boolean {
  const cause = error instanceof RedressError ? error.cause : error;
  return cause instanceof MongoServerError && cause.code === 11000;
}

function isDefect(error: unknown): boolean {
  const { CastError, StrictModeError, ValidationError } = mongoose.Error;
  return [CastError, StrictModeError, ValidationError].some((kind) => error instanceof kind);
}
