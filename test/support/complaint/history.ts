import type { HistoryEntry, HistoryKind } from '../../../src/domain/complaint/history.js';

/** True for a history entry of this kind. */
export function isKind<K extends HistoryKind>(
  kind: K,
): (entry: HistoryEntry) => entry is Extract<HistoryEntry, { readonly what: K }> {
  return (entry): entry is Extract<HistoryEntry, { readonly what: K }> => entry.what === kind;
}
