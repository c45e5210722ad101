import type { Organisation } from '../../domain/organisation/organisation.js';
import {
  type Account,
  accountKey,
  type Person,
  type Profile,
} from '../../domain/organisation/person.js';
import type { Channel } from '../../ports/channel.js';
import type { Logger } from '../../ports/logger.js';
import type { PeopleStore } from '../../ports/stores/people-store.js';
import type { AccountInspector } from './account-lookup.js';
import { isConfigured } from './refresh-person.js';

/**
 * Why an account does not take the place of the one that a person has in the same workspace:
 * - `in-use`: the platform says that the known account can still be used
 * - `untold`: the platform does not say whether it can
 * - `new-deactivated`: nobody can use the new account
 * - `other-name`: the two accounts have different names, so they may be two people with one address
 * - `other-person`: the new account belongs to somebody who has another address or other accounts
 */
export type ClashReason = 'in-use' | 'untold' | 'new-deactivated' | 'other-name' | 'other-person';

/** What an operator does about a clash; part of the log. */
const REMEDIES: Readonly<Record<ClashReason, string>> = {
  'in-use':
    'deactivate the known account on its platform, or write its id in redress.yml in the place of the new one',
  untold:
    'start again when the platform answers; if it never says whether an account is deactivated, write the id of the known one',
  'new-deactivated': 'write the id of the account that the person uses',
  'other-name':
    'for one person, write the id of the new account and the name that they had; for two, write the id of the new account and leave the e-mail address out',
  'other-person':
    'correct the id: it belongs to somebody who is known by another address or account',
};

/** `none`: the person has no other account in that workspace, or keeps both. */
export type RenewalOutcome =
  | { readonly kind: 'renewed' }
  | { readonly kind: 'none' }
  | { readonly kind: 'clash'; readonly reason: ClashReason; readonly held: Account };

/** What a renewal needs. */
export interface RenewalDependencies {
  readonly people: Pick<PeopleStore, 'findByAccount' | 'findByEmail' | 'replaceAccount'>;
  readonly channels: readonly AccountInspector[];
  readonly logger: Logger;
}

/** Who is said to have the new account. */
export interface Claim {
  /** The name in `redress.yml`; null when it names no id, so that only an address speaks for them. */
  readonly name: string | null;
  readonly email: string | null;
  /** All accounts that `redress.yml` names for them. */
  readonly accounts: readonly Account[];
}

/**
 * Puts a new account in the place of the one that a known person has in the same workspace, when the
 * platform calls the known one deactivated: somebody's account was made anew. Then the person keeps
 * their id and all rights. Nothing is changed in doubt, because an address may go to a successor, and an
 * id may be mistyped: the names must be the same, and the new account must be nobody else's.
 * Throws `STORE_UNAVAILABLE`.
 */
export async function renewAccount(
  deps: RenewalDependencies,
  known: Person,
  to: Account,
  claim: Claim,
): Promise<RenewalOutcome> {
  const { people, logger } = deps;
  const isTo = (one: Account) => accountKey(one) === accountKey(to);
  const held = known.accounts.filter((one) => isSameWorkspace(one, to) && !isTo(one));
  const [first] = held;
  if (first === undefined) return { kind: 'none' };
  // Both are theirs after a renewal that a crash cut short.
  const isTheirs = known.accounts.some(isTo);
  const reason = await findObstacle(deps, { known, held, to, isTheirs, claim });
  if (reason !== undefined && isTheirs) return { kind: 'none' };
  if (reason !== undefined) return { kind: 'clash', reason, held: first };
  for (const from of held) {
    await people.replaceAccount(from, to);
    const { platform, workspace, userId } = to;
    const fields = { person: known.id, platform, workspace, userId, replaced: from.userId };
    logger.warn(fields, 'deactivated account of a person replaced by their new one');
  }
  return { kind: 'renewed' };
}

interface Renewal {
  readonly known: Person;
  readonly held: readonly Account[];
  readonly to: Account;
  /** The new account is the known person's already. */
  readonly isTheirs: boolean;
  readonly claim: Claim;
}

