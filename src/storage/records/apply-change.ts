import type { Complaint } from '../../domain/complaint/complaint.js';
import { CONSUMED_EVENT_LIMIT } from '../../domain/complaint/complaint.js';
import type { ComplaintChange } from '../../domain/complaint/decision.js';

/** Does what the operators of the MongoDB store do: set, append, keep the last events. */
export function applyChange(complaint: Complaint, change: ComplaintChange): Complaint {
  const events = change.event ? [...complaint.events, change.event] : complaint.events;
  return {
    ...complaint,
    ...change.set,
    id: complaint.id,
    version: complaint.version + 1,
    history: [...complaint.history, ...change.history],
    outbox: [...complaint.outbox, ...change.deliveries],
    events: events.slice(-CONSUMED_EVENT_LIMIT),
  };
}
