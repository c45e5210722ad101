import { isDeepStrictEqual } from 'node:util';
import type { PersonCommand } from '../../domain/complaint/command.js';
import { isZone } from '../../domain/organisation/calendar.js';
import type { Organisation } from '../../domain/organisation/organisation.js';
import { type Account, accountKey, type Person } from '../../domain/organisation/person.js';
import type { InboundEvent } from '../../ports/intake.js';
import type { PeopleStore } from '../../ports/people-store.js';
import type { Dependencies } from '../dependencies.js';

type PersonDependencies = Pick<Dependencies, 'people' | 'channels' | 'organisation'>;

/**
 * Finds or creates the person who caused an event, see {@link findOrCreatePerson}, and saves what the
 * event says of how to write to them and of their zone. The reference is durable when this resolves.
 * Throws `STORE_UNAVAILABLE`.
 */
export async function resolvePerson(
  deps: PersonDependencies,
  event: Pick<InboundEvent, 'account' | 'displayName' | 'zone' | 'reference'>,
): Promise<Person> {
  const { account, displayName, reference } = event;
  const person = await findOrCreatePerson(deps, account, displayName);
  const before = person.accounts.find((own) => accountKey(own) === accountKey(account));
  if (reference !== null && !isDeepStrictEqual(before?.reference, reference)) {
    await deps.people.saveReference(account, reference);
  }
  const zone = findNewZone(person, event);
  if (zone === null) return person;
  // Keep only the name, so that the look-up is tried again.
  if (!hasProfile(person)) return { ...person, zone };
  return deps.people.ensure(account, { name: '', email: null, zone });
}

/**
 * Finds or creates the person who has an account. A person of whom only the name is known is looked
 * up on their platform; if it does not answer, the event's name is used until the next event. The
 * profile is matched to a person in `redress.yml` by e-mail address only; that person's name stays.
 * Throws `STORE_UNAVAILABLE`.
 */
export async function findOrCreatePerson(
  deps: PersonDependencies,
  account: Account,
  displayName: string | null,
): Promise<Person> {
  const known = await deps.people.findByAccount(account);
  if (known !== undefined && hasProfile(known)) return known;
  const profile = await deps.channels.get(account.platform)?.fetchProfile(account);
  if (known !== undefined && profile === undefined) return known;
  const unknown = { name: displayName ?? account.userId, email: null, zone: null };
  const found = profile ?? unknown;
  const isNamed = known !== undefined && isConfigured(known, deps.organisation);
  return deps.people.ensure(account, isNamed ? { ...found, name: known.name } : found);
}

/** Forgets how to write to this account; does nothing when no person has it. Throws `STORE_UNAVAILABLE`. */
export async function forgetReference(people: PeopleStore, account: Account): Promise<void> {
  const person = await people.findByAccount(account);
  if (person !== undefined) await people.saveReference(account, null);
}

/**
 * Adds the other ids of the person an `assign` command names, because a complaint may still hold one
 * of them. Other commands stay as they are. Throws `STORE_UNAVAILABLE`.
 */
export async function withAliases(
  people: Pick<PeopleStore, 'get'>,
  command: PersonCommand,
): Promise<PersonCommand> {
  if (command.kind !== 'assign') return command;
  const person = await people.get(command.to);
  return person === undefined
    ? command
    : { kind: 'assign', to: person.id, aliases: person.aliases };
}

/** Was this person's profile read from a platform or from the settings? */
function hasProfile({ email, zone }: Person): boolean {
  return email !== null || zone !== null;
}

function isConfigured({ id, aliases }: Person, { teams, officers }: Organisation): boolean {
  const inTeams = [...teams.values()].flatMap(({ members, lead }) => [...members, lead]);
  return [...inTeams, ...officers].some((one) => one === id || aliases.includes(one ?? ''));
}

/**
 * The event's zone if it should be saved: the person has none yet, or all their accounts are on this
 * platform, so that their zone came from it. Otherwise two platforms would overwrite each other.
 */
function findNewZone(
  person: Person,
  { account, zone }: Pick<InboundEvent, 'account' | 'zone'>,
): string | null {
  if (zone === null || zone === person.zone || !isZone(zone)) return null;
  const isOnlyHere = person.accounts.every(({ platform }) => platform === account.platform);
  return person.zone === null || isOnlyHere ? zone : null;
}
