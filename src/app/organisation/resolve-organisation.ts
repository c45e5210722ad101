import type { Calendar } from '../../domain/organisation/calendar.js';
import {
  type Category,
  DEFAULT_MOST_A_DAY,
  type Group,
  type LimitedPolicy,
  type NudgePolicy,
  type Organisation,
  type Team,
} from '../../domain/organisation/organisation.js';
import {
  type Account,
  type Person,
  type PersonId,
  PLATFORMS,
  type Platform,
  type Profile,
} from '../../domain/organisation/person.js';
import type { Place } from '../../domain/organisation/place.js';
import { RedressError } from '../../errors.js';
import type { Logger } from '../../ports/logger.js';
import type { PeopleStore } from '../../ports/stores/people-store.js';
import { UnreadableRecordError } from '../../ports/unreadable-records.js';
import { skipUnreadable } from '../records/skip-unreadable.js';
import {
  type AccountInspector,
  lookUpAccounts,
  missingOn,
  type WorkspaceIds,
} from './account-lookup.js';
import { logClash, renewAccount } from './renew-account.js';

/**
 * A person as the settings name them: `email` is set, or their id on a platform. Slack: `U…`; the
 * workspace is known only after Slack has answered. Teams: the Microsoft Entra object id in lower case.
 */
export interface ConfiguredPerson extends Readonly<Record<Platform, string | null>> {
  readonly name: string;
  readonly email: string | null;
}

/** A team as the settings name it. */
export interface ConfiguredTeam {
  /** Its key in the settings. */
  readonly key: string;
  readonly name: string;
  readonly place: Place;
  /** See {@link Team.group}. */
  readonly group: Group | null;
  readonly members: readonly ConfiguredPerson[];
  readonly lead: ConfiguredPerson | null;
  readonly calendar: Calendar;
}

/** The organisation as the settings name it: complete and checked, but with people instead of their ids. */
export interface ConfiguredOrganisation {
  readonly teams: readonly ConfiguredTeam[];
  readonly categories: readonly Category[];
  readonly officers: readonly ConfiguredPerson[];
  readonly ops: Place | null;
  readonly policy: NudgePolicy;
  /** See {@link Organisation.policies}. */
  readonly policies?: readonly LimitedPolicy[];
  /** See {@link Organisation.mostADay}. */
  readonly mostADay?: number;
  /** See {@link Organisation.phoneCountry}. */
  readonly phoneCountry?: string;
}

/** The platforms that know accounts, and the log for people whose accounts they do not know or who have two. */
export interface AccountLookup {
  readonly channels: readonly AccountInspector[];
  readonly logger: Logger;
}

/**
 * Finds or creates a record for each person the settings name, and returns the organisation with their
 * ids. Safe to repeat at every start, and by several processes at once.
 * @param workspaces the workspace ids the platforms returned at start.
 * @param accountLookup finds the accounts of people whose e-mail address is known, on each platform
 *   for which the settings name none. So they are one person on all platforms, and can get messages
 *   before they use Redress. Best effort: without an answer the start goes on, with a warning.
 * @throws RedressError `CONFIG_INVALID` for a person without an account on a configured platform and
 *   without e-mail address; all that the store throws.
 */
export async function resolveOrganisation(
  configuration: { readonly organisation: ConfiguredOrganisation },
  people: PeopleStore,
  workspaces: WorkspaceIds,
  accountLookup: AccountLookup | null = null,
): Promise<Organisation> {
  const { organisation } = configuration;
  const resolve = createResolver({ people, workspaces, accountLookup });
  const teams: Team[] = [];
  for (const team of organisation.teams) {
    const where = `teams.${team.key}`;
    const members = await resolve(team.members, `${where}.members`);
    const [lead = null] = await resolve(team.lead === null ? [] : [team.lead], `${where}.lead`);
    teams.push({ ...team, members, lead });
  }
  const officers = await resolve(organisation.officers, 'officers');
  const found = await fetchPeople(people, teams, officers);
  const toSurvivors: ToSurvivors = (ids) => [...new Set(ids.map((id) => found.get(id)?.id ?? id))];
  return {
    teams: new Map(teams.map((team) => [team.key, replaceMergedIds(team, toSurvivors)])),
    categories: new Map(organisation.categories.map((category) => [category.key, category])),
    officers: toSurvivors(officers),
    ops: organisation.ops,
    policy: organisation.policy,
    policies: organisation.policies ?? [],
    mostADay: organisation.mostADay ?? DEFAULT_MOST_A_DAY,
    ...(organisation.phoneCountry === undefined ? {} : { phoneCountry: organisation.phoneCountry }),
    merged: new Map(
      [...found.values()].flatMap(({ id, aliases }) => aliases.map((one) => [one, id])),
    ),
  };
}

