import mongoose from 'mongoose';
import PQueue from 'p-queue';
import { isConcerned } from '../../../domain/concerned/concerned.js';
import type { Candidate } from '../../../domain/matching/rank-similar.js';
import { MOST_CANDIDATES, type SimilarQuery } from '../../../ports/stores/match-store.js';
import { toListKeys } from '../../lookups/list-keys.js';
import { toStem, toTerm } from '../../lookups/match-terms.js';
import { planReads } from '../../lookups/plan-reads.js';
import { MATCH_INDEXES } from '../indexes.js';
import { LEAN_READ_OPTIONS, runOperation } from '../operation.js';
import type { ComplaintDocument, Models } from '../schema.js';

/** How many queries of a search run at once: it leaves connections to people who wait. */
const CONCURRENCY = 8;

const PROJECTION = { terms: 1, state: 1, audience: 1, concerns: 1 } as const;

type Entry = Pick<ComplaintDocument, '_id' | 'terms' | 'state' | 'audience' | 'concerns'>;

/** Finds similar complaints, see `MatchStore.findSimilar`. */
export async function findSimilar(
  complaints: Models['complaints'],
  query: SimilarQuery,
): Promise<readonly Candidate[]> {
  const most = Math.min(MOST_CANDIDATES, query.limit);
  if (most < 1) return [];
  const stems = [...new Set(query.stems)];
  const queue = new PQueue({ concurrency: CONCURRENCY });
  const counts = await queue.addAll(
    stems.map((stem) => () => countEntries(complaints, query, stem, most)),
  );
  const planned = planReads(new Map(stems.map((stem, at) => [stem, counts[at] ?? 0])), most);
  const entries = await queue.addAll(
    planned.map(
      ({ stem, limit }) =>
        () =>
          readEntries(complaints, query, stem, limit),
    ),
  );
  const unique = new Map(entries.flat().map((entry) => [entry._id, entry]));
  return [...unique.values()].filter((entry) => isSeen(entry, query)).map(toCandidate);
}

function toFilter({ team, since }: SimilarQuery, stem: string): Record<string, unknown> {
  return { terms: toTerm(team, stem), filedAt: mongoose.trusted({ $gte: since }) };
}

/** How many entries a stem has, `most` at most. */
async function countEntries(
  complaints: Models['complaints'],
  query: SimilarQuery,
  stem: string,
  most: number,
): Promise<number> {
  const { maxTimeMS } = LEAN_READ_OPTIONS;
  const options = { hint: MATCH_INDEXES.terms, limit: most, maxTimeMS };
  return runOperation(() => complaints.countDocuments(toFilter(query, stem), options));
}

const NEWEST_FIRST = { filedAt: -1, _id: -1 } as const;

async function readEntries(
  complaints: Models['complaints'],
  query: SimilarQuery,
  stem: string,
  limit: number,
): Promise<readonly Entry[]> {
  const options = { ...LEAN_READ_OPTIONS, hint: MATCH_INDEXES.terms, sort: NEWEST_FIRST, limit };
  return runOperation(() => complaints.find(toFilter(query, stem), PROJECTION, options));
}

/** What the audience says, as in lists. */
function isSeen(entry: Entry, query: SimilarQuery): boolean {
  if (isConcerned(query.viewer, entry)) return false;
  const { state, audience = [] } = entry;
  const keys: readonly string[] = toListKeys(query) ?? [];
  const states: readonly string[] = query.states;
  return states.includes(state) && audience.some((key) => keys.includes(key));
}

function toCandidate({ _id, terms = [] }: Entry): Candidate {
  return { id: _id, stems: terms.map(toStem) };
}
