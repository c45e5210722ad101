import type { Complaint } from '../../domain/complaint/complaint.js';
import type { ComplaintId } from '../../domain/complaint/facts.js';
import { accessOf, toViewer, withholdFrom } from '../../domain/complaint/permissions.js';
import type { Inbox } from '../../domain/inbox/inbox.js';
import type { InboxView } from '../../domain/inbox/inbox-view.js';
import type { Person, PersonId, Platform } from '../../domain/organisation/person.js';
import { findPersonCalendar, findPersonPlatform } from '../../domain/organisation/person-teams.js';
import type { Turn } from '../../ports/channel.js';
import { collectPersonIds } from '../../views/context.js';
import type { InboxViewContext, ReadItem, ReadLine } from '../../views/inbox/inbox-context.js';
import { renderInboxView } from '../../views/inbox/inbox-messages.js';
import { isItemDone } from '../../views/inbox/morning-list.js';
import type { AttemptOutcome } from '../delivery/attempt.js';
import type { ItemOf } from '../delivery/outbox-kind.js';
import { postOnce, updateMessage } from '../delivery/post-by-routes.js';
import { type Route, toPersonRoutes } from '../delivery/routes.js';
import { isMootNudge } from '../delivery/send.js';
import type { Dependencies } from '../dependencies.js';
import type { AccountDirectory } from '../organisation/account-directory.js';
import { skipUnreadable } from '../records/skip-unreadable.js';
import { findOwned } from './find-owned.js';
import { loadWaiting } from './load-waiting.js';

/** A message in the outbox of an inbox. */
export type InboxMessage = Extract<ItemOf<Inbox>, { readonly view: InboxView }>;

/** Where this delivery waits for its turn; null when that is not known. */
export async function findInboxTurn(
  deps: Dependencies,
  { refs }: Inbox,
  item: InboxMessage,
): Promise<Turn | null> {
  const ref = item.kind === 'update' ? refs[item.slot] : undefined;
  if (ref !== undefined) return deps.channels.get(ref.platform)?.findTurn({ update: ref }) ?? null;
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
  item: InboxMessage,
): Promise<AttemptOutcome> {
  const context = await loadContext(deps, inbox, item);
  const isMoot = isOver(context, item);
  if (isMoot && item.kind !== 'update' && !item.uncertain) return { kind: 'moot' };
  const message = { deliveryId: item.id, card: renderInboxView(item.view, context) };
  if (item.kind === 'update') return updateMessage(deps, inbox.refs[item.slot], message);
  const home = findHomePlatform(deps, context);
  const known = await findRoutes(deps, item.person, home);
  const routes =
    known.length > 0 ? known : await findRoutesByEmail(deps, accounts, item.person, home);
  return postOnce(deps, { document: { inbox: inbox.id }, item, message, routes, isMoot });
}

/**
 * Nobody is told any more that they stand in for somebody who is back, nor reminded of what is done by now or
 * what they have snoozed.
 */
function isOver(given: InboxViewContext, { view }: InboxMessage): boolean {
  const { inbox, lines, ...context } = given;
  switch (view.name) {
    case 'stand-in':
      return inbox.absence?.n !== view.args.n;
    case 'digest':
    case 'morning-list':
      return (
        given.items.every((read) => isItemDone(given, read)) &&
        lines.every(
          ({ line, complaint }) =>
            complaint === undefined || isMootNudge(line.args, { ...context, complaint }),
        )
      );
    case 'stand-in-unreached':
    case 'welcome-back':
      return false;
  }
}