/** Replaces ids by those of the records they were merged into, each once. */
type ToSurvivors = (ids: readonly PersonId[]) => readonly PersonId[];

/** Loads everyone again: an account found for a later entry may have merged two earlier ones. */
async function fetchPeople(
  people: PeopleStore,
  teams: readonly Team[],
  officers: readonly PersonId[],
): Promise<ReadonlyMap<PersonId, Person>> {
  const inTeams = teams.flatMap(({ members, lead }) => [
    ...members,
    ...(lead === null ? [] : [lead]),
  ]);
  return people.getMany([...new Set([...inTeams, ...officers])]);
}

function replaceMergedIds(team: Team, toSurvivors: ToSurvivors): Team {
  const [lead = null] = toSurvivors(team.lead === null ? [] : [team.lead]);
  return { ...team, members: toSurvivors(team.members), lead };
}

type ResolvePeople = (
  persons: readonly ConfiguredPerson[],
  where: string,
) => Promise<readonly PersonId[]>;

interface ResolverDependencies {
  readonly people: PeopleStore;
  readonly workspaces: WorkspaceIds;
  readonly accountLookup: AccountLookup | null;
}

/** Resolves each person once, however many roles they have. Two entries for one person count once. */
function createResolver(deps: ResolverDependencies): ResolvePeople {
  const known = new Map<string, PersonId>();
  return async (persons, where) => {
    const ids = new Set<PersonId>();
    for (const person of persons) {
      const accounts = PLATFORMS.map((platform) => person[platform]);
      const key = [...accounts, person.email?.toLowerCase()].join('/');
      const id = known.get(key) ?? (await ensureRole(deps, person, where));
      known.set(key, id);
      ids.add(id);
    }
    return [...ids];
  };
}

/**
 * The id of a person, also when their record cannot be read: they keep their role, and nobody is
 * kept from starting. What they should get is reported as undelivered, so that the next one gets it.
 */
async function ensureRole(
  deps: ResolverDependencies,
  person: ConfiguredPerson,
  where: string,
): Promise<PersonId> {
  try {
    return await ensurePerson(deps, person, where);
  } catch (error) {
    const isUnreadable = error instanceof UnreadableRecordError && error.record.kind === 'person';
    if (!isUnreadable) throw error;
    return error.record.reference;
  }
}

async function ensurePerson(
  deps: ResolverDependencies,
  person: ConfiguredPerson,
  where: string,
): Promise<PersonId> {
  const { people, workspaces } = deps;
  const { name, email } = person;
  const accounts = toConfiguredAccounts(person, workspaces);
  await renewConfiguredAccounts(deps, { person, accounts, where });
  const [first, ...more] = accounts;
  const known =
    first === undefined
      ? await ensureByEmail(people, person, where)
      : await ensureByAccount(people, first, { name, email, zone: null });
  for (const account of more) {
    await skipUnreadable(() => addConfiguredAccount(people, known, account));
  }
  // If the settings name no address, use the one a platform told us.
  const address = email ?? known.email;
  if (address !== null)
    await lookUpMissingAccounts(deps, { known, email: address, given: accounts }, where);
  return known.id;
}

/**
 * Lets each id in the settings take the place of a deactivated account, before anybody is created for
 * it: of the person who has another id that the settings name, or the e-mail address. See
 * {@link renewAccount}; what it refuses is logged, and both stay two people.
 */
