import { endAbsence } from '../../domain/inbox/decide-inbox.js';
import { sendDueLines } from '../../domain/inbox/decide-lines.js';
import type { PersonId } from '../../domain/organisation/person.js';
import type { Dependencies } from '../dependencies.js';
import { commitInbox, type InboxHooks } from './commit-inbox.js';

/**
 * Ends the absence of an inbox if its time is over, and sends the lines that are due. It decides from the store,
 * so an early, late or repeated wake-up does no harm. Throws `STORE_UNAVAILABLE`, `STORE_CONFLICT`; the sweep tries again.
 */
export async function wakeInbox(
  deps: Dependencies,
  hooks: InboxHooks,
  id: PersonId,
): Promise<void> {
  const { inboxes, clock, realNow, scheduler } = deps;
  const inbox = await inboxes.load(id);
  if (inbox === undefined || inbox.nextActionAt === null) return;
  const now = clock.now();
  if (inbox.nextActionAt > now) {
    await scheduler.schedule({ kind: 'inbox', id }, inbox.nextActionAt);
    return;
  }
  const context = { now, realNow: realNow() };
  await commitInbox(deps, hooks, id, null, (current) => endAbsence(current, context));
  await commitInbox(deps, hooks, id, null, (current) => sendDueLines(current, context));
}
