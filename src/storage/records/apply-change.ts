import type { Refs } from '../../domain/complaint/delivery.js';
import {
  CONSUMED_EVENT_LIMIT,
  type DocumentChange,
  type LivingDocument,
} from '../../domain/document/document.js';

function withoutSlots(refs: Refs, forgets: readonly string[] = []): Refs {
  if (forgets.length === 0) return refs;
  return Object.fromEntries(Object.entries(refs).filter(([slot]) => !forgets.includes(slot)));
}

/** Does what the operators of the MongoDB store do: set, append, keep the last events. */
export function applyChange<D extends LivingDocument>(document: D, change: DocumentChange<D>): D {
  const events = change.event ? [...document.events, change.event] : document.events;
  return {
    ...document,
    ...change.set,
    id: document.id,
    version: document.version + 1,
    history: [...document.history, ...change.history],
    outbox: [...document.outbox, ...change.deliveries],
    refs: withoutSlots(document.refs, change.forgets),
    events: events.slice(-CONSUMED_EVENT_LIMIT),
  };
}
