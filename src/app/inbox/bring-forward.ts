import { decideSystem } from '../../domain/commands/decide.js';
import { toHours } from '../../domain/inbox/decide-lines.js';
import type { Inbox } from '../../domain/inbox/inbox.js';
import { nextQuarter, nextReach } from '../../domain/inbox/reach.js';
import { isLastCall, passLastCall, type SendContext } from '../../domain/inbox/send-due.js';
import type { Dependencies } from '../dependencies.js';
import { commit } from '../scheduling/commit.js';
import { commitInbox, type DocumentHooks } from './commit-inbox.js';
import { findOwned } from './find-owned.js';
import { loadAbsences } from './load-absences.js';

/**
 * Before the quiet hours of a person: lets their complaints send what would come after its date otherwise. A
 * crash in between repeats it, and a complaint says nothing twice. Throws `STORE_UNAVAILABLE`, `STORE_CONFLICT`.
 */
export async function bringForward(
  deps: Dependencies,
  hooks: DocumentHooks,
  inbox: Inbox,
  context: SendContext,
): Promise<void> {
  const { now, realNow, organisation, ids } = context;
  if (!isLastCall(inbox, now)) return;
  const until = nextReach(toHours(inbox, context), nextQuarter(now));
  const [id = inbox.id, ...aliases] = ids;
  const absences = await loadAbsences(deps);
  for (const complaint of await findOwned(deps, { id, aliases })) {
    await commit(deps, hooks.complaint, complaint.id, null, (current) =>
      decideSystem(
        current,
        { kind: 'bring-forward', ids, until },
        { now, realNow, organisation, absences },
      ),
    );
  }
  await commitInbox(deps, hooks.inbox, inbox.id, null, (current) => passLastCall(current, context));
}
