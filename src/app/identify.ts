import type { Account, Person } from '../domain/person.js';
import type { Parts } from './parts.js';

/**
 * The person behind an account. Somebody new is looked up on their platform once; where it does not
 * answer, the name in the event serves until they are seen again.
 */
export async function identify(
  parts: Pick<Parts, 'people' | 'channels'>,
  account: Account,
  displayName: string | null,
): Promise<Person> {
  const known = await parts.people.findByAccount(account);
  if (known !== undefined) return known;
  const profile = await parts.channels.get(account.platform)?.profile(account);
  const unknown = { name: displayName ?? account.userId, email: null, zone: null };
  return parts.people.ensure(account, profile ?? unknown);
}
