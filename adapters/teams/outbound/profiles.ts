import pTimeout from 'p-timeout';
import type { KnownAccount, Profile } from '../../../src/domain/organisation/person.js';
import type { Logger } from '../../../src/ports/logger.js';
import { parsePersonalReference } from '../addresses.js';
import type { Connector, PersonalChats } from './connector.js';
import { type Roster, toMember } from './roster.js';
import type { KnownTeam, ServiceUrlLookup } from './service-urls.js';

/** Teams waits 5 s for an answer to a person; looking them up is the least of what is done meanwhile. Ms. */
const LOOK_UP_TIMEOUT_MS = 2500;

/** Teams asked at once for somebody who has no chat with the bot. */
const MAX_TEAMS = 10;

/** What Teams says of people, in time for an answer to them. */
export interface Profiles {
  /** Undefined when nobody knows them, or did not say in time. `reference` may come with the account. Never throws. */
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
 * Asks in turn what costs least: a roster that was read lately, the person's chat with the bot, then
 * the teams the app is in, for it may be installed for a team only.
 */
export function createProfiles(options: ProfilesOptions): Profiles {
  const { roster, logger } = options;
  return {
    async fetchProfile(account) {
      const known = roster.findCached(account.userId);
      if (known !== undefined) return known;
      try {
        return await pTimeout(fetchFromTeams(options, account), {
          milliseconds: LOOK_UP_TIMEOUT_MS,
        });
      } catch (error) {
        // Too late, or the store is away: the name in the event serves until they are seen again.
        logger.warn({ error }, 'Teams did not say in time who somebody is');
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
  const kept = parsePersonalReference(account);
  const serviceUrl = await serviceUrlLookup.findForPerson(kept?.serviceUrl);
  const opened = await personalChats.open(serviceUrl, userId, kept?.conversation ?? null);
  if (opened.kind === 'open') {
    const chat = { serviceUrl, id: opened.conversation };
    const profile = await fetchMemberProfile(options, chat, userId);
    if (profile !== undefined) return profile;
  }
  const teams = (await serviceUrlLookup.listTeams()).slice(0, MAX_TEAMS);
  const found = await Promise.all(teams.map((team) => fetchMemberProfile(options, team, userId)));
  return found.find((profile) => profile !== undefined);
}

async function fetchMemberProfile(
  { connector, tenantId }: ProfilesOptions,
  { serviceUrl, id }: KnownTeam,
  userId: string,
): Promise<Profile | undefined> {
  const called = await connector.fetchMember(serviceUrl, id, userId);
  return called.ok ? toMember(called.answer, tenantId)?.profile : undefined;
}
