import { statfsSync } from 'node:fs';
import { RedressError } from '../errors.js';

/** What to do about a file that is gone or damaged, for the end of a message. */
export const RESTORE_HINT =
  'restore the latest backup (docs/operations.md, "Backup and restore"), or put the file back';

/** Why the system does not write, in words, by its error code. */
const WRITE_FAULTS: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full: make room; a Redress that runs goes on by itself',
  EDQUOT: 'the quota of this user is used up: make room; a Redress that runs goes on by itself',
  EROFS: 'the file system is read-only: mount it for writing',
  EACCES: 'this user may not write there: let the user that runs Redress own it',
  EPERM: 'this user may not write there: let the user that runs Redress own it',
  EISDIR: 'it is a folder: remove it, or restore the file from a backup',
  ENOTDIR: 'a part of its path is a file: remove that, or name another folder',
  ENOENT: 'it is gone: mount its disk again',
  EIO: 'the disk reports an error: check it',
};

/** The codes of {@link WRITE_FAULTS} that stay until somebody changes something. */
const LASTING = new Set(['EROFS', 'EACCES', 'EPERM', 'EISDIR', 'ENOTDIR']);

/** Why the system does not write; undefined when the error is none of the system's. */
export function describeWriteFault(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? (WRITE_FAULTS[code] ?? `the system says ${code}`) : undefined;
}

/**
 * Turns an error of the system at `path` into one of ours: `STORE_UNWRITABLE` when it stays until somebody
 * changes something, else `STORE_UNAVAILABLE`. Returns our own errors as they are.
 */
export function toFileError(error: unknown, path: string): RedressError {
  if (error instanceof RedressError) return error;
  const why = describeWriteFault(error);
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const message = `${path} cannot be written: ${why ?? 'see the cause in the log'}.`;
  return new RedressError(LASTING.has(code) ? 'STORE_UNWRITABLE' : 'STORE_UNAVAILABLE', message, {
    cause: error,
  });
}

/** Less room than this is a full disk for an operator, bytes: SQLite's WAL takes 4 MB until it is written back. */
const LEAST_ROOM = 16 * 1024 * 1024;

/** Says that the disk of a folder is as good as full, which it is before the first write fails; else undefined. */
export function findLackOfRoom(folder: string, least = LEAST_ROOM): string | undefined {
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  if (free >= least) return undefined;
  return `the disk of ${folder} is nearly full, ${Math.floor(free / 1024)} KB are left: make room`;
}
