import type { Account, KnownAccount, Profile } from '../../../src/domain/organisation/person.js';
import { fresh } from '../complaint-store/samples.js';

export function newAccount(overrides: Partial<Account> = {}): Account {
  return { platform: 'slack', workspace: 'T1', userId: fresh('U'), ...overrides };
}

export function newProfile(overrides: Partial<Profile> = {}): Profile {
  return { name: 'Ada', email: `${fresh('ada')}@example.org`, zone: 'Europe/London', ...overrides };
}

export function known(account: Account, reference: KnownAccount['reference'] = null): KnownAccount {
  return { ...account, reference };
}

/** A profile that says nothing. */
export const NOTHING: Profile = { name: '', email: null, zone: null };
