import { UNCHANGED } from '../../domain/inbox/accept-inbox.js';
import { reportUnreached } from '../../domain/inbox/decide-inbox.js';
import { loseDigest } from '../../domain/inbox/decide-lines.js';
import type { PersonId } from '../../domain/organisation/person.js';
import type { Dependencies } from '../dependencies.js';
import { commitInbox, type InboxHooks } from './commit-inbox.js';
import type { InboxMessage } from './send-inbox.js';

/**
 * Reports a message of an inbox that failed permanently, once, counts the alarm, and then removes it. If the
 * process dies in between, the event id prevents a second report. Throws `STORE_UNAVAILABLE`, `STORE_CONFLICT`.
 */
export async function reportInboxFailure(
  deps: Dependencies,
  hooks: InboxHooks,
  id: PersonId,
  item: InboxMessage,
): Promise<void> {
  const { clock, realNow, meter, inboxes } = deps;
  const event = { id: `undelivered/${item.id}`, by: null };
  const reason = item.failed ?? 'gave-up';
  const { view } = item;
  await commitInbox(deps, hooks, id, event, (inbox) => {
    const context = { now: clock.now(), realNow: realNow() };
    if (view.name !== 'digest' && view.name !== 'morning-list') {
      return reportUnreached(inbox, item, context);
    }
    // Whoever deleted a message of before has read it.
    if (item.kind === 'update') return UNCHANGED;
    return loseDigest(inbox, view.args.n, reason, context);
  });
  if (item.kind !== 'update') meter.count('alarms', { reason });
  await inboxes.drop(id, item.id);
}
