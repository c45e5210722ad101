import {
  type Account,
  accountKey,
  type KnownAccount,
  type Profile,
} from '../domain/organisation/person.js';
import { trimText } from '../domain/text/blank.js';
import { type PersonGroup, type PersonRecord, toEmailKey, toPerson } from './person-record.js';

/** The accounts of the person, or the one that nobody has yet. */
export function findOwnAccounts(
  group: PersonGroup | undefined,
  account: Account | null,
): readonly Account[] {
  if (group) return toPerson(group).accounts;
  return account ? [account] : [];
}

/** True when the person has a different account in a workspace of these accounts. */
export function isSomebodyElse(group: PersonGroup, accounts: readonly Account[]): boolean {
  const own = toPerson(group).accounts;
  return accounts.some(({ platform, workspace, userId }) => {
    const sameWorkspace = own.filter(
      (one) => one.platform === platform && one.workspace === workspace,
    );
    return sameWorkspace.length > 0 && sameWorkspace.every((one) => one.userId !== userId);
  });
}

/** Trims the profile; an empty e-mail address or zone becomes null. */
export function normalizeProfile(profile: Profile): Profile {
  return {
    name: trimText(profile.name),
    email: profile.email?.trim() || null,
    otherEmails: (profile.otherEmails ?? []).map((email) => email.trim()).filter(Boolean),
    zone: profile.zone?.trim() || null,
  };
}

/** True also when the platform gives no address. */
export function isSameEmail(given: string | null, stored: string | null): boolean {
  return given === null || (stored !== null && toEmailKey(given) === toEmailKey(stored));
}

/** The record with the account marked as replaced or not; the same record when that changes nothing. */
export function markReplaced(
  record: PersonRecord,
  account: Account,
  isReplaced: boolean,
): PersonRecord {
  const key = accountKey(account);
  const isMarked = record.accounts.every(
    (own) => accountKey(own) !== key || (own.replaced === true) === isReplaced,
  );
  if (isMarked) return record;
  const accounts = record.accounts.map(({ replaced, ...own }) => {
    const mark = accountKey(own) === key ? isReplaced : replaced === true;
    return mark ? { ...own, replaced: true as const } : own;
  });
  return { ...record, accounts };
}

/** The account without a reference. */
export function toKnownAccount(account: Account): KnownAccount {
  const { platform, workspace, userId } = account;
  return { platform, workspace, userId, reference: null };
}
