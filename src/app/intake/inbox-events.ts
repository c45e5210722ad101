import { toViewer } from '../../domain/complaint/permissions.js';
import type { Refusal } from '../../domain/document/refusal.js';
import { decideInbox } from '../../domain/inbox/decide-inbox.js';
import type { InboxContext } from '../../domain/inbox/decision-context.js';
import type { InboxCommand } from '../../domain/inbox/inbox-command.js';
import { findMostADay } from '../../domain/organisation/organisation.js';
import type { Person, PersonId } from '../../domain/organisation/person.js';
import { findPersonHours } from '../../domain/organisation/person-teams.js';
import type { InboundEvent, Reply } from '../../ports/intake.js';
import { INBOX_ANSWERS, type InboxAnswer, inboxNotice } from '../../views/inbox/inbox-notice.js';
import type { Dependencies } from '../dependencies.js';
import { commitInbox, type InboxHooks } from '../inbox/commit-inbox.js';
import { findOwned } from '../inbox/find-owned.js';
import { loadAbsences } from '../inbox/load-absences.js';
import { skipUnreadable } from '../records/skip-unreadable.js';

/** Who did something to their inbox, and by which event. */
export interface InboxEvent {
  readonly deps: Dependencies;
  readonly hooks: InboxHooks;
  readonly event: Pick<InboundEvent, 'eventId' | 'account'>;
  readonly person: Person;
  /** How refusals are shown. */
  readonly onRefusal: (refusals: readonly [Refusal, ...Refusal[]]) => Reply;
}

/**
 * Commits what a person does to their inbox, and answers with what it means for the complaints they have.
 * Throws `STORE_UNAVAILABLE`.
 */
export async function handleInboxCommand(
  inboxEvent: InboxEvent,
  command: InboxCommand,
): Promise<Reply> {
  const { deps, hooks, event, person, onRefusal } = inboxEvent;
  const context = await toContext(inboxEvent);
  const source = { id: event.eventId, by: context.actor };
  const committed = await commitInbox(deps, hooks, person.id, source, (inbox) =>
    decideInbox(inbox, command, context),
  );
  if (committed.kind === 'refused') return onRefusal(committed.refusals);
  const ended = command.kind === 'reminders' ? undefined : await endOthers(inboxEvent, context);
  if (committed.kind === 'absent' || committed.answer.name === 'none') return { kind: 'none' };
  const { args } = committed.answer;
  const said = args.code === 'not-away' ? (ended ?? args) : args;
  return isInboxAnswer(said) ? toReply(inboxEvent, said) : { kind: 'none' };
}

/**
 * Ends absences under records that were merged into the person's: each may have an inbox of its own, and
 * what they say now holds over it. Returns what that says, if there was one. Leaves what cannot be read: it
 * makes nobody away.
 */
async function endOthers(
  inboxEvent: InboxEvent,
  context: InboxContext,
): Promise<InboxAnswer | undefined> {
  let said: InboxAnswer | undefined;
  for (const alias of inboxEvent.person.aliases) {
    said = (await skipUnreadable(() => endOther(inboxEvent, context, alias))) ?? said;
  }
  return said;
}

/** Also looks at one that has ended: the same event gets the same answer again. */
async function endOther(
  { deps, hooks, event }: InboxEvent,
  context: InboxContext,
  alias: PersonId,
): Promise<InboxAnswer | undefined> {
  if ((await deps.inboxes.load(alias)) === undefined) return undefined;
  const source = { id: event.eventId, by: context.actor };
  const committed = await commitInbox(deps, hooks, alias, source, (inbox) =>
    decideInbox(inbox, { kind: 'back' }, context),
  );
  if (committed.kind !== 'done' || committed.answer.name === 'none') return undefined;
  const { args } = committed.answer;
  return isInboxAnswer(args) && args.code === 'back' ? args : undefined;
}

async function toContext({ deps, person }: InboxEvent): Promise<InboxContext> {
  const { organisation, clock, realNow } = deps;
  return {
    actor: toViewer(person, organisation),
    now: clock.now(),
    realNow: realNow(),
    ...findPersonHours(person, organisation),
    absences: await loadAbsences(deps),
    mostADay: findMostADay(organisation),
  };
}

function isInboxAnswer(said: { readonly code: string }): said is InboxAnswer {
  return INBOX_ANSWERS.some((code) => code === said.code);
}

async function toReply({ deps, person }: InboxEvent, said: InboxAnswer): Promise<Reply> {
  const { organisation } = deps;
  const complaints = await findOwned(deps, person);
  const named = said.code === 'away' && said.standIn !== null ? [said.standIn] : [];
  const people = await deps.people.getMany([person.id, ...named]);
  const { zone } = findPersonHours(person, organisation);
  const notice = inboxNotice(said, { complaints, organisation, people, zone });
  return { kind: 'notice', notice, isDone: true };
}
