import type { InboxRelay, RelayItem } from '../../domain/document/relay.js';
import { decideLine } from '../../domain/inbox/decide-lines.js';
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
  await ensureInbox(deps, target.id);
  const person = (await people.get(target.id)) ?? { id: target.id, aliases: [] };
  const hours = findPersonHours(person, organisation);
  const parts = { store: inboxes, meter, waiting, ...hooks };
  return sendRelay(parts, { itemId, targetId: target.id }, (inbox) =>
    decideLine(inbox, command, { now: clock.now(), realNow: realNow(), hours }),
  );
}
