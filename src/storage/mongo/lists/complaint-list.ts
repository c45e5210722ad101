import { COMPLAINT_STATES } from '../../../domain/complaint/facts.js';
import type { ListQuery } from '../../../ports/stores/complaint-store.js';
import type { StoredRecord } from '../../records/record-reader.js';
import { NEWEST_COUNT } from '../../reference-numbers.js';
import { LIST_INDEXES } from '../indexes.js';
import { toStoredDocument } from '../old-documents.js';
import { LEAN_READ_OPTIONS, runOperation } from '../operation.js';
import type { ComplaintDocument, Models } from '../schema.js';
import { type ListRange, toListRanges, toUnfilledRanges } from './list-filter.js';

const NEWEST_FIRST = { filedAt: -1, _id: -1 } as const;

/**
 * The records that a list asks for, newest first. `isFilling`: some complaints are older than `audience` and
 * have none yet. Asks for several ranges at once, each in the order of its index, and merges the answers.
 */
export async function findListed(
  complaints: Models['complaints'],
  query: ListQuery,
  isFilling: boolean,
): Promise<readonly StoredRecord[]> {
  if (query.limit < 1) return []; // 0 means no limit to MongoDB.
  const unfilled = isFilling ? await findAll(complaints, toUnfilledRanges(query), query.limit) : [];
  const filled = await findAll(complaints, toListRanges(query), query.limit);
  const found = new Map([...unfilled, ...filled].map((record) => [record._id, record]));
  return [...found.values()].sort(compareNewest).slice(0, query.limit).map(toStoredDocument);
}

async function findAll(
  complaints: Models['complaints'],
  ranges: readonly ListRange[],
  limit: number,
): Promise<readonly ComplaintDocument[]> {
  const found = await Promise.all(
    ranges.map(({ filter, hint }) => {
      const options = { ...LEAN_READ_OPTIONS, sort: NEWEST_FIRST, limit, hint };
      return runOperation(() => complaints.find(filter, null, options));
    }),
  );
  return found.flat();
}

/** MongoDB compares ids as bytes; ours are ASCII. */
function compareNewest(one: ComplaintDocument, other: ComplaintDocument): number {
  return other.filedAt - one.filedAt || (other._id > one._id ? 1 : -1);
}

/** The newest complaints in each state, for their references. */
export async function findNewest(
  complaints: Models['complaints'],
): Promise<readonly Pick<ComplaintDocument, '_id'>[]> {
  const options = {
    ...{ ...LEAN_READ_OPTIONS, sort: NEWEST_FIRST, limit: NEWEST_COUNT },
    hint: LIST_INDEXES.state,
  };
  const found = await Promise.all(
    COMPLAINT_STATES.map((state) =>
      runOperation(() => complaints.find({ state }, { _id: 1 }, options)),
    ),
  );
  return found.flat();
}
