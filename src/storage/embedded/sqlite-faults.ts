import { closeSync, fsyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { RedressError } from '../../errors.js';
import { describeWriteFault, RESTORE_HINT, toFileError } from '../file-faults.js';

/**
 * The words of SQLITE_CORRUPT and SQLITE_NOTADB (sqlite.org/rescode.html). The library gives words only, no
 * code.
 */
const DAMAGE = /database disk image is malformed|file is not a database|malformed database schema/;

/** The words of SQLITE_FULL, SQLITE_IOERR, SQLITE_READONLY and SQLITE_CANTOPEN. */
const NO_WRITE =
  /database or disk is full|disk I\/O error|readonly database|unable to open database/;

/** How much is written to learn why SQLite could not, bytes. More than what a full disk still has in a block. */
const TRIAL_BYTES = 64 * 1024;

/**
 * Turns an error of SQLite on `file` into one of ours: `STORE_DAMAGED`, or `STORE_UNAVAILABLE` with the
 * reason that the system gives when Redress writes there itself. `otherwise`: the message for any other error.
 */
export function toSqliteError(error: unknown, file: string, otherwise: string): RedressError {
  if (error instanceof RedressError) return error;
  const words = error instanceof Error ? error.message : '';
  if (DAMAGE.test(words)) return createDamageError(file, error);
  if (!NO_WRITE.test(words))
    return new RedressError('STORE_UNAVAILABLE', otherwise, { cause: error });
  const why = tryWriting(file) ?? describeSqlite(words);
  const message = `${file} cannot be written: ${why}.`;
  return new RedressError('STORE_UNAVAILABLE', message, { cause: error });
}

/** An error with the code `STORE_DAMAGED` that names the file and says what to do. */
export function createDamageError(file: string, cause?: unknown): RedressError {
  return new RedressError(
    'STORE_DAMAGED',
    `${file} is damaged: stop Redress, keep a copy of the file, and ${RESTORE_HINT}.`,
    { cause },
  );
}

function describeSqlite(words: string): string {
  return words.includes('full') ? 'the disk or the file is full' : `SQLite says "${words}"`;
}

/** Writes beside the file and removes that again. Returns why it cannot be done, undefined when it can. */
function tryWriting(file: string): string | undefined {
  if (file === ':memory:') return undefined;
  const trial = `${file}.trial`;
  try {
    const handle = openSync(trial, 'w', 0o600);
    try {
      writeSync(handle, new Uint8Array(TRIAL_BYTES));
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    return undefined;
  } catch (error) {
    return describeWriteFault(error) ?? toFileError(error, file).message;
  } finally {
    removeTrial(trial);
  }
}

function removeTrial(trial: string): void {
  try {
    rmSync(trial, { force: true });
  } catch {
    // the file system became read-only in between; an empty file stays there
  }
}
