import type { Complaint } from '../../domain/complaint/complaint.js';
import { accessOf, toViewer, withholdFrom } from '../../domain/complaint/permissions.js';
import type { Inbox } from '../../domain/inbox/inbox.js';
import type { Person, PersonId } from '../../domain/organisation/person.js';
import { findPersonCalendar, findPersonPlatform } from '../../domain/organisation/person-teams.js';
import type { Turn } from '../../ports/channel.js';
import { renderInboxView } from '../../views/inbox/inbox-messages.js';
import type { AttemptOutcome } from '../delivery/attempt.js';
import type { ItemOf } from '../delivery/outbox-kind.js';
import {
  findEarlierAttempt,
  NO_EARLIER_ATTEMPT,
  postByRoutes,
  putTriedFirst,
  updateMessage,
} from '../delivery/post-by-routes.js';
import { type Route, toPersonRoutes } from '../delivery/routes.js';
import type { Dependencies } from '../dependencies.js';
import type { AccountDirectory } from '../organisation/account-directory.js';
import { findOwned } from './find-owned.js';

type InboxItem = ItemOf<Inbox>;

/** Where this delivery waits for its turn; null when that is not known. */
export async function findInboxTurn(deps: Dependencies, item: InboxItem): Promise<Turn | null> {
  const [route] = await findRoutes(deps, item.person);
  return route === undefined ? null : route.channel.findTurn(route.destination);
}

/**
 * Sends one claimed delivery of an inbox, rendered from the inbox and the complaints as they are now. If an
 * earlier attempt may have been posted, it looks for that message first. Throws `STORE_UNAVAILABLE`.
 */
export async function sendInboxDelivery(
  deps: Dependencies,
  accounts: Pick<AccountDirectory, 'findAccounts'>,
  inbox: Inbox,
  item: InboxItem,
): Promise<AttemptOutcome> {
  const isMoot = isOver(inbox, item);
  if (isMoot && item.kind !== 'update' && !item.uncertain) return { kind: 'moot' };
  const message = { deliveryId: item.id, card: await renderItem(deps, inbox, item) };
  if (item.kind === 'update') return updateMessage(deps, inbox.refs[item.slot], message);
  const known = await findRoutes(deps, item.person);
  const routes = known.length > 0 ? known : await findRoutesByEmail(deps, accounts, item.person);
  const earlier = item.uncertain ? await findEarlierAttempt(routes, item) : NO_EARLIER_ATTEMPT;
  if (earlier.kind === 'known') return earlier.outcome;
  if (isMoot) return { kind: 'moot' };
  const ordered = { routes: putTriedFirst(routes, item), mayBeOn: earlier.on };
  return postByRoutes(deps, { inbox: inbox.id }, ordered, message);
}

/** Nobody is told any more that they stand in for somebody who is back. */
function isOver({ absence }: Inbox, { view }: InboxItem): boolean {
  return view.name === 'stand-in' && absence?.n !== view.args.n;
}

async function renderItem(deps: Dependencies, inbox: Inbox, { view, person }: InboxItem) {
  const { organisation, clock } = deps;
  const known = await deps.people.getMany([inbox.id, ...(person === null ? [] : [person])]);
  const owner = known.get(inbox.id) ?? { id: inbox.id, aliases: [] };
  const reader = (person === null ? undefined : known.get(person)) ?? owner;
  const complaints = await findReadable(deps, owner, reader);
  const standIn = inbox.absence?.standIn ?? null;
  const named = [inbox.id, ...(standIn === null ? [] : [standIn]), ...complaints.flatMap(toNamed)];
  const people = await deps.people.getMany(named);
  const { zone } = findPersonCalendar(reader, organisation);
  return renderInboxView(view, { inbox, complaints, organisation, people, now: clock.now(), zone });
}

/** What the inbox's person has, as far as its reader may see it. */
async function findReadable(
  deps: Dependencies,
  owner: Pick<Person, 'id' | 'aliases'>,
  reader: Pick<Person, 'id' | 'aliases'>,
): Promise<readonly Complaint[]> {
  const viewer = toViewer(reader, deps.organisation);
  const owned = await findOwned(deps, owner);
  return owned.flatMap((one) => withholdFrom(accessOf(viewer, one), one) ?? []);
}

function toNamed({ assignee }: Complaint): readonly PersonId[] {
  return assignee === null ? [] : [assignee];
}

/** Where a message to this person can go, the platform of their team first. */
async function findRoutes(
  deps: Pick<Dependencies, 'channels' | 'organisation' | 'people'>,
  id: PersonId | null,
): Promise<readonly Route[]> {
  if (id === null) return [];
  const person = await deps.people.get(id);
  if (person === undefined) return [];
  return toPersonRoutes(deps, person, findPersonPlatform(person, deps.organisation));
}

/** {@link findRoutes} for a person without an account, after looking their accounts up by e-mail address. */
async function findRoutesByEmail(
  deps: Dependencies,
  accounts: Pick<AccountDirectory, 'findAccounts'>,
  id: PersonId | null,
): Promise<readonly Route[]> {
  if (id === null || !(await accounts.findAccounts(id))) return [];
  return findRoutes(deps, id);
}
