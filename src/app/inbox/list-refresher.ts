import type { ComplaintId } from '../../domain/complaint/facts.js';
import { isOnList } from '../../domain/inbox/accept-inbox.js';
import { refreshList } from '../../domain/inbox/send-due.js';
import type { PersonId } from '../../domain/organisation/person.js';
import type { EventPayload, InboundEvent } from '../../ports/intake.js';
import { isAction, isDirectAction, parseButtonValue } from '../../views/buttons.js';
import type { Dependencies } from '../dependencies.js';
import { skipUnreadable } from '../records/skip-unreadable.js';
import type { BackgroundTasks } from '../scheduling/background-tasks.js';
import { commitInbox, type InboxHooks } from './commit-inbox.js';

/** Keeps the lists of the day up to date while people do what stands on them. */
export interface ListRefresher {
  /** Draws the list again on which the complaint of this event stands, behind the answer. Never throws. */
  afterEvent(event: InboundEvent): void;
}

/**
 * Creates the refresher. A list that is not drawn again because the process dies shows an old state, as a message
 * of before would: what its buttons do is decided from the complaint.
 */
export function createListRefresher(
  deps: Dependencies,
  hooks: InboxHooks,
  background: Pick<BackgroundTasks, 'run'>,
): ListRefresher {
  return {
    afterEvent({ account, payload }) {
      const id = findComplaint(payload);
      if (id === undefined) return;
      background.run('refresh the list of the day', async () => {
        const complaint = await skipUnreadable(() => deps.complaints.load(id));
        const actor = await deps.people.findByAccount(account);
        // Whom it is about since may have had it.
        const { assignee = null, concerns = [] } = complaint ?? {};
        const readers = new Set([assignee, actor?.id ?? null, ...concerns]);
        for (const reader of readers) {
          if (reader !== null) await refresh(deps, hooks, reader, id);
        }
      });
    },
  };
}

/** The complaint to which somebody may have done something: not only opened it. */
function findComplaint(payload: EventPayload): ComplaintId | undefined {
  if (payload.kind === 'submission') return parseButtonValue(payload.context)?.id;
  if (payload.kind !== 'action') return undefined;
  const { action, value } = payload;
  return isAction(action) && isDirectAction(action) ? parseButtonValue(value)?.id : undefined;
}

async function refresh(
  deps: Dependencies,
  hooks: InboxHooks,
  reader: PersonId,
  id: ComplaintId,
): Promise<void> {
  const { inboxes, people, clock, realNow } = deps;
  const person = (await people.get(reader))?.id ?? reader;
  const inbox = await skipUnreadable(() => inboxes.load(person));
  if (inbox === undefined || !isOnList(inbox, id)) return;
  await commitInbox(deps, hooks, person, null, (current) =>
    refreshList(current, id, { now: clock.now(), realNow: realNow() }),
  );
}
