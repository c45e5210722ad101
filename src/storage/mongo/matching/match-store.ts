import type { Complaint } from '../../../domain/complaint/complaint.js';
import type { KeyQuery, MatchStore } from '../../../ports/stores/match-store.js';
import type { RecordReader, StoredRecord } from '../../records/record-reader.js';
import { MATCH_INDEXES } from '../indexes.js';
import { toStoredDocument } from '../old-documents.js';
import { LEAN_READ_OPTIONS, runOperation } from '../operation.js';
import type { ComplaintDocument, Models } from '../schema.js';
import { findSimilar } from './similar.js';
import { findUnindexed, writeEntry } from './stem-index.js';

/** Creates the store of matches on MongoDB. Both indexes are fields of the complaint's record. */
export function createMongoMatchStore(
  complaints: Models['complaints'],
  reader: RecordReader<Complaint>,
): MatchStore {
  return {
    findByKeys: (query) =>
      reader.readPage(query.limit, (limit) => findByKeys(complaints, { ...query, limit })),
    findSimilar: (query) => findSimilar(complaints, query),
    findUnindexed: (limit) => findUnindexed(complaints, limit),
    isFilling: async () => {
      const found = await runOperation(() =>
        complaints.findOne({ unindexed: 1 }, { _id: 1 }, LEAN_READ_OPTIONS),
      );
      return found !== null;
    },
    index: (entries) => Promise.all(entries.map((entry) => writeEntry(complaints, entry))),
  };
}

/** Asks for each key and state, each in the order of the index, and merges the answers. */
async function findByKeys(
  complaints: Models['complaints'],
  { keys, states, limit }: KeyQuery,
): Promise<readonly StoredRecord[]> {
  if (limit < 1) return []; // 0 means no limit to MongoDB.
  const options = {
    ...{ ...LEAN_READ_OPTIONS, sort: { filedAt: -1, _id: -1 } as const, limit },
    hint: MATCH_INDEXES.keys,
  };
  const pairs = [...new Set(keys)].flatMap((key) =>
    [...new Set(states)].map((state) => ({ keys: key, state })),
  );
  const found = await Promise.all(
    pairs.map((pair) => runOperation(() => complaints.find(pair, null, options))),
  );
  const unique = new Map(found.flat().map((record) => [record._id, record]));
  return [...unique.values()].sort(compareNewest).slice(0, limit).map(toStoredDocument);
}

function compareNewest(one: ComplaintDocument, other: ComplaintDocument): number {
  return other.filedAt - one.filedAt || (other._id > one._id ? 1 : -1);
}
