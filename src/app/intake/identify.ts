import type { Organisation } from '../../domain/organisation/organisation.js';
import type { Account, Person } from '../../domain/organisation/person.js';
import type { Dependencies } from '../dependencies.js';

/**
 * The person behind an account. Somebody of whom no more than a name is known is looked up on their
 * platform; where it does not answer, the name in the event serves until they are seen again. Only
 * the e-mail address says that they are the colleague of whom `redress.yml` speaks, whose name stays.
 */
export async function findOrCreatePerson(
  deps: Pick<Dependencies, 'people' | 'channels' | 'organisation'>,
  account: Account,
  displayName: string | null,
): Promise<Person> {
  const known = await deps.people.findByAccount(account);
  if (known !== undefined && (known.email !== null || known.zone !== null)) return known;
  const profile = await deps.channels.get(account.platform)?.fetchProfile(account);
  if (known !== undefined && profile === undefined) return known;
  const unknown = { name: displayName ?? account.userId, email: null, zone: null };
  const found = profile ?? unknown;
  const isNamed = known !== undefined && isConfigured(known, deps.organisation);
  return deps.people.ensure(account, isNamed ? { ...found, name: known.name } : found);
}

function isConfigured({ id, aliases }: Person, { teams, officers }: Organisation): boolean {
  const inTeams = [...teams.values()].flatMap(({ members, lead }) => [...members, lead]);
  return [...inTeams, ...officers].some((one) => one === id || aliases.includes(one ?? ''));
}
