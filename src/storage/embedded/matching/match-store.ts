import type { Complaint } from '../../../domain/complaint/complaint.js';
import type { MatchStore } from '../../../ports/stores/match-store.js';
import type { RecordReader } from '../../records/record-reader.js';
import type { Database } from '../database.js';
import { findKeyRows } from './key-rows.js';
import { findSimilar } from './similar.js';
import { FILLING_SQL, findUnindexed, writeEntries } from './stem-index.js';

/** Creates the store of matches on the embedded file. */
export function createEmbeddedMatchStore(
  database: Database,
  reader: RecordReader<Complaint>,
): MatchStore {
  return {
    findByKeys: (query) =>
      reader.readPage(query.limit, async (limit) => findKeyRows(database, { ...query, limit })),
    findSimilar: (query) => findSimilar(database, query),
    findUnindexed: async (limit) => findUnindexed(database, limit),
    isFilling: async () => database.all(FILLING_SQL).length > 0,
    index: async (entries) => writeEntries(database, entries),
  };
}
