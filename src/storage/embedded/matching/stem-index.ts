import type { IndexEntry, Unindexed } from '../../../ports/stores/match-store.js';
import { toTerm } from '../../lookups/match-terms.js';
import type { Database } from '../database.js';

/**
 * The index of words is contentless: it knows the terms of each row and gives back row numbers only. A number
 * says when the complaint was recorded, so that the index itself gives the newest first and ends a search
 * at a time: so many numbers belong to each millisecond.
 */
const PLACES_A_MS = 1000;

/** The first number of those for complaints that were recorded at this time, ms UTC. */
export function toFirstPlace(filedAt: number): number {
  return filedAt * PLACES_A_MS;
}

/**
 * Each write adds a piece to the index, and pieces are merged. By itself FTS5 does so in bursts of up to a tenth
 * of a second, so it is told not to: {@link writeEntries} does some of it after each write. If ever so many are
 * left (64), it merges them all the same. See "The automerge Configuration Option", sqlite.org/fts5.html.
 */
export const MERGE_SETTINGS = [
  "INSERT INTO complaint_terms (complaint_terms, rank) VALUES ('automerge', 0)",
  "INSERT INTO complaint_terms (complaint_terms, rank) VALUES ('crisismerge', 64)",
] as const;

/** Merges about so many pages, some milliseconds at most; nothing where there is nothing to do. */
const MERGE_SQL = "INSERT INTO complaint_terms (complaint_terms, rank) VALUES ('merge', 8)";

/** The complaints that are to be indexed, those that a commit changed first. */
export const UNINDEXED_SQL =
  'SELECT id, is_old AS isOld FROM complaint_unindexed ORDER BY is_old, id LIMIT ?';

/** Returns the complaints that are to be indexed. */
export function findUnindexed(database: Database, limit: number): readonly Unindexed[] {
  return database
    .all<{ id: string; isOld: number }>(UNINDEXED_SQL, [Math.max(0, limit)])
    .map(({ id, isOld }) => ({ id, isOld: isOld === 1 }));
}

/** Is there one that a release without an index stored? */
export const FILLING_SQL = 'SELECT 1 FROM complaint_unindexed WHERE is_old = 1 LIMIT 1';

/** Notes that a complaint is to be indexed anew. Call it in the transaction that changes the complaint. */
export function markUnindexed(database: Database, id: string): void {
  database.run('DELETE FROM complaint_unindexed WHERE is_old = 1 AND id = ?', [id]);
  database.run('INSERT OR IGNORE INTO complaint_unindexed (is_old, id) VALUES (0, ?)', [id]);
}

/** Writes entries of the index, see `MatchStore.index`. */
export function writeEntries(
  database: Database,
  entries: readonly IndexEntry[],
): readonly boolean[] {
  // Not synced: what a power cut undoes is unindexed again.
  const options = { isSynced: false };
  const written = database.transaction(
    () => entries.map((entry) => writeEntry(database, entry)),
    options,
  );
  database.transaction(() => database.run(MERGE_SQL), options);
  return written;
}

function writeEntry(
  database: Database,
  { id, version, team, filedAt, stems }: IndexEntry,
): boolean {
  const same = 'SELECT 1 FROM complaints WHERE id = ? AND version = ?';
  if (database.all(same, [id, version]).length === 0) return false;
  const place = findPlace(database, id) ?? takePlace(database, id, filedAt);
  const terms = stems.map((stem) => toTerm(team, stem)).join(' ');
  database.run('UPDATE complaint_stems SET stems = ? WHERE place = ?', [stems.join(' '), place]);
  database.run('INSERT OR REPLACE INTO complaint_terms (rowid, terms) VALUES (?, ?)', [
    place,
    terms,
  ]);
  database.run('DELETE FROM complaint_unindexed WHERE is_old IN (0, 1) AND id = ?', [id]);
  return true;
}

function findPlace(database: Database, id: string): number | undefined {
  const sql = 'SELECT place FROM complaint_stems WHERE id = ?';
  return database.all<{ place: number }>(sql, [id])[0]?.place;
}

/** Takes the next free place of that time. When there is none left, as after an import, one soon after it. */
function takePlace(database: Database, id: string, filedAt: number): number {
  const last = 'SELECT MAX(place) AS place FROM complaint_stems WHERE place >= ? AND place < ?';
  let from = toFirstPlace(filedAt);
  for (let width = PLACES_A_MS; ; width *= 2) {
    const [row] = database.all<{ place: number | null }>(last, [from, from + width]);
    const place = row?.place == null ? from : row.place + 1;
    if (place < from + width) {
      const values = [place, id, filedAt];
      const columns = 'place, id, filed_at, stems';
      database.run(`INSERT INTO complaint_stems (${columns}) VALUES (?, ?, ?, '')`, values);
      return place;
    }
    from += width;
  }
}
