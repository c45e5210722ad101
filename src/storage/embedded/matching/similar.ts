import { setImmediate as yieldToOthers } from 'node:timers/promises';
import type { Candidate } from '../../../domain/matching/rank-similar.js';
import { MOST_CANDIDATES, type SimilarQuery } from '../../../ports/stores/match-store.js';
import { toListKeys } from '../../lookups/list-keys.js';
import { toTerm } from '../../lookups/match-terms.js';
import { planReads } from '../../lookups/plan-reads.js';
import type { Database } from '../database.js';
import { toFirstPlace } from './stem-index.js';

/** Most entries whose complaints one statement looks up. */
const BATCH_SIZE = 200;
/** So many entries of each term are read before it is known which are rare. */
const FIRST_LOOK = 200;
/** How many terms are asked for before others may run: some milliseconds. */
const TERMS_AT_ONCE = 8;

/** How many entries a term has since a place; no more than the last parameter are counted. */
export const COUNT_SQL = `SELECT COUNT(*) AS count FROM
  (SELECT 1 FROM complaint_terms WHERE complaint_terms MATCH ? AND rowid >= ? LIMIT ?)`;

/** The newest entries of a term. */
export const ENTRIES_SQL = `SELECT rowid AS place FROM complaint_terms
  WHERE complaint_terms MATCH ? AND rowid >= ? ORDER BY rowid DESC LIMIT ?`;

/**
 * Of these entries those whose complaint has one of the keys in its audience, is in one of the states and is
 * about none of the people of the last parameter.
 */
export const SEEN_SQL = `SELECT place, id, stems FROM complaint_stems AS entry
  WHERE place IN (SELECT value FROM json_each(?)) AND EXISTS (
    SELECT 1 FROM complaint_audience
    WHERE key IN (SELECT value FROM json_each(?)) AND state IN (SELECT value FROM json_each(?))
      AND filed_at = entry.filed_at AND id = entry.id)
    AND NOT EXISTS (SELECT 1 FROM complaint_concerns
      WHERE person IN (SELECT value FROM json_each(?)) AND id = entry.id)`;

/** Finds similar complaints, see `MatchStore.findSimilar`. Between its statements others may run. */
export async function findSimilar(
  database: Database,
  query: SimilarQuery,
): Promise<readonly Candidate[]> {
  const places = await findPlaces(database, query);
  const found: Candidate[] = [];
  for (let at = 0; at < places.length; at += BATCH_SIZE) {
    found.push(...findSeen(database, query, places.slice(at, at + BATCH_SIZE)));
    await yieldToOthers();
  }
  return found;
}

/** The places of the entries to look at, each once, those of the rarest stem first. */
async function findPlaces(
  database: Database,
  { stems, team, since, limit }: SimilarQuery,
): Promise<readonly number[]> {
  const most = Math.min(MOST_CANDIDATES, limit);
  const from = toFirstPlace(since);
  const read = (stem: string, wanted: number): readonly number[] =>
    database
      .all<{ place: number }>(ENTRIES_SQL, [toMatch(team, stem), from, wanted])
      .map(({ place }) => place);
  const newest = new Map<string, readonly number[]>();
  for (const stem of new Set(stems)) {
    newest.set(stem, read(stem, Math.min(FIRST_LOOK, most)));
    if (newest.size % TERMS_AT_ONCE === 0) await yieldToOthers();
  }
  const count = (stem: string): number =>
    database.all<{ count: number }>(COUNT_SQL, [toMatch(team, stem), from, most])[0]?.count ?? 0;
  const places = new Set<number>();
  for (const { stem, limit: wanted } of planReads(await countAll(newest, most, count), most)) {
    const known = newest.get(stem) ?? [];
    for (const place of wanted <= known.length ? known.slice(0, wanted) : read(stem, wanted)) {
      places.add(place);
    }
    await yieldToOthers();
  }
  return [...places];
}

/**
 * How many entries each stem has. The first look has counted the rare ones. If these are enough already, nobody
 * reads the others, which are not counted then.
 */
async function countAll(
  newest: ReadonlyMap<string, readonly number[]>,
  most: number,
  count: (stem: string) => number,
): Promise<ReadonlyMap<string, number>> {
  const counts = new Map([...newest].map(([stem, places]) => [stem, places.length]));
  const common = [...counts.keys()].filter((stem) => counts.get(stem) === FIRST_LOOK);
  const rare = [...counts.values()].reduce(
    (sum, some) => (some < FIRST_LOOK ? sum + some : sum),
    0,
  );
  for (const [at, stem] of common.entries()) {
    if (at % TERMS_AT_ONCE === 0) await yieldToOthers();
    counts.set(stem, rare >= most ? most : count(stem));
  }
  return counts;
}

/** A term as a query of FTS5. Terms have no quotation marks. */
function toMatch(team: string, stem: string): string {
  return `"${toTerm(team, stem)}"`;
}

function findSeen(
  database: Database,
  query: SimilarQuery,
  places: readonly number[],
): readonly Candidate[] {
  const keys = toFewestKeys(query);
  const { states, viewer } = query;
  const params = [places, keys, states, viewer.ids].map((values) => JSON.stringify(values));
  const rows = database.all<{ place: number; id: string; stems: string }>(SEEN_SQL, params);
  const byPlace = new Map(rows.map((row) => [row.place, row]));
  return places.flatMap((place) => {
    const row = byPlace.get(place);
    return row === undefined ? [] : [{ id: row.id, stems: row.stems.split(' ') }];
  });
}

/** The lead's key is in the audience of everything of the team, so one who holds it needs no other. */
function toFewestKeys(query: SimilarQuery): readonly string[] {
  const keys: readonly string[] = toListKeys(query) ?? [];
  const lead = `l:${query.team}`;
  return keys.includes(lead) ? [lead] : keys;
}
