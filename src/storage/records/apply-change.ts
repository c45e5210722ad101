import {
  CONSUMED_EVENT_LIMIT,
  type DocumentChange,
  type LivingDocument,
} from '../../domain/document/document.js';

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
    events: events.slice(-CONSUMED_EVENT_LIMIT),
  };
}