async function findObstacle(
  deps: RenewalDependencies,
  renewal: Renewal,
): Promise<ClashReason | undefined> {
  const { held, to, isTheirs } = renewal;
  const channel = deps.channels.find(({ platform }) => platform === to.platform);
  if (channel === undefined) return 'untold';
  for (const account of held) {
    const state = await channel.checkAccount(account);
    if (state === 'active') return 'in-use';
    if (state === 'unknown') return 'untold';
  }
  if ((await channel.checkAccount(to)) === 'deactivated') return 'new-deactivated';
  if (isTheirs) return undefined;
  if (await belongsToAnother(deps, renewal)) return 'other-person';
  return (await haveSameName(channel, renewal)) ? undefined : 'other-name';
}

/** Is the new account somebody's who has an account or an address that the claimed person has not? */
async function belongsToAnother(
  { people }: RenewalDependencies,
  { known, to, claim }: Renewal,
): Promise<boolean> {
  const holder = await people.findByAccount(to);
  if (holder === undefined || holder.id === known.id) return false;
  const addresses = [known.email, claim.email].map((email) => email?.toLowerCase());
  const { email } = holder;
  if (email !== null && !addresses.includes(email.toLowerCase())) return true;
  const named = new Set([to, ...claim.accounts].map(accountKey));
  return holder.accounts.some(
    (one) =>
      !named.has(accountKey(one)) ||
      known.accounts.some((own) => isSameWorkspace(own, one) && !isSameWorkspace(own, to)),
  );
}

/** By the name in `redress.yml` now and before, else by those of the two accounts on their platform. */
async function haveSameName(
  channel: Pick<Channel, 'fetchProfile'>,
  { known, held, to, claim }: Renewal,
): Promise<boolean> {
  if (claim.name !== null && isSameName(claim.name, known.name)) return true;
  const profiles = await Promise.all([...held, to].map((account) => channel.fetchProfile(account)));
  const own = profiles.at(-1);
  return own !== undefined && profiles.every((one) => one && isSameName(one.name, own.name));
}

function isSameName(one: string, other: string): boolean {
  const toPlain = (name: string) => name.trim().replace(/\s+/g, ' ').toLowerCase();
  return toPlain(one) === toPlain(other);
}

function isSameWorkspace(one: Account, other: Account): boolean {
  return one.platform === other.platform && one.workspace === other.workspace;
}

/** Logs a clash with its remedy, by ids only. `where`: the part of `redress.yml`, if known. */
export function logClash(
  logger: Logger,
  { reason, held }: Extract<RenewalOutcome, { kind: 'clash' }>,
  to: Account,
  where: string | null = null,
): void {
  const { platform, workspace, userId } = to;
  const place = where === null ? {} : { where };
  const ids = { platform, workspace, userId, known: held.userId };
  logger.warn(
    { ...place, ...ids, reason, remedy: REMEDIES[reason] },
    'person has another account in this workspace, the new one gets none of their rights',
  );
}

/**
 * After the first event of an account: if its platform gives it the address of a person in `redress.yml`
 * who has another account there, it may be that person's new one. Undefined when it is not.
 * @param stored the account's own person; without address, because the address is the other's
 */
export async function renewByProfile(
  deps: RenewalDependencies & { readonly organisation: Organisation },
  stored: Person,
  account: Account,
  { email }: Profile,
): Promise<Person | undefined> {
  if (email === null || stored.email !== null) return undefined;
  const owner = await deps.people.findByEmail(email);
  if (owner === undefined || owner.id === stored.id) return undefined;
  if (!isConfigured(owner, deps.organisation)) return undefined;
  const outcome = await renewAccount(deps, owner, account, { name: null, email, accounts: [] });
  if (outcome.kind === 'clash') logClash(deps.logger, outcome, account);
  return outcome.kind === 'renewed' ? deps.people.findByAccount(account) : undefined;
}
