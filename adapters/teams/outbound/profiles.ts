import pTimeout from 'p-timeout';
import type { KnownAccount, Profile } from '../../../src/domain/organisation/person.js';
import type { Logger } from '../../../src/ports/logger.js';
import { parsePersonalReference } from '../addresses.js';
import type { Connector, PersonalChats } from './connector.js';
import { type Roster, toMember } from './roster.js';
import type { KnownTeam, ServiceUrlLookup } from './service-urls.js';

/** Time limit of a look-up, ms. Teams waits 5 s for the response to a person, and the look-up is a small part of the work. */
const LOOK_UP_TIMEOUT_MS = 2500;

/** Most team rosters queried for a person without a chat with the bot. */
const MAX_TEAMS = 10;

/** Fetches the profiles of people while they wait. */
export interface Profiles {
  /** Undefined when Teams does not know the person or does not answer in time. The account may have a `reference`. Never throws. */
  fetchProfile(
    account: Pick<KnownAccount, 'userId'> & Partial<KnownAccount>,
  ): Promise<Profile | undefined>;
}

export interface ProfilesOptions {
  readonly connector: Pick<Connector, 'fetchMember'>;
  readonly serviceUrlLookup: ServiceUrlLookup;
  readonly personalChats: PersonalChats;
  readonly roster: Roster;
  readonly tenantId: string;
  readonly logger: Logger;
}

/**
 * Tries the cheapest source first: the cached roster, the person's chat with the bot, then the teams
 * with the app, because it may be installed only for a team.
 */
export function createProfiles(options: ProfilesOptions): Profiles {
  const { roster, logger } = options;
  return {
    async fetchProfile(account) {
      const cached = roster.findCached(account.userId);
      if (cached !== undefined) return cached;
      try {
        return await pTimeout(fetchFromTeams(options, account), {
          milliseconds: LOOK_UP_TIMEOUT_MS,
        });
      } catch (error) {
        // Too late, or the store failed: the name in the event is used until the next look-up.
        logger.warn({ error }, 'profile look-up failed');
        return undefined;
      }
    },
  };
}

async function fetchFromTeams(
  options: ProfilesOptions,
  account: Parameters<Profiles['fetchProfile']>[0],
): Promise<Profile | undefined> {
  const { serviceUrlLookup, personalChats } = options;
  const { userId } = account;
  const reference = parsePersonalReference(account);
  const serviceUrl = await serviceUrlLookup.findForPerson(reference?.serviceUrl);
  const opened = await personalChats.open(serviceUrl, userId, reference?.conversation ?? null);
  if (opened.kind === 'open') {
    const chat = { serviceUrl, id: opened.conversation };
    const profile = await fetchMemberProfile(options, chat, userId);
    if (profile !== undefined) return profile;
  }
  const teams = (await serviceUrlLookup.listTeams()).slice(0, MAX_TEAMS);
  const profiles = await Promise.all(
    teams.map((team) => fetchMemberProfile(options, team, userId)),
  );
  return profiles.find((profile) => profile !== undefined);
}

async function fetchMemberProfile(
  { connector, tenantId }: ProfilesOptions,
  { serviceUrl, id }: KnownTeam,
  userId: string,
): Promise<Profile | undefined> {
  const called = await connector.fetchMember(serviceUrl, id, userId);
  return called.ok ? toMember(called.answer, tenantId)?.profile : undefined;
}
