import { type Complaint, HISTORY_LIMIT } from './complaint.js';

/**
 * Most bytes of what people wrote into one complaint, as JSON in UTF-8: half of the 16 MB limit of a
 * MongoDB document. The rest is for the outbox, the nudges and the commands that end the complaint.
 */
export const WRITTEN_LIMIT = 8 * 1024 * 1024;

/**
 * Fewer entries than this cannot come near {@link WRITTEN_LIMIT} and are not measured. The largest
 * entry, a correction of all texts, holds 12,600 characters (`TEXT_LIMIT` and `NAME_LIMIT` twice,
 * before and after) of at most 6 bytes each (an escaped control character): 76 kB.
 */
const MEASURED_FROM = 100;

/**
 * Is the complaint full, by history entries or by size? Promises count as well: they store the texts
 * of their entries a second time.
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
