import { RedressError } from '../../../errors.js';
import type { UnknownUse, UsedField } from '../../../ports/stores/complaint-store.js';
import { openDatabase, readUserVersion } from '../database.js';
import { LAYOUT_STEPS } from '../layout.js';
import { findUnknownUses } from './used-keys.js';

/**
 * Finds what ongoing complaints in a file use and is not known, without a change to what is stored. The file
 * must be there. Throws `STORE_LOCKED` while a bot uses it, `STORE_SCHEMA` for the tables of another
 * release, and what `openDatabase` throws.
 */
export async function findUnknownUsesOfFile(
  file: string,
  known: Readonly<Record<UsedField, readonly string[]>>,
): Promise<Readonly<Record<UsedField, readonly UnknownUse[]>>> {
  const database = openDatabase(file);
  try {
    if (readUserVersion(database) !== LAYOUT_STEPS.length) {
      throw new RedressError('STORE_SCHEMA', `${file} has the tables of another release.`);
    }
    return {
      team: await findUnknownUses(database, 'team', known.team),
      category: await findUnknownUses(database, 'category', known.category),
    };
  } finally {
    database.close();
  }
}
