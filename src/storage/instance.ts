import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RedressError } from '../errors.js';
import { claimFile } from './embedded/process-claim.js';
import { toFileError } from './file-faults.js';

/** The id under which this process holds leases. */
export interface Instance {
  readonly id: string;
  /** Lets another process claim the id. */
  release(): void;
}

/**
 * Claims the id of a data folder. It survives restarts, so that a new process can take over the
 * previous one's leases at once. While another live process holds it, the id is for this run only. Creates the
 * folder if it is missing. Throws `STORE_UNWRITABLE` or `STORE_UNAVAILABLE` when the folder cannot be used.
 */
export function claimInstance(folder: string): Instance {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return claimIn(folder);
  } catch (error) {
    throw toFileError(error, folder);
  }
}

function claimIn(folder: string): Instance {
  const file = join(folder, 'instance');
  try {
    const release = claimFile(file);
    return { id: readOrCreateId(file), release };
  } catch (error) {
    if (!(error instanceof RedressError) || error.code !== 'STORE_LOCKED') throw error;
    return { id: randomUUID(), release: () => undefined };
  }
}

function readOrCreateId(file: string): string {
  try {
    const id = readFileSync(file, 'utf8').trim();
    if (/^[0-9a-f-]{36}$/.test(id)) return id;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const fresh = randomUUID();
  writeFileSync(file, `${fresh}\n`, { mode: 0o600 });
  return fresh;
}
