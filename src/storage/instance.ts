import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RedressError } from '../errors.js';
import { claimFile } from './embedded/process-claim.js';

/** This process's name in leases, and what gives it back. */
export interface Instance {
  readonly id: string;
  release(): void;
}

/**
 * A name that stays the same over restarts in one data folder, so that a new process can take over
 * at once what the one before it left leased. While another live process has the folder's name, a
 * name for this run only.
 */
export function claimInstance(folder: string): Instance {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, 'instance');
  try {
    const release = claimFile(file);
    return { id: kept(file), release };
  } catch (error) {
    if (!(error instanceof RedressError) || error.code !== 'STORE_LOCKED') throw error;
    return { id: randomUUID(), release: () => undefined };
  }
}

function kept(file: string): string {
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
