import type { PersonId } from '../organisation/person.js';
import type { Answer } from './answer.js';
import type { Delivery, Refs } from './delivery.js';
import type { ComplaintFacts } from './facts.js';
import type { HistoryEntry } from './history.js';

/** A consumed platform event and its answer. The same event gets the same answer again. */
export interface ConsumedEvent {
  readonly id: string;
  /** The actor, who alone gets the answer again. Absent in events older than this field. */
  readonly by?: PersonId;
  readonly answer: Answer;
}

/** One complaint as it is stored: one document. */
export interface Complaint extends ComplaintFacts {
  /** Grows by one with every commit. Guards against lost updates. */
  readonly version: number;
  /** The id of the event that filed it. Unique across complaints. */
  readonly filedBy: string;
  readonly history: readonly HistoryEntry[];
  readonly outbox: readonly Delivery[];
  readonly refs: Refs;
  readonly events: readonly ConsumedEvent[];
}

/** Most history entries of a complaint. Its size has a limit of its own: see `DOCUMENT_LIMIT`. */
export const HISTORY_LIMIT = 5000;

/** How many consumed events a complaint remembers. */
export const CONSUMED_EVENT_LIMIT = 200;

/** Returns the part of a stored complaint that commands decide on. */
export function toFacts(complaint: Complaint): ComplaintFacts {
  const {
    version: _v,
    filedBy: _f,
    history: _h,
    outbox: _o,
    refs: _r,
    events: _e,
    ...facts
  } = complaint;
  return facts;
}
