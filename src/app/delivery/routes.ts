import type { Complaint } from '../../domain/complaint/complaint.js';
import { type Delivery, goesToThread } from '../../domain/complaint/delivery.js';
import type { KnownAccount, Person, PersonId, Platform } from '../../domain/organisation/person.js';
import type { Channel, Destination } from '../../ports/channel.js';
import { isSamePerson } from '../../views/context.js';
import type { Dependencies } from '../dependencies.js';

/** Somewhere a message can go, and by which channel. */
export interface Route {
  readonly destination: Destination;
  readonly channel: Channel;
}

/**
 * Where a new message of this delivery may go, the best first; empty when there is nowhere. For a
 * thread or a channel there is one way at most. A person is written to on one platform: the reporter
 * where they recorded the complaint, anybody else where its team lives; on another only when they
 * cannot be reached there.
 */
export function routesFor(
  deps: Pick<Dependencies, 'channels' | 'organisation'>,
  complaint: Complaint,
  item: Delivery,
  people: ReadonlyMap<PersonId, Person>,
): readonly Route[] {
  const way = (platform: Platform, target: Destination): readonly Route[] => {
    const channel = deps.channels.get(platform);
    return channel === undefined ? [] : [{ destination: target, channel }];
  };
  if (goesToThread(item)) {
    const thread = complaint.refs['team-card'];
    return thread === undefined ? [] : way(thread.platform, { thread });
  }
  if (item.person !== null) {
    const { accounts = [] } = people.get(item.person) ?? {};
    const preferred = findPreferredPlatform(item.person, complaint, people, deps);
    return orderPlatforms(accounts, preferred).flatMap((platform) =>
      way(platform, { accounts: orderAccounts(accounts, platform) }),
    );
  }
  const place = item.slot === 'ops' ? deps.organisation.ops : findTeamPlace(complaint, deps);
  return place === null ? [] : way(place.platform, { place });
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

/** Each platform they have an account on, once, the preferred one first. */
function orderPlatforms(
  accounts: readonly KnownAccount[],
  preferred: Platform | undefined,
): readonly Platform[] {
  const all = [...new Set(accounts.map(({ platform }) => platform))];
  return [...all.filter((one) => one === preferred), ...all.filter((one) => one !== preferred)];
}

/** The accounts of one platform, those first of which it is known how to write to them. */
function orderAccounts(
  accounts: readonly KnownAccount[],
  platform: Platform,
): readonly KnownAccount[] {
  const own = accounts.filter((account) => account.platform === platform);
  const isKnown = (account: KnownAccount): boolean => account.reference !== null;
  return [...own.filter(isKnown), ...own.filter((account) => !isKnown(account))];
}
