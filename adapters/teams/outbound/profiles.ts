import pTimeout from 'p-timeout';
import type { KnownAccount, Profile } from '../../../src/domain/organisation/person.js';
import type { Logger } from '../../../src/ports/logger.js';
import { parsePersonalReference } from '../addresses.js';
import type { Connector, Conversations } from './connector.js';
import { type Roster, toMember } from './roster.js';
import type { KnownTeam, ServiceAddresses } from './service-urls.js';

/** Teams waits 5 s for an answer to a person; looking them up is the least of what is done meanwhile. Ms. */
const INTERACTIVE_MS = 2500;

/** Teams asked at once for somebody who has no chat with the bot. */
const MOST_TEAMS = 10;

/** What Teams says of people, in time for an answer to them. */
export interface Profiles {
  /** Undefined when nobody knows them, or did not say in time. `reference` may come with the account. Never throws. */
  find(account: Pick<KnownAccount, 'userId'> & Partial<KnownAccount>): Promise<Profile | undefined>;
}

export interface ProfilesOptions {
  readonly connector: Pick<Connector, 'member'>;
  readonly addresses: ServiceAddresses;
  readonly conversations: Conversations;
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
    async find(account) {
      const known = roster.known(account.userId);
      if (known !== undefined) return known;
      try {
        return await pTimeout(ask(options, account), { milliseconds: INTERACTIVE_MS });
      } catch (error) {
        // Too late, or the store is away: the name in the event serves until they are seen again.
        logger.warn({ error }, 'Teams did not say in time who somebody is');
        return undefined;
      }
    },
  };
}

async function ask(
  options: ProfilesOptions,
  account: Parameters<Profiles['find']>[0],
): Promise<Profile | undefined> {
  const { addresses, conversations } = options;
  const { userId } = account;
  const kept = parsePersonalReference(account);
  const serviceUrl = await addresses.orTenants(kept?.serviceUrl);
  const opened = await conversations.open(serviceUrl, userId, kept?.conversation ?? null);
  if (opened.kind === 'open') {
    const chat = { serviceUrl, id: opened.conversation };
    const profile = await memberIn(options, chat, userId);
    if (profile !== undefined) return profile;
  }
  const teams = (await addresses.teams()).slice(0, MOST_TEAMS);
  const found = await Promise.all(teams.map((team) => memberIn(options, team, userId)));
  return found.find((profile) => profile !== undefined);
}

async function memberIn(
  { connector, tenantId }: ProfilesOptions,
  { serviceUrl, id }: KnownTeam,
  userId: string,
): Promise<Profile | undefined> {
  const called = await connector.member(serviceUrl, id, userId);
  return called.ok ? toMember(called.answer, tenantId)?.profile : undefined;
}
