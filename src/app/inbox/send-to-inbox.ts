import type { InboxRelay, RelayItem } from '../../domain/document/relay.js';
import { decideLine } from '../../domain/inbox/decide-lines.js';
import type { PersonId } from '../../domain/organisation/person.js';
import { findPersonHours } from '../../domain/organisation/person-teams.js';
import type { AttemptOutcome } from '../delivery/attempt.js';
import { sendRelay } from '../delivery/send-relay.js';
import type { Dependencies } from '../dependencies.js';
import { ensureInbox, type InboxHooks } from './commit-inbox.js';

/**
 * Delivers what a complaint tells a person's inbox, see `sendRelay`; makes the inbox if there is none. Throws
 * `STORE_UNAVAILABLE`, `STORE_CONFLICT`, `STORE_RECORD`.
 */
export async function sendToInbox(
  deps: Dependencies,
  hooks: InboxHooks,
  { id: itemId, relay }: RelayItem<InboxRelay>,
): Promise<AttemptOutcome> {
  const { inboxes, people, organisation, clock, realNow, meter, waiting } = deps;
  const { target, command } = relay;
  const person = (await people.get(target.id)) ?? { id: target.id, aliases: [] };
  const targetId = await findInboxId(deps, relay, person.id);
  await ensureInbox(deps, targetId);
  const hours = findPersonHours(person, organisation);
  const parts = { store: inboxes, meter, waiting, ...hooks };
  return sendRelay(parts, { itemId, targetId }, (inbox) =>
    decideLine(inbox, command, { now: clock.now(), realNow: realNow(), hours }),
  );
}

/** The inbox of the person's present record: after a merge that before it keeps only the lines that it has. */
async function findInboxId(
  { inboxes }: Pick<Dependencies, 'inboxes'>,
  { target, command }: InboxRelay,
  present: PersonId,
): Promise<PersonId> {
  if (target.id === present || command.kind === 'expect-list') return present;
  const line = command.kind === 'add-line' ? command.line.id : command.id;
  const before = await inboxes.load(target.id);
  return before?.lines.some(({ id }) => id === line) === true ? target.id : present;
}
