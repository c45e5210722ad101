import type { Account, Person, Platform } from '../../domain/organisation/person.js';
import type { Channel } from '../../ports/channel.js';
import type { PeopleStore } from '../../ports/people-store.js';

/** Where each configured platform says its accounts live: Slack's `T…` id, the Teams tenant's. Null: not configured. */
export type WorkspaceIds = Readonly<Record<Platform, string | null>>;

/** A platform that can be asked whose an e-mail address is. */
export type AccountSource = Pick<Channel, 'platform' | 'findAccountByEmail'>;

/** What accounts are looked up with. */
export interface LookupDependencies {
  readonly people: Pick<PeopleStore, 'ensure'>;
  readonly workspaces: WorkspaceIds;
  readonly channels: readonly AccountSource[];
}

/** Of the platforms that are configured, those on which none of these accounts is. */
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
 * Asks these platforms for the account of an e-mail address and gives the person what is found. How
 * many there were. Best effort: a platform that does not answer has found none.
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
    await people.ensure(account, { name, email, zone: null });
    found += 1;
  }
  return found;
}
