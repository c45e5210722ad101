import { accessSync, constants, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** What is wrong with a folder in which Redress is to write; undefined when it can be used. */
export type FindFolderFault = (folder: string) => string | undefined;

/** What the system says of a path: a folder, something else, nothing, or the code of an error. */
export type PathState = 'folder' | 'other' | 'absent' | { readonly code: string };

/** What the check of a folder needs from the system. */
export interface FolderSystem {
  stateOf(path: string): PathState;
  /** Why this user may not read and write in the folder, as the code of an error; undefined when they may. */
  findWriteFault(folder: string): string | undefined;
}

const SYSTEM: FolderSystem = { stateOf, findWriteFault };

/** The code of an error on a file system that is mounted for reading only. */
const READ_ONLY = 'EROFS';
const MOUNT_IT =
  'because its file system is read-only: mount it for writing, or name another folder.';

/**
 * Checks the data folder as the start needs it: it can be written, or be created in its parent. A
 * missing parent is a fault, because it is mostly a disk that is not mounted or a mistyped path, and
 * Redress would start there with an empty store. Creates nothing. Returns a sentence, or undefined.
 */
export function findDataFolderFault(
  folder: string,
  system: FolderSystem = SYSTEM,
): string | undefined {
  const path = resolve(folder);
  const state = system.stateOf(path);
  if (state === 'folder') {
    const code = system.findWriteFault(path);
    if (code === undefined) return undefined;
    if (code === READ_ONLY) return `${path} cannot be written, ${MOUNT_IT}`;
    return `${path} cannot be written: let the user that runs Redress own it, or name another folder.`;
  }
  if (state === 'absent') return findParentFault(path, system);
  return describe(path, state);
}

function findParentFault(path: string, system: FolderSystem): string | undefined {
  const parent = dirname(path);
  const state = system.stateOf(parent);
  if (state === 'absent') {
    return `${path} cannot be created, because there is no folder ${parent}: create that, mount its disk, or correct the path.`;
  }
  if (state !== 'folder') return describe(parent, state);
  const code = system.findWriteFault(parent);
  if (code === undefined) return undefined;
  if (code === READ_ONLY) return `${path} cannot be created in ${parent}, ${MOUNT_IT}`;
  return `${path} cannot be created in ${parent}, where this user may not write: create it for the user that runs Redress.`;
}

function describe(path: string, state: 'other' | { readonly code: string }): string {
  if (state === 'other') return `${path} is no folder: remove it, or name a folder.`;
  return `${path} cannot be read (${state.code}): correct its rights, or name another folder.`;
}

function stateOf(path: string): PathState {
  try {
    return statSync(path).isDirectory() ? 'folder' : 'other';
  } catch (error) {
    const { code = 'unknown reason' } = error as NodeJS.ErrnoException;
    // ENOTDIR: a part of the path above is a file, which the check of the parent finds.
    return code === 'ENOENT' || code === 'ENOTDIR' ? 'absent' : { code };
  }
}

function findWriteFault(folder: string): string | undefined {
  try {
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    return undefined;
  } catch (error) {
    // whatever the reason, it cannot be used
    return (error as NodeJS.ErrnoException).code ?? 'unknown reason';
  }
}
