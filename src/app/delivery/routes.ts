import type { Complaint } from '../../domain/complaint/complaint.js';
import { type Delivery, goesToThread } from '../../domain/complaint/delivery.js';
import type { KnownAccount, Person, PersonId, Platform } from '../../domain/organisation/person.js';
import type { Channel, Destination } from '../../ports/channel.js';
import { isSamePerson } from '../../views/context.js';
import type { Dependencies } from '../dependencies.js';

/** Where a message can go, and the channel that takes it there. */
export interface Route {
  readonly destination: Destination;
  readonly channel: Channel;
}

/**
 * The routes for a new message of this delivery, the best first; empty when there is none. A thread
 * or a channel has one route at most. A person gets messages on one platform: the reporter where they
 * recorded the complaint, any other person where its team is. Other platforms follow, for the case
 * that the person cannot be reached there.
 */
export function routesFor(
  deps: Pick<Dependencies, 'channels' | 'organisation'>,
  complaint: Complaint,
  item: Delivery,
  people: ReadonlyMap<PersonId, Person>,
): readonly Route[] {
  const toRoutes = (platform: Platform, destination: Destination): readonly Route[] => {
    const channel = deps.channels.get(platform);
    return channel === undefined ? [] : [{ destination, channel }];
  };
  if (goesToThread(item)) {
    const thread = complaint.refs['team-card'];
    return thread === undefined ? [] : toRoutes(thread.platform, { thread });
  }
  if (item.person !== null) {
    const { accounts = [] } = people.get(item.person) ?? {};
    const preferred = findPreferredPlatform(item.person, complaint, people, deps);
    return orderPlatforms(accounts, preferred).flatMap((platform) =>
      toRoutes(platform, { accounts: orderAccounts(accounts, platform) }),
    );
  }
  const place = item.slot === 'ops' ? deps.organisation.ops : findTeamPlace(complaint, deps);
  return place === null ? [] : toRoutes(place.platform, { place });
}

function findTeamPlace({ team }: Complaint, { organisation }: Pick<Dependencies, 'organisation'>) {
  return organisation.teams.get(team)?.place ?? null;
}

function findPreferredPlatform(
  person: PersonId,
  complaint: Complaint,
  people: ReadonlyMap<PersonId, Person>,
  deps: Pick<Dependencies, 'organisation'>,
): Platform | undefined {
  const home = findTeamPlace(complaint, deps)?.platform;
  const isReporter = isSamePerson(people, person, complaint.reporter);
  return isReporter ? (complaint.filedOn ?? home) : home;
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
