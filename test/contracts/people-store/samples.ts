import type { Account, KnownAccount, Profile } from '../../../src/domain/organisation/person.js';
import { uniqueText } from '../complaint-store/samples.js';

/** A Slack account with a unique user id. */
export function newAccount(overrides: Partial<Account> = {}): Account {
  return { platform: 'slack', workspace: 'T1', userId: uniqueText('U'), ...overrides };
}

/** A profile with a unique e-mail address. */
export function newProfile(overrides: Partial<Profile> = {}): Profile {
  return {
    name: 'Ada',
    email: `${uniqueText('ada')}@example.org`,
    zone: 'Europe/London',
    ...overrides,
  };
}

/** An account as a person has it. */
export function knownAccount(
  account: Account,
  reference: KnownAccount['reference'] = null,
): KnownAccount {
  return { ...account, reference };
}

/** A profile without any details. */
export const EMPTY_PROFILE: Profile = { name: '', email: null, zone: null };
