import type { Account, Person } from '../domain/person.js';
import type { Parts } from './parts.js';

/**
 * The person behind an account. Somebody of whom no more than a name is known is looked up on their
 * platform; where it does not answer, the name in the event serves until they are seen again. Only
 * the e-mail address says that they are the colleague of whom `redress.yml` speaks.
 */
export async function identify(
  parts: Pick<Parts, 'people' | 'channels'>,
  account: Account,
  displayName: string | null,
): Promise<Person> {
  const known = await parts.people.findByAccount(account);
  if (known !== undefined && (known.email !== null || known.zone !== null)) return known;
  const profile = await parts.channels.get(account.platform)?.profile(account);
  if (known !== undefined && profile === undefined) return known;
  const unknown = { name: displayName ?? account.userId, email: null, zone: null };
  return parts.people.ensure(account, profile ?? unknown);
}
