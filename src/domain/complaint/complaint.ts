import type { LivingDocument } from '../document/document.js';
import type { InboxRelay } from '../document/relay.js';
import type { ComplaintFacts, ComplaintId } from './facts.js';
import type { HistoryEntry } from './history.js';
import type { Slot } from './slot.js';
import type { ViewRef } from './view-ref.js';

/** One complaint as it is stored: one document. */
export interface Complaint
  extends ComplaintFacts,
    LivingDocument<HistoryEntry, InboxRelay, ViewRef, Slot> {
  readonly id: ComplaintId;
  readonly nextActionAt: number | null;
}

/** Most history entries of a complaint. Its size has a limit of its own: see `DOCUMENT_LIMIT`. */
export const HISTORY_LIMIT = 5000;

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
