import { open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readIfThere } from './saved-file.js';

/** Says in the playground's folder that a reset is under way. */
const MARK = 'resetting';

/**
 * What a reset leaves in the folder: what the person wrote (with what their editor puts beside it) and
 * the secrets; and the states of both platforms, which are put back in place, so that what they count
 * goes on.
 */
const STAYS =
  /^(?:\.?redress\.yml.*|secrets\.json(?:\.new)?|(?:workspace|tenant)\.json(?:\.new)?|resetting)$/;

/** How long the database gets to answer, real ms. */
const DATABASE_MS = 3000;

/** Is there a reset in this folder that did not come to its end? */
export async function resetIsUnderWay(folder: string): Promise<boolean> {
  return (await readIfThere(join(folder, MARK))) !== undefined;
}

/** Notes that a reset begins; it is on disk when this resolves. */
export async function noteReset(folder: string): Promise<void> {
  const handle = await open(join(folder, MARK), 'w', 0o600);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Notes that the reset is over. */
export async function noteResetDone(folder: string): Promise<void> {
  await rm(join(folder, MARK), { force: true });
}

/**
 * Removes what the bot and the page keep in the playground's folder. Nobody may use it meanwhile; done
 * by half it can be done again.
 *
 * @throws Node's errors when something cannot be removed.
 */
export async function forgetFiles(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => !STAYS.test(name));
  await Promise.all(
    names.map((name) => rm(join(folder, name), { recursive: true, force: true, maxRetries: 3 })),
  );
}

/**
 * Removes the database of the playground's own that `uri` names; nothing without one.
 *
 * @throws Error in words when it cannot be removed: it is all there still, or gone all the same.
 */
export async function forgetDatabase(uri: string | undefined): Promise<void> {
  if (uri === undefined || uri === '') return;
  // only who has a MongoDB needs the driver
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
