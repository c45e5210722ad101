import type { KeyQuery } from '../../../ports/stores/match-store.js';
import type { StoredRecord } from '../../records/record-reader.js';
import { findComplaintRows } from '../complaint-rows.js';
import type { Database } from '../database.js';

/** The newest complaints with a key in a state. */
export const BY_KEY_SQL = `SELECT id, filed_at AS filedAt FROM complaint_keys
  WHERE key = ? AND state = ? ORDER BY filed_at DESC, id DESC LIMIT ?`;

interface Place {
  readonly id: string;
  readonly filedAt: number;
}

/** The records of the complaints with one of the keys, newest first, each once. */
export function findKeyRows(
  database: Database,
  { keys, states, limit }: KeyQuery,
): readonly StoredRecord[] {
  const most = Math.max(0, limit);
  const places = [...new Set(keys)].flatMap((key) =>
    [...new Set(states)].flatMap((state) => database.all<Place>(BY_KEY_SQL, [key, state, most])),
  );
  const unique = [...new Map(places.map((place) => [place.id, place])).values()];
  const ids = unique
    .sort(compareNewest)
    .slice(0, most)
    .map(({ id }) => id);
  const where = 'id IN (SELECT value FROM json_each(?))';
  const rows = findComplaintRows(database, where, [JSON.stringify(ids)], ids.length);
  const byId = new Map(rows.map((row) => [row.reference, row]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

function compareNewest(one: Place, other: Place): number {
  return other.filedAt - one.filedAt || (other.id > one.id ? 1 : -1);
}
