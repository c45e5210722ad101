import { isDeepStrictEqual } from 'node:util';
import type { PersonCommand } from '../../domain/complaint/command.js';
import { type Account, accountKey, type Person } from '../../domain/organisation/person.js';
import { trimText } from '../../domain/text/blank.js';
import type { InboundEvent } from '../../ports/intake.js';
import type { PeopleStore } from '../../ports/stores/people-store.js';
import type { Dependencies } from '../dependencies.js';
import {
  findNewZone,
  hasProfile,
  isConfigured,
  refreshPerson,
} from '../organisation/refresh-person.js';
import { renewByProfile } from '../organisation/renew-account.js';

type PersonDependencies = Pick<Dependencies, 'people' | 'channels' | 'organisation' | 'logger'>;

/**
 * Finds or creates the person who caused an event, see {@link findOrCreatePerson}, and saves what the
 * event says of how to write to them, of their name and of their zone, see {@link refreshPerson}. The
 * reference is durable when this resolves. Throws `STORE_UNAVAILABLE`.
 */
export async function resolvePerson(
  deps: PersonDependencies,
  event: Pick<InboundEvent, 'account' | 'displayName' | 'handle' | 'zone' | 'reference'>,
): Promise<Person> {
  const { account, displayName, handle, zone, reference } = event;
  const person = await findOrCreatePerson(deps, account, displayName ?? handle ?? null);
  const before = person.accounts.find((own) => accountKey(own) === accountKey(account));
  if (reference !== null && !isDeepStrictEqual(before?.reference, reference)) {
    await deps.people.saveReference(account, reference);
  }
  const refreshed = await refreshPerson(deps, person, { account, name: displayName, zone });
  // A zone that is not saved, so that the look-up is tried again.
  return hasProfile(refreshed) ? refreshed : { ...refreshed, zone: findNewZone(refreshed, event) };
}

/**
 * Finds or creates the person who has an account. A person of whom only the name is known is looked
 * up on their platform; if it does not answer, the event's name is used until the next event. The
 * profile is matched to a person in `redress.yml` by e-mail address only; that person's name stays.
 * The account may be that person's new one, see {@link renewByProfile}.
 * Throws `STORE_UNAVAILABLE`.
 */
export async function findOrCreatePerson(
  deps: PersonDependencies,
  account: Account,
  eventName: string | null,
): Promise<Person> {
  const known = await deps.people.findByAccount(account);
  if (known !== undefined && hasProfile(known)) return known;
  const profile = await deps.channels.get(account.platform)?.fetchProfile(account);
  if (known !== undefined && profile === undefined) return known;
  const name = trimText(eventName ?? '') || account.userId;
  const unknown = { name, email: null, zone: null };
  const found = profile ?? unknown;
  const isNamed = known !== undefined && isConfigured(known, deps.organisation);
  const stored = await deps.people.ensure(
    account,
    isNamed ? { ...found, name: known.name } : found,
  );
  const renewal = { ...deps, channels: [...deps.channels.values()] };
  return (await renewByProfile(renewal, stored, account, found)) ?? stored;
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
