import { statSync } from 'node:fs';
import { join } from 'node:path';
import { RedressError } from '../../errors.js';
import { RESTORE_HINT } from '../file-faults.js';
import { type Mark, readMark } from './mark.js';

/** Where an installation's data and its mark are. */
export interface InstallationPlace {
  /** The path of the mark in the data folder. */
  readonly mark: string;
  /** The path of the embedded file; null on MongoDB. */
  readonly file: string | null;
  /** How messages name the data. */
  readonly data: string;
}

/** The place of an installation on the embedded file in this folder. */
export function toEmbeddedPlace(folder: string): InstallationPlace & { readonly file: string } {
  const file = join(folder, 'redress.db');
  return { mark: join(folder, 'installation.json'), file, data: file };
}

/** The place of an installation on MongoDB. The mark has another name: a folder may have been used by both. */
export function toMongoPlace(folder: string): InstallationPlace {
  const mark = join(folder, 'installation-mongodb.json');
  return { mark, file: null, data: 'the database of MONGODB_URI' };
}

/**
 * Refuses to make a new embedded file where there was one: it is gone or empty, but its mark or its WAL is
 * there. References would begin at C-1001 again. Throws `STORE_MISSING`.
 */
export function refuseMissingFile({ file, mark }: InstallationPlace & { file: string }): void {
  const size = readSize(file);
  if (size !== undefined && size > 0) return;
  const left = readMark(mark) === undefined ? `${file}-wal` : mark;
  if (left !== mark && !readSize(left)) return;
  const how = size === undefined ? 'is missing' : 'is empty';
  throw new RedressError(
    'STORE_MISSING',
    `${file} ${how}, but ${left} shows that complaints were kept there: ${RESTORE_HINT}. Only if this is to be a new, empty installation, remove ${left}.`,
  );
}

/** The size of a file, bytes; undefined when there is none. Other faults are found when it is opened. */
function readSize(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.size;
}

/** The number of the embedded file in its file system; null on MongoDB. */
export function readInode({ file }: InstallationPlace): number | null {
  return file === null ? null : statSync(file).ino;
}

/**
 * Is the embedded file a copy, made after the one that the mark knows was last in use? A restored backup is
 * one even if the mark was restored with it, and so is a file that was moved to another disk. Some network
 * file systems number files anew, so the number alone does not count.
 */
export function isCopy({ file }: InstallationPlace, mark: Mark): boolean {
  if (file === null) return false;
  const { ino, birthtimeMs } = statSync(file);
  return ino !== mark.inode && birthtimeMs > mark.at;
}
