import { isZone } from '../../domain/organisation/calendar.js';
import type { Organisation } from '../../domain/organisation/organisation.js';
import { type Account, accountKey, type Person } from '../../domain/organisation/person.js';
import { trimText } from '../../domain/text/blank.js';
import type { PeopleStore } from '../../ports/stores/people-store.js';

/** What a platform says now about one of a person's accounts; null: nothing. */
export interface AccountNews {
  readonly account: Account;
  readonly name: string | null;
  readonly zone: string | null;
}

export interface RefreshDependencies {
  readonly people: Pick<PeopleStore, 'ensure' | 'saveAccountName'>;
  readonly organisation: Organisation;
}

/**
 * Saves the name and the zone that a platform gives for a person now, and returns the person. Writes
 * only what is new. A person in `redress.yml` keeps the name they have there. E-mail addresses stay:
 * by them people are found. Throws `STORE_UNAVAILABLE`.
 */
export async function refreshPerson(
  { people, organisation }: RefreshDependencies,
  person: Person,
  news: AccountNews,
): Promise<Person> {
  const name = isConfigured(person, organisation) ? null : toLine(news.name);
  const newName = findNewName(person, news.account, name);
  // Keep only the name, so that the look-up is tried again.
  const newZone = hasProfile(person) ? findNewZone(person, news) : null;
  const isNew = newName !== null || newZone !== null;
  const profile = { name: newName ?? '', email: null, zone: newZone };
  const refreshed = isNew ? await people.ensure(news.account, profile) : person;
  // Last: after a crash before this, the same news is new again.
  if (name !== null && isElsewhereToo(person, news.account)) {
    const own = findOwn(person, news.account);
    if (own?.name !== name) await people.saveAccountName(news.account, name);
  }
  return refreshed;
}

/** Was this person's profile read from a platform or from the settings? */
export function hasProfile({ email, zone }: Person): boolean {
  return email !== null || zone !== null;
}

/** True for a person in `redress.yml`. */
export function isConfigured(
  { id, aliases }: Person,
  { teams, officers }: Pick<Organisation, 'teams' | 'officers'>,
): boolean {
  const inTeams = [...teams.values()].flatMap(({ members, lead }) => [...members, lead]);
  return [...inTeams, ...officers].some((one) => one === id || aliases.includes(one ?? ''));
}

/**
 * The zone if it should be saved: the person has none yet, or all their accounts are on this platform,
 * so that their zone came from it. Otherwise two platforms would overwrite each other.
 */
export function findNewZone(
  person: Person,
  { account, zone }: Pick<AccountNews, 'account' | 'zone'>,
): string | null {
  if (zone === null || zone === person.zone || !isZone(zone)) return null;
  return person.zone === null || !isElsewhereToo(person, account) ? zone : null;
}

/**
 * The name if it should become the person's. Somebody may have two names on two platforms, which must
 * not overwrite each other: there it must be another one than the platform gave before, or, if that is
 * not known, the other platforms must not be known to give the person's name.
 */
function findNewName(person: Person, account: Account, name: string | null): string | null {
  if (name === null || name === person.name) return null;
  if (!isElsewhereToo(person, account)) return name;
  const before = findOwn(person, account)?.name;
  const isNew =
    before === undefined
      ? !person.accounts.some((one) => one.name === person.name)
      : before !== name;
  return isNew ? name : null;
}

function isElsewhereToo({ accounts }: Person, { platform }: Account): boolean {
  return accounts.some((one) => one.platform !== platform);
}

function findOwn({ accounts }: Person, account: Account) {
  return accounts.find((one) => accountKey(one) === accountKey(account));
}

/** A name in one line; null for a blank one. */
function toLine(name: string | null): string | null {
  const line = trimText(name?.replace(/\s+/g, ' ') ?? '');
  return line === '' ? null : line;
}
