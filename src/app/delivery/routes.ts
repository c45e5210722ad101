import { findReporters } from '../../domain/complaint/audience.js';
import type { Complaint } from '../../domain/complaint/complaint.js';
import { type Delivery, findCardAbove, type RoutedItem } from '../../domain/complaint/delivery.js';
import { type CardSlot, findPlacement, toCardSlot } from '../../domain/complaint/slot.js';
import type { KnownAccount, Person, PersonId, Platform } from '../../domain/organisation/person.js';
import type { Place } from '../../domain/organisation/place.js';
import type { Channel, Destination, Turn } from '../../ports/channel.js';
import { isSamePerson } from '../../views/context.js';
import type { Dependencies } from '../dependencies.js';

/** The people whose accounts decide where a delivery goes. */
export function findRoutedPeople(
  complaint: Pick<Complaint, 'reporter' | 'addedReports'>,
  items: readonly RoutedItem[],
): readonly PersonId[] {
  const people = items.flatMap((item) =>
    'person' in item && item.person !== null ? [item.person] : [],
  );
  return people.length === 0 ? [] : [...new Set([...people, ...findReporters(complaint)])];
}

/** Where this delivery waits for its turn; null when that is not known, or it has nowhere to go. */
export async function findDeliveryTurn(
  deps: Pick<Dependencies, 'channels' | 'organisation' | 'people'>,
  complaint: Complaint,
  item: Delivery,
): Promise<Turn | null> {
  const people = await deps.people.getMany(findRoutedPeople(complaint, [item]));
  return findTurnAmong(deps, complaint, item, people);
}

/** {@link findDeliveryTurn}, with the people of {@link findRoutedPeople}. */
export function findTurnAmong(
  deps: Pick<Dependencies, 'channels' | 'organisation'>,
  complaint: Complaint,
  item: Delivery,
  people: ReadonlyMap<PersonId, Person>,
): Turn | null {
  if (item.kind === 'update') {
    const ref = complaint.refs[item.slot];
    if (ref === undefined) return null;
    return deps.channels.get(ref.platform)?.findTurn({ update: ref }) ?? null;
  }
  const [route] = routesFor(deps, complaint, item, people);
  return route === undefined ? null : route.channel.findTurn(route.destination);
}

/** The threads of all placements: the message was posted where the team had its card at that time. */
export function toThreadRoutes(
  deps: Pick<Dependencies, 'channels'>,
  complaint: Complaint,
): readonly Route[] {
  return complaint.placements.flatMap((one) => toThreadRoute(deps, complaint, toCardSlot(one)));
}

/** The route to the thread under a card; none before the card is posted. */
function toThreadRoute(
  deps: Pick<Dependencies, 'channels'>,
  { refs }: Complaint,
  card: CardSlot,
): readonly Route[] {
  const thread = refs[card];
  return thread === undefined ? [] : toRoutes(deps, thread.platform, { thread });
}

/** The route through this platform; none when it is not configured. */
function toRoutes(
  { channels }: Pick<Dependencies, 'channels'>,
  platform: Platform,
  destination: Destination,
): readonly Route[] {
  const channel = channels.get(platform);
  return channel === undefined ? [] : [{ destination, channel }];
}

/** Where a message can go, and the channel that takes it there. */
export interface Route {
  readonly destination: Destination;
  readonly channel: Channel;
}

/**
 * The routes for a new message of this delivery, the best first; empty when there is none. A card goes
 * to the channel of its placement's team. A thread or a channel has one route at most. A person gets
 * messages on one platform: a reporter where they recorded the complaint or added to it, any other person where its
 * team is, and the answer to what somebody wrote goes where they wrote it. Other platforms follow, for the case that
 * the person cannot be reached there.
 */
export function routesFor(
  deps: Pick<Dependencies, 'channels' | 'organisation'>,
  complaint: Complaint,
  item: Delivery,
  people: ReadonlyMap<PersonId, Person>,
): readonly Route[] {
  const card = findCardAbove(item, complaint);
  if (card !== null) return toThreadRoute(deps, complaint, card);
  if (item.person !== null) {
    const person = people.get(item.person) ?? { accounts: [] };
    const preferred =
      findPlatformWrittenOn(item) ?? findPreferredPlatform(item.person, complaint, people, deps);
    return toPersonRoutes(deps, person, preferred);
  }
  const place = findPlace(complaint, item, deps);
  return place === null ? [] : toRoutes(deps, place.platform, { place });
}

/** The routes to a person, the preferred platform first. */
export function toPersonRoutes(
  deps: Pick<Dependencies, 'channels'>,
  { accounts }: Pick<Person, 'accounts'>,
  preferred: Platform | undefined,
): readonly Route[] {
  return orderPlatforms(accounts, preferred).flatMap((platform) =>
    toRoutes(deps, platform, { accounts: orderAccounts(accounts, platform) }),
  );
}

/** The channel that a card or an alarm goes to. */
function findPlace(
  { placements }: Complaint,
  { slot }: Delivery,
  { organisation }: Pick<Dependencies, 'organisation'>,
): Place | null {
  if (slot === 'ops') return organisation.ops;
  const { team = '' } = findPlacement(placements, slot) ?? {};
  return organisation.teams.get(team)?.place ?? null;
}

/** The platform on which the recipient wrote what this answers; undefined when it answers nothing, or is old. */
function findPlatformWrittenOn({ view }: Delivery): Platform | undefined {
  return view.name === 'redirected' ? view.args.on : undefined;
}

function findPreferredPlatform(
  person: PersonId,
  complaint: Complaint,
  people: ReadonlyMap<PersonId, Person>,
  deps: Pick<Dependencies, 'organisation'>,
): Platform | undefined {
  const home = deps.organisation.teams.get(complaint.team)?.place?.platform;
  const { reporter, filedOn, addedReports = [] } = complaint;
  if (isSamePerson(people, person, reporter)) return filedOn ?? home;
  const joined = addedReports.find(
    ({ by, joins }) => joins === true && isSamePerson(people, person, by),
  );
  return joined?.on ?? home;
}

/** Each platform with an account of the person, once, the preferred one first. */
function orderPlatforms(
  accounts: readonly KnownAccount[],
  preferred: Platform | undefined,
): readonly Platform[] {
  const all = [...new Set(accounts.map(({ platform }) => platform))];
  return [...all.filter((one) => one === preferred), ...all.filter((one) => one !== preferred)];
}

/** The accounts of one platform, those with a reference (how to write to them) first. */
function orderAccounts(
  accounts: readonly KnownAccount[],
  platform: Platform,
): readonly KnownAccount[] {
  const own = accounts.filter((account) => account.platform === platform);
  const isKnown = (account: KnownAccount): boolean => account.reference !== null;
  return [...own.filter(isKnown), ...own.filter((account) => !isKnown(account))];
}
