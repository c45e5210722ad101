import type { ComplaintFacts, ConsumedEvent, HistoryEntry } from './complaint.js';
import type { Delivery } from './delivery.js';

/** What one commit changes in a stored complaint; the store turns it into one atomic update. */
export interface Change {
  /** Top-level facts that differ; replaced as wholes. */
  readonly set: Partial<ComplaintFacts>;
  readonly history: readonly HistoryEntry[];
  readonly deliveries: readonly Delivery[];
  /** The consumed event, appended to the complaint's `events`; null for a wake-up of our own. */
  readonly event: ConsumedEvent | null;
}

/** The facts of `after` that differ from `before`, compared by value. */
export function changedFacts(
  before: ComplaintFacts,
  after: ComplaintFacts,
): Partial<ComplaintFacts> {
  const entries = (Object.keys(after) as (keyof ComplaintFacts)[])
    .filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]))
    .map((key) => [key, after[key]]);
  return Object.fromEntries(entries) as Partial<ComplaintFacts>;
}
