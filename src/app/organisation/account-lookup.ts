import type { Account, Person, Platform } from '../../domain/organisation/person.js';
import type { Channel } from '../../ports/channel.js';
import type { PeopleStore } from '../../ports/stores/people-store.js';
import { skipUnreadable } from '../records/skip-unreadable.js';

/** The workspace id of each platform: Slack's `T…` id, the Teams tenant id. Null: not configured. */
export type WorkspaceIds = Readonly<Record<Platform, string | null>>;

/** A platform that finds accounts by e-mail address. */
export type AccountSource = Pick<Channel, 'platform' | 'findAccountByEmail'>;

/** A platform that also says whether an account is in use, and whose it is. */
export type AccountInspector = Pick<
  Channel,
  'platform' | 'findAccountByEmail' | 'fetchProfile' | 'checkAccount'
>;

/** What account look-ups need. */
export interface LookupDependencies {
  readonly people: Pick<PeopleStore, 'ensure'>;
  readonly workspaces: WorkspaceIds;
  readonly channels: readonly AccountSource[];
}

/** The configured platforms on which none of these accounts is. */
export function missingOn(
  accounts: readonly Account[],
  { workspaces, channels }: Pick<LookupDependencies, 'workspaces' | 'channels'>,
): readonly AccountSource[] {
  return channels.filter(({ platform }) => {
    const workspace = workspaces[platform];
    const isHere = (one: Account) => one.platform === platform && one.workspace === workspace;
    return workspace !== null && !accounts.some(isHere);
  });
}

/**
 * Looks up an e-mail address on these platforms and adds the accounts found to the person. Returns how
 * many it found. Best effort: a platform that does not answer counts as none, and so does an account
 * whose record cannot be read. Throws `STORE_UNAVAILABLE`.
 */
export async function lookUpAccounts(
  platforms: readonly AccountSource[],
  people: LookupDependencies['people'],
  { name }: Pick<Person, 'name'>,
  email: string,
): Promise<number> {
  let found = 0;
  for (const platform of platforms) {
    const account = await platform.findAccountByEmail(email);
    if (account === undefined) continue;
    await skipUnreadable(async () => {
      await people.ensure(account, { name, email, zone: null });
      found += 1;
    });
  }
  return found;
}
