import type { PersonCommandKind } from '../complaint/command.js';
import { type Complaint, HISTORY_LIMIT } from '../complaint/complaint.js';
import type { HistoryEntry, HistoryKind } from '../complaint/history.js';

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

/**
 * A full complaint still accepts these: they end it, or settle what is in the way of that. To resolve it, a
 * person must take it first.
 */
const ENDING_COMMANDS: readonly string[] = [
  'take',
  'keep',
  'waive',
  'resolve',
  'tell',
  'follow-up',
  'withdraw',
] satisfies readonly PersonCommandKind[];

/** Does a full complaint still accept this command? */
export function endsComplaint(kind: HistoryKind): boolean {
  return ENDING_COMMANDS.includes(kind);
}

/** The share of a complaint's limits that thread activity may use: the rest is for commands. */
const THREAD_ACTIVITY_SHARE = 0.8;

/**
 * Leaves out thread activity and Redress's own entries once the complaint is full. Keeps how the
 * complaint ended in any case.
 */
export function toKeptHistory(complaint: Complaint, entry: HistoryEntry): readonly HistoryEntry[] {
  if (endsComplaint(entry.what)) return [entry];
  const share = entry.what === 'hear' ? THREAD_ACTIVITY_SHARE : 1;
  return findFullness(complaint, share) === null ? [entry] : [];
}

function countBytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value), 'utf8');
}
