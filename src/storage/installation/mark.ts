import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { RedressError } from '../../errors.js';
import { toFileError } from '../file-faults.js';

/** What the data folder remembers of the database, outside of it. */
export interface Mark {
  /** The installation's id, which the database has too. */
  readonly id: string;
  /** The newest beat of the database that this folder has seen, and when it was, real time, ms UTC. */
  readonly beat: number;
  readonly at: number;
  /** The number of the embedded file in its file system; null on MongoDB. */
  readonly inode: number | null;
}

const SHAPE = z.object({
  id: z.string(),
  beat: z.number(),
  at: z.number(),
  inode: z.number().nullable(),
});

/** For whoever opens the file. */
const ABOUT =
  'Redress keeps this file up to date. By it, it notices that its data are gone, or older than before. Do not restore it from a backup.';

/** Reads a mark; undefined when there is none. Throws `STORE_UNWRITABLE` when it cannot be read. */
export function readMark(path: string): Mark | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw toFileError(error, path);
  }
  try {
    return SHAPE.parse(JSON.parse(text));
  } catch (error) {
    throw createMarkError(path, error);
  }
}

function createMarkError(path: string, cause: unknown): RedressError {
  const message = `${path} is damaged: remove it, then run "npm run restored".`;
  return new RedressError('STORE_DAMAGED', message, { cause });
}

/** Writes a mark, as a whole or not at all, and durable. Throws `STORE_UNAVAILABLE` or `STORE_UNWRITABLE`. */
export function writeMark(path: string, mark: Mark): void {
  const fresh = `${path}.new`;
  try {
    const text = `${JSON.stringify({ about: ABOUT, ...mark }, null, 2)}\n`;
    withFile(fresh, 'w', (handle) => writeSync(handle, text));
    renameSync(fresh, path);
    withFile(dirname(path), 'r', () => undefined);
  } catch (error) {
    throw toFileError(error, path);
  }
}

/** Opens, uses, syncs and closes a file or a folder. */
function withFile(path: string, flags: 'w' | 'r', use: (handle: number) => void): void {
  const handle = openSync(path, flags, 0o600);
  try {
    use(handle);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
