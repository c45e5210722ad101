import { isDeepStrictEqual } from 'node:util';
import { isZone } from '../../domain/organisation/calendar.js';
import { type Account, accountKey, type Person } from '../../domain/organisation/person.js';
import type { InboundEvent } from '../../ports/intake.js';
import type { PeopleStore } from '../../ports/people-store.js';
import type { Dependencies } from '../dependencies.js';
import { findOrCreatePerson } from './identify.js';

/**
 * Who made a gesture, see {@link findOrCreatePerson}. What it says of how they can be written to and in which
 * zone they are is kept, durably before anything else is done. Throws `STORE_UNAVAILABLE`.
 */
export async function resolvePerson(
  deps: Pick<Dependencies, 'people' | 'channels' | 'organisation'>,
  event: Pick<InboundEvent, 'account' | 'displayName' | 'zone' | 'reference'>,
): Promise<Person> {
  const { account, displayName, reference } = event;
  const person = await findOrCreatePerson(deps, account, displayName);
  const before = person.accounts.find((own) => accountKey(own) === accountKey(account));
  if (reference !== null && !isDeepStrictEqual(before?.reference, reference)) {
    await deps.people.saveReference(account, reference);
  }
  const zone = newZone(person, event);
  if (zone === null) return person;
  // Of somebody who could not be looked up yet no more than the name is kept, so that they will be.
  if (!isLookedUp(person)) return { ...person, zone };
  return deps.people.ensure(account, { name: '', email: null, zone });
}

/** Forgets how this account was written to; harmless when nobody has it. */
export async function forgetReference(people: PeopleStore, account: Account): Promise<void> {
  const person = await people.findByAccount(account);
  if (person !== undefined) await people.saveReference(account, null);
}

function isLookedUp({ email, zone }: Person): boolean {
  return email !== null || zone !== null;
}

/**
 * The zone the gesture says they are in, where it is news: they have none yet, or all they have is
 * on this platform, so that theirs came from it. Two platforms must not take turns.
 */
function newZone(
  person: Person,
  { account, zone }: Pick<InboundEvent, 'account' | 'zone'>,
): string | null {
  if (zone === null || zone === person.zone || !isZone(zone)) return null;
  const isOnlyHere = person.accounts.every(({ platform }) => platform === account.platform);
  return person.zone === null || isOnlyHere ? zone : null;
}
