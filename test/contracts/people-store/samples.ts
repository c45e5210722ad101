import type { Account, KnownAccount, Profile } from '../../../src/domain/organisation/person.js';
import { uniqueText } from '../complaint-store/samples.js';

export function newAccount(overrides: Partial<Account> = {}): Account {
  return { platform: 'slack', workspace: 'T1', userId: uniqueText('U'), ...overrides };
}

export function newProfile(overrides: Partial<Profile> = {}): Profile {
  return {
    name: 'Ada',
    email: `${uniqueText('ada')}@example.org`,
    zone: 'Europe/London',
    ...overrides,
  };
}

export function knownAccount(
  account: Account,
  reference: KnownAccount['reference'] = null,
): KnownAccount {
  return { ...account, reference };
}

/** A profile without any details. */
export const EMPTY_PROFILE: Profile = { name: '', email: null, zone: null };
