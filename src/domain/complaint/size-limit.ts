import { type Complaint, HISTORY_LIMIT } from './complaint.js';

/**
 * Most bytes of what people wrote into one complaint, as JSON in UTF-8: half of the 16 MB a MongoDB
 * document may have, for the outbox, the nudges and what ends the complaint need room as well.
 */
export const WRITTEN_LIMIT = 8 * 1024 * 1024;

/**
 * Fewer entries than this cannot come near {@link WRITTEN_LIMIT} and are not measured. The largest,
 * a correction of all texts, holds 12,600 characters (`TEXT_LIMIT` and `NAME_LIMIT` twice, before and
 * after) of at most 6 bytes each (a control character escaped): 76 kB.
 */
const MEASURED_FROM = 100;

/**
 * Has its history no room for more, by entries or by size? Promises count as well: they keep the
 * texts of their entries a second time.
 */
export function isFull({ history, promises }: Pick<Complaint, 'history' | 'promises'>): boolean {
  if (history.length >= HISTORY_LIMIT) return true;
  return (
    history.length >= MEASURED_FROM && countBytes(history) + countBytes(promises) >= WRITTEN_LIMIT
  );
}

function countBytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value), 'utf8');
}
