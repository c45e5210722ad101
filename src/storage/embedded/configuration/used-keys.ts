import { setImmediate as yieldToOthers } from 'node:timers/promises';
import type { ComplaintId } from '../../../domain/complaint/facts.js';
import {
  MOST_COUNTED,
  type UnknownUse,
  type UsedField,
} from '../../../ports/stores/complaint-store.js';
import { ONGOING_SQL } from '../complaint-rows.js';
import type { Database } from '../database.js';

/** SQL that finds the next key behind a parameter: one step in the index, however many complaints have it. */
export function toNextKeySql(field: UsedField): string {
  return `SELECT ${field} AS key, id FROM complaints INDEXED BY complaints_ongoing_${field}
    WHERE ${field} > ? AND ${ONGOING_SQL} ORDER BY ${field}, id LIMIT 1`;
}

function toCountSql(field: UsedField): string {
  return `SELECT COUNT(*) AS count FROM (
    SELECT 1 FROM complaints INDEXED BY complaints_ongoing_${field}
    WHERE ${field} = ? AND ${ONGOING_SQL} LIMIT ?)`;
}

/** Finds the keys of ongoing complaints that are not known. Jumps from key to key, and lets others run between. */
export async function findUnknownUses(
  database: Database,
  field: UsedField,
  known: readonly string[],
): Promise<readonly UnknownUse[]> {
  const unknown: UnknownUse[] = [];
  for (let last: string | null = null; ; ) {
    const [found] = findNextKey(database, field, last);
    if (found === undefined) return unknown;
    last = found.key;
    if (!known.includes(found.key)) {
      const params = [found.key, MOST_COUNTED];
      const [row] = database.all<{ count: number }>(toCountSql(field), params);
      unknown.push({ key: found.key, count: row?.count ?? 0, example: found.id });
    }
    await yieldToOthers();
  }
}

interface FoundKey {
  readonly key: string;
  readonly id: ComplaintId;
}

/** `last` null: the first key of all, which may be empty. */
function findNextKey(
  database: Database,
  field: UsedField,
  last: string | null,
): readonly FoundKey[] {
  const sql = toNextKeySql(field);
  return last === null
    ? database.all<FoundKey>(sql.replace(`${field} > ?`, `${field} >= ?`), [''])
    : database.all<FoundKey>(sql, [last]);
}
