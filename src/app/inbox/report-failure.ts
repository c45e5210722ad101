import { reportUnreached } from '../../domain/inbox/decide-inbox.js';
import type { Inbox } from '../../domain/inbox/inbox.js';
import type { PersonId } from '../../domain/organisation/person.js';
import type { ItemOf } from '../delivery/outbox-kind.js';
import type { Dependencies } from '../dependencies.js';
import { commitInbox, type InboxHooks } from './commit-inbox.js';

/**
 * Reports a message of an inbox that failed permanently, once, counts the alarm, and then removes it. If the
 * process dies in between, the event id prevents a second report. Throws `STORE_UNAVAILABLE`, `STORE_CONFLICT`.
 */
export async function reportInboxFailure(
  deps: Dependencies,
  hooks: InboxHooks,
  id: PersonId,
  item: ItemOf<Inbox>,
): Promise<void> {
  const { clock, realNow, meter, inboxes } = deps;
  const event = { id: `undelivered/${item.id}`, by: null };
  await commitInbox(deps, hooks, id, event, (inbox) =>
    reportUnreached(inbox, item, { now: clock.now(), realNow: realNow() }),
  );
  if (item.kind !== 'update') meter.count('alarms', { reason: item.failed ?? 'gave-up' });
  await inboxes.drop(id, item.id);
}
