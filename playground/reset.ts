import { open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readIfExists } from './saved-file.js';

/** File in the playground's folder that marks a reset under way. */
const MARK = 'resetting';

/**
 * Files that a reset leaves in the folder: the person's `redress.yml` (with their editor's files beside
 * it), the secrets, and the state of both simulators, which they reset themselves so that their counters
 * go on.
 */
const KEPT_FILES =
  /^(?:\.?redress\.yml.*|secrets\.json(?:\.new)?|(?:workspace|tenant)\.json(?:\.new)?|running\.json|resetting)$/;

/** How long the database gets to answer, real ms. */
const DATABASE_MS = 3000;

/** Whether a reset of this folder was interrupted. */
export async function isResetPending(folder: string): Promise<boolean> {
  return (await readIfExists(join(folder, MARK))) !== undefined;
}

/** Marks that a reset begins; the mark is on disk when this resolves. */
export async function markReset(folder: string): Promise<void> {
  const handle = await open(join(folder, MARK), 'w', 0o600);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Removes the mark: the reset is complete. */
export async function removeResetMark(folder: string): Promise<void> {
  await rm(join(folder, MARK), { force: true });
}

/**
 * Removes the files of the bot and the page from the playground's folder. Nothing may use them meanwhile.
 * After an interruption it can run again.
 *
 * @throws Node's errors when something cannot be removed.
 */
export async function removeFiles(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => !KEPT_FILES.test(name));
  await Promise.all(
    names.map((name) => rm(join(folder, name), { recursive: true, force: true, maxRetries: 3 })),
  );
}

/**
 * Drops the playground's own database that `uri` names; does nothing without a URI.
 *
 * @throws Error in words when that fails; the database may be dropped all the same.
 */
export async function dropDatabase(uri: string | undefined): Promise<void> {
  if (uri === undefined || uri === '') return;
  // the driver is loaded only when there is a MongoDB
  const { MongoClient } = await import('mongodb');
  try {
    const client = new MongoClient(uri, { serverSelectionTimeoutMS: DATABASE_MS });
    try {
      await client.db().dropDatabase();
    } finally {
      await client.close();
    }
  } catch (cause) {
    const name = cause instanceof Error ? cause.name : 'no answer';
    throw new Error(`The playground’s database could not be emptied (${name}).`, { cause });
  }
}
