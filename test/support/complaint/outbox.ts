import type { Complaint } from '../../../src/domain/complaint/complaint.js';
import type { AnyOutboxItem, Delivery } from '../../../src/domain/complaint/delivery.js';

/** The messages among the items of an outbox: relays to other documents are left out. */
export function toMessages<I extends AnyOutboxItem>(
  items: readonly I[],
): readonly Exclude<I, { kind: 'relay' }>[] {
  return items.filter((item): item is Exclude<I, { kind: 'relay' }> => item.kind !== 'relay');
}

/**
 * What people get by the items of a complaint's outbox: its messages, and what it adds to inboxes, as the
 * nudge that it would be without one.
 */
export function toNews(items: Complaint['outbox']): readonly Delivery[] {
  return items.flatMap((item) => {
    if (item.kind !== 'relay') return [item];
    const { relay, id, createdAt, dueAt, attempts, lease, uncertain } = item;
    if (relay.command.kind !== 'add-line') return [];
    const { args } = relay.command.line;
    const state = { id, createdAt, dueAt, attempts, lease, uncertain, failed: null };
    const view = { name: 'nudge', args } as const;
    return [{ ...state, kind: 'nudge', slot: `nudge:${id}`, view, person: relay.target.id }];
  });
}
