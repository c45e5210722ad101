import { type Complaint, HISTORY_LIMIT } from '../complaint/complaint.js';

/** Most bytes of a complaint's document, as JSON in UTF-8. Beyond it only what ends it is taken. */
export const DOCUMENT_LIMIT = 1024 * 1024;

/** Most promises of a complaint. A new date is a promise of its own. */
export const PROMISE_LIMIT = 100;

/** Why a complaint is full. `src/text` has a sentence for each. */
export type Fullness = 'history-full' | 'document-full';

/**
 * Tells whether a complaint has reached this share of its limits, by history entries or by size. Null:
 * it has not.
 */
export function findFullness(complaint: Complaint, share = 1): Fullness | null {
  if (complaint.history.length >= HISTORY_LIMIT * share) return 'history-full';
  return countBytes(complaint) >= DOCUMENT_LIMIT * share ? 'document-full' : null;
}

function countBytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value), 'utf8');
}