async function renewConfiguredAccounts(
  { people, accountLookup }: ResolverDependencies,
  configured: {
    readonly person: ConfiguredPerson;
    readonly accounts: readonly Account[];
    readonly where: string;
  },
): Promise<void> {
  if (accountLookup === null) return;
  const { person, accounts, where } = configured;
  const { name, email } = person;
  const deps = { ...accountLookup, people };
  for (const to of accounts) {
    await skipUnreadable(async () => {
      const known = await findKnownPeople(people, accounts, email);
      for (const one of known.values()) {
        const outcome = await renewAccount(deps, one, to, { name, email, accounts });
        if (outcome.kind === 'clash') logClash(accountLookup.logger, outcome, to, where);
      }
    });
  }
}

/** The people who have one of these accounts or the address, by their ids. */
async function findKnownPeople(
  people: PeopleStore,
  accounts: readonly Account[],
  email: string | null,
): Promise<ReadonlyMap<PersonId, Person>> {
  const found = await Promise.all([
    ...accounts.map((account) => people.findByAccount(account)),
    ...(email === null ? [] : [people.findByEmail(email)]),
  ]);
  return new Map(found.flatMap((one) => (one === undefined ? [] : [[one.id, one]])));
}

/** The store keeps the name of a person it finds by e-mail address; the name in the settings wins here. */
async function ensureByAccount(people: PeopleStore, account: Account, profile: Profile) {
  const known = await people.ensure(account, profile);
  return known.name === profile.name ? known : people.ensure(account, profile);
}

/** The accounts the settings name for a person, on the configured platforms. */
function toConfiguredAccounts(
  person: ConfiguredPerson,
  workspaces: WorkspaceIds,
): readonly Account[] {
  return PLATFORMS.flatMap((platform) => {
    const [workspace, userId] = [workspaces[platform], person[platform]];
    return workspace === null || userId === null ? [] : [{ platform, workspace, userId }];
  });
}

async function ensureByEmail(
  people: PeopleStore,
  { name, email }: ConfiguredPerson,
  where: string,
): Promise<Person> {
  if (email !== null) return people.ensureByEmail({ name, email, zone: null });
  throw new RedressError(
    'CONFIG_INVALID',
    `${where} has a person with ids only on platforms that are not configured: add an e-mail address.`,
  );
}

/**
 * Adds a second account that the settings name for a person. A record known by that account only
 * becomes an alias. If both records have accounts in one workspace, they are two people and stay so.
 */
async function addConfiguredAccount(
  people: PeopleStore,
  known: Person,
  account: Account,
): Promise<void> {
  // Without the address: the settings decide here, so the store must not match or warn by e-mail.
  const other = await people.ensure(account, { name: known.name, email: null, zone: null });
  const person = await people.get(known.id);
  if (person === undefined || person.id === other.id) return;
  if (haveConflictingAccounts(person, other)) return;
  await people.merge(other.id, person.id);
}

function haveConflictingAccounts(one: Person, other: Person): boolean {
  const ids = (person: Person) =>
    new Map(person.accounts.map((account) => [toWorkspaceKey(account), account.userId]));
  const theirs = ids(other);
  return [...ids(one)].some(([key, id]) => theirs.has(key) && theirs.get(key) !== id);
}

function toWorkspaceKey({ platform, workspace }: Pick<Account, 'platform' | 'workspace'>): string {
  return `${platform}:${workspace}`;
}

/** Adds the accounts that other platforms know by the person's e-mail address. */
async function lookUpMissingAccounts(
  { people, workspaces, accountLookup }: ResolverDependencies,
  person: { readonly known: Person; readonly email: string; readonly given: readonly Account[] },
  where: string,
): Promise<void> {
  if (accountLookup === null) return;
  const { known, email, given } = person;
  const { channels, logger } = accountLookup;
  const missing = missingOn([...known.accounts, ...given], { workspaces, channels });
  const found = await lookUpAccounts(missing, people, known, email);
  const configured = missingOn([], { workspaces, channels });
  if (missing.length < configured.length || found > 0) return;
  logger.warn({ where }, 'no account found by e-mail address, person cannot get messages yet');
}
