import type { UnknownUse, UsedField } from '../../../ports/stores/complaint-store.js';
import { connectMongo } from '../connection/connect.js';
import { createModels } from '../schema.js';
import { findUnknownUses } from './used-keys.js';

/** Finds what ongoing complaints in a database use and is not known. Only reads. Throws `STORE_UNAVAILABLE`. */
export async function findUnknownUsesOfDatabase(
  uri: string,
  known: Readonly<Record<UsedField, readonly string[]>>,
): Promise<Readonly<Record<UsedField, readonly UnknownUse[]>>> {
  const connection = await connectMongo({ uri, appName: 'redress-check' });
  try {
    const { complaints } = createModels(connection.connection);
    return {
      team: await findUnknownUses(complaints, 'team', known.team),
      category: await findUnknownUses(complaints, 'category', known.category),
    };
  } finally {
    await connection.close();
  }
}