/** Loads what a message shows: its lines, or what the inbox's person has. */
async function loadContext(
  deps: Dependencies,
  inbox: Inbox,
  { view, person }: InboxMessage,
): Promise<InboxViewContext> {
  const { organisation, clock } = deps;
  const known = await deps.people.getMany([inbox.id, ...(person === null ? [] : [person])]);
  const owner = known.get(inbox.id) ?? { id: inbox.id, aliases: [] };
  const reader = (person === null ? undefined : known.get(person)) ?? owner;
  const n = view.name === 'digest' || view.name === 'morning-list' ? view.args.n : null;
  const lines = n === null ? [] : await readLines(deps, inbox, n, reader);
  const items = n === null ? [] : await readItems(deps, inbox, n, reader);
  const complaints = n === null ? await findReadable(deps, owner, reader) : [];
  const standIn = inbox.absence?.standIn ?? null;
  const shown = [
    ...complaints,
    ...[...lines, ...items].flatMap(({ complaint }) => complaint ?? []),
  ];
  const named = [inbox.id, ...(standIn === null ? [] : [standIn])];
  const ids = shown.flatMap((complaint) => collectPersonIds(complaint, organisation));
  const people = await deps.people.getMany([...new Set([...named, ...ids])]);
  const { zone } = findPersonCalendar(reader, organisation);
  const waiting = await findWaiting(deps, lines);
  return { inbox, complaints, lines, items, waiting, organisation, people, now: clock.now(), zone };
}

/** A single line comes in full: it says who was reminded before. */
async function findWaiting(
  deps: Dependencies,
  lines: readonly ReadLine[],
): Promise<ReadonlySet<string> | undefined> {
  const [only, other] = lines;
  if (only?.complaint === undefined || other !== undefined) return undefined;
  return loadWaiting(deps, only.complaint, only.line.args);
}

/** The lines of a message, with their complaints as far as its reader may see them. */
async function readLines(
  deps: Dependencies,
  { lines }: Inbox,
  digest: number,
  reader: Pick<Person, 'id' | 'aliases'>,
): Promise<readonly ReadLine[]> {
  const sent = lines.filter((line) => line.sent?.digest === digest);
  return Promise.all(
    sent.map(async (line) => ({ line, complaint: await readFor(deps, line.complaint, reader) })),
  );
}

/** The complaints on the list, if it is the last one, as far as its reader may see them. */
async function readItems(
  deps: Dependencies,
  { list }: Inbox,
  digest: number,
  reader: Pick<Person, 'id' | 'aliases'>,
): Promise<readonly ReadItem[]> {
  const items = list?.n === digest ? list.items : [];
  return Promise.all(
    items.map(async (item) => ({ item, complaint: await readFor(deps, item.complaint, reader) })),
  );
}

/** A complaint as far as its reader may see it. */
async function readFor(
  deps: Dependencies,
  id: ComplaintId,
  reader: Pick<Person, 'id' | 'aliases'>,
): Promise<Complaint | undefined> {
  const complaint = await skipUnreadable(() => deps.complaints.load(id));
  const viewer = toViewer(reader, deps.organisation);
  return complaint && withholdFrom(accessOf(viewer, complaint), complaint);
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

/** The platform on which the team of the first complaint is. */
function findHomePlatform(
  { organisation }: Pick<Dependencies, 'organisation'>,
  { lines, items }: InboxViewContext,
): Platform | undefined {
  const team = [...lines, ...items].find((one) => one.complaint !== undefined)?.complaint?.team;
  return team === undefined ? undefined : organisation.teams.get(team)?.place.platform;
}

/** Where a message to this person can go, the platform of their team first; `home`: of somebody in no team. */
async function findRoutes(
  deps: Pick<Dependencies, 'channels' | 'organisation' | 'people'>,
  id: PersonId | null,
  home?: Platform,
): Promise<readonly Route[]> {
  if (id === null) return [];
  const person = await deps.people.get(id);
  if (person === undefined) return [];
  return toPersonRoutes(deps, person, findPersonPlatform(person, deps.organisation) ?? home);
}

/** {@link findRoutes} for a person without an account, after looking their accounts up by e-mail address. */
async function findRoutesByEmail(
  deps: Dependencies,
  accounts: Pick<AccountDirectory, 'findAccounts'>,
  id: PersonId | null,
  home?: Platform,
): Promise<readonly Route[]> {
  if (id === null || !(await accounts.findAccounts(id))) return [];
  return findRoutes(deps, id, home);
}
