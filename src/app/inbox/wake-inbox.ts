import { endAbsence } from '../../domain/inbox/decide-inbox.js';
import { decideLine } from '../../domain/inbox/decide-lines.js';
import type { Inbox } from '../../domain/inbox/inbox.js';
import { isListDue, type SendContext, sendDue } from '../../domain/inbox/send-due.js';
import { findMostADay } from '../../domain/organisation/organisation.js';
import type { PersonId } from '../../domain/organisation/person.js';
import { findPersonHours } from '../../domain/organisation/person-teams.js';
import type { Dependencies } from '../dependencies.js';
import { bringForward } from './bring-forward.js';
import { commitInbox, type DocumentHooks } from './commit-inbox.js';
import { findOwned } from './find-owned.js';
import { loseUnseen } from './lose-unseen.js';

/**
 * Ends the absence of an inbox if its time is over, looks ahead before quiet hours, and sends the list or the
 * lines that are due. It decides from the store, so an early, late or repeated wake-up does no harm. Throws
 * `STORE_UNAVAILABLE`, `STORE_CONFLICT`; the sweep tries again.
 */
export async function wakeInbox(
  deps: Dependencies,
  hooks: DocumentHooks,
  id: PersonId,
): Promise<void> {
  const { inboxes, clock, scheduler } = deps;
  const inbox = await inboxes.load(id);
  if (inbox === undefined || inbox.nextActionAt === null) return;
  const now = clock.now();
  if (inbox.nextActionAt > now) {
    await scheduler.schedule({ kind: 'inbox', id }, inbox.nextActionAt);
    return;
  }
  const context = await loadSendContext(deps, inbox, now);
  await passListOn(deps, hooks, inbox, context);
  await bringForward(deps, hooks, inbox, context);
  await loseUnseen(deps, hooks, inbox, context);
  await commitInbox(deps, hooks.inbox, id, null, (current) =>
    endAbsence(current, { ...context, ...context.hours }),
  );
  await commitInbox(deps, hooks.inbox, id, null, (current) => sendDue(current, context));
}

/** The list of a record that was merged comes with the inbox of the person's present record. */
async function passListOn(
  deps: Dependencies,
  hooks: DocumentHooks,
  inbox: Inbox,
  context: SendContext,
): Promise<void> {
  const [present = inbox.id] = context.ids;
  if (present === inbox.id || !isListDue(inbox, context.now)) return;
  await commitInbox(deps, hooks.inbox, present, null, (current) =>
    decideLine(current, { kind: 'expect-list' }, context),
  );
}

/** What a decision on the messages of an inbox depends on at `now` (business time, ms UTC). Throws `STORE_UNAVAILABLE`. */
export async function loadSendContext(
  deps: Pick<Dependencies, 'people' | 'organisation' | 'complaints' | 'realNow'>,
  inbox: Inbox,
  now: number,
): Promise<SendContext> {
  const { people, organisation, realNow } = deps;
  const person = (await people.get(inbox.id)) ?? { id: inbox.id, aliases: [] };
  return {
    now,
    realNow: realNow(),
    hours: findPersonHours(person, organisation),
    organisation,
    mostADay: findMostADay(organisation),
    owned: isListDue(inbox, now) && person.id === inbox.id ? await findOwned(deps, person) : [],
    ids: [person.id, ...person.aliases],
  };
}
