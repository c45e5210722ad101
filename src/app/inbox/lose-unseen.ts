import { accessOf, toViewer } from '../../domain/complaint/permissions.js';
import { loseLines } from '../../domain/inbox/decide-lines.js';
import type { Inbox } from '../../domain/inbox/inbox.js';
import type { InboxLine } from '../../domain/inbox/line.js';
import type { SendContext } from '../../domain/inbox/send-due.js';
import type { Person } from '../../domain/organisation/person.js';
import type { Dependencies } from '../dependencies.js';
import { skipUnreadable } from '../records/skip-unreadable.js';
import { commitInbox, type DocumentHooks } from './commit-inbox.js';

/**
 * Gives lines that are due back to their complaints when their reader may not see these any more, such as a
 * stand-in who has left the team: somebody else gets them. What whoever had a complaint was reminded of goes to
 * whoever has it now without that. Throws `STORE_UNAVAILABLE`, `STORE_CONFLICT`.
 */
export async function loseUnseen(
  deps: Dependencies,
  hooks: DocumentHooks,
  inbox: Inbox,
  context: SendContext,
): Promise<void> {
  const { now, ids } = context;
  const [id = inbox.id, ...aliases] = ids;
  const due = inbox.lines.filter(({ sent, sendAt }) => sent === null && sendAt <= now);
  const asked = due.filter(isForOthers);
  const seen = await Promise.all(asked.map((line) => maySee(deps, line, { id, aliases })));
  const unseen = new Set(asked.filter((_, n) => seen[n] === false).map((line) => line.id));
  if (unseen.size === 0) return;
  await commitInbox(deps, hooks.inbox, inbox.id, null, (current) => {
    const lost = current.lines.filter((line) => line.sent === null && unseen.has(line.id));
    return loseLines(current, lost, 'no-access', context);
  });
}

/** Does it come to its reader as a stand-in, or on a higher rung? */
function isForOthers({ args }: InboxLine): boolean {
  return args.standIn !== undefined || args.reasons.some(({ rung }) => rung > 0);
}

/** True also for a complaint that cannot be read: what becomes of it is known when it can be. */
async function maySee(
  { complaints, organisation }: Dependencies,
  { complaint: id }: InboxLine,
  person: Pick<Person, 'id' | 'aliases'>,
): Promise<boolean> {
  const complaint = await skipUnreadable(() => complaints.load(id));
  return complaint === undefined || accessOf(toViewer(person, organisation), complaint) !== 'none';
}
