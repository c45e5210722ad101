import type { Calendar } from '../../domain/organisation/calendar.js';
import type {
  Category,
  Group,
  NudgePolicy,
  Organisation,
  Team,
} from '../../domain/organisation/organisation.js';
import type {
  Account,
  Person,
  PersonId,
  Platform,
  Profile,
} from '../../domain/organisation/person.js';
import type { Place } from '../../domain/organisation/place.js';
import { RedressError } from '../../errors.js';
import type { Logger } from '../../ports/logger.js';
import type { PeopleStore } from '../../ports/people-store.js';
import {
  type AccountSource,
  lookUpAccounts,
  missingOn,
  type WorkspaceIds,
} from './account-lookup.js';

const PLATFORMS: readonly Platform[] = ['slack', 'teams'];

/** A colleague as the settings name them: at least one of `email`, `slack` and `teams` is there. */
export interface ConfiguredPerson {
  readonly name: string;
  readonly email: string | null;
  /** Slack user id `U…`; the workspace is known only once Slack has answered. */
  readonly slack: string | null;
  /** Microsoft Entra object id, a GUID in small letters. */
  readonly teams: string | null;
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

/** The organisation as the settings name it: complete and checked, but with people not yet resolved to ids. */
export interface ConfiguredOrganisation {
  readonly teams: readonly ConfiguredTeam[];
  readonly categories: readonly Category[];
  readonly officers: readonly ConfiguredPerson[];
  readonly ops: Place | null;
  readonly policy: NudgePolicy;
}

/**
 * Who says which account an e-mail address belongs to: one for each platform that can tell. And
 * where is logged when nobody does.
 */
export interface AccountLookup {
  readonly channels: readonly AccountSource[];
  readonly logger: Logger;
}

/**
 * Finds or creates a record for everybody the settings name, and gives the organisation by their ids.
 * Safe to repeat at every start and by several processes at once.
 * @param workspaces what each platform said at start.
 * @param directory asked for the accounts of everybody whose e-mail address is known, on each platform
 *   for which the settings give none: so they are one person on all of them, and can be written to
 *   before they ever used Redress. Best effort: without an answer the start goes on, with a warning.
 * @throws RedressError `CONFIG_INVALID` for a person without an account on a configured platform and
 *   without e-mail; whatever the store throws.
 */
export async function resolveOrganisation(
  configuration: { readonly organisation: ConfiguredOrganisation },
  people: PeopleStore,
  workspaces: WorkspaceIds,
  directory: AccountLookup | null = null,
): Promise<Organisation> {
  const { organisation } = configuration;
  const resolve = createResolver({ people, workspaces, directory });
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
    merged: new Map(
      [...found.values()].flatMap(({ id, aliases }) => aliases.map((one) => [one, id])),
    ),
  };
}

/** Gives each id's survivor, each once. */
type ToSurvivors = (ids: readonly PersonId[]) => readonly PersonId[];

/** A later entry may have shown that an earlier one is the same person, by an account looked up. */
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

function replaceMergedIds(team: Team, left: ToSurvivors): Team {
  const [lead = null] = left(team.lead === null ? [] : [team.lead]);
  return { ...team, members: left(team.members), lead };
}

type ResolvePeople = (
  persons: readonly ConfiguredPerson[],
  where: string,
) => Promise<readonly PersonId[]>;

/** What people are resolved with. */
interface ResolverDependencies {
  readonly people: PeopleStore;
  readonly workspaces: WorkspaceIds;
  readonly directory: AccountLookup | null;
}

/** Resolves each person once, however many deps they have. Two who turn out to be one count once. */
function createResolver(sources: ResolverDependencies): ResolvePeople {
  const known = new Map<string, PersonId>();
  return async (persons, where) => {
    const ids = new Set<PersonId>();
    for (const person of persons) {
      const key = `${person.slack}/${person.teams}/${person.email?.toLowerCase()}`;
      const id = known.get(key) ?? (await ensurePerson(sources, person, where));
      known.set(key, id);
      ids.add(id);
    }
    return [...ids];
  };
}

async function ensurePerson(
  sources: ResolverDependencies,
  person: ConfiguredPerson,
  where: string,
): Promise<PersonId> {
  const { people, workspaces } = sources;
  const { name, email } = person;
  const accounts = toConfiguredAccounts(person, workspaces);
  const [first, ...more] = accounts;
  const known =
    first === undefined
      ? await ensureByEmail(people, person, where)
      : await ensureByAccount(people, first, { name, email, zone: null });
  for (const account of more) await addConfiguredAccount(people, known, account);
  // Where the settings give no address, the one that a platform told us serves as well.
  const address = email ?? known.email;
  if (address !== null)
    await lookUpMissingAccounts(sources, { known, email: address, given: accounts }, where);
  return known.id;
}

/** Whoever is found by the address keeps their name; but what the settings call them counts. */
async function ensureByAccount(people: PeopleStore, account: Account, profile: Profile) {
  const known = await people.ensure(account, profile);
  return known.name === profile.name ? known : people.ensure(account, profile);
}

/** The accounts the settings give a person on the platforms that are configured. */
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
 * Gives a person another account, as the settings say that both are theirs. Whoever was known by it
 * alone becomes an alias; but nobody gets a second account in one workspace: that is another person.
 */
async function addConfiguredAccount(
  people: PeopleStore,
  known: Person,
  account: Account,
): Promise<void> {
  // without the address: it is the settings' word that counts here, and nothing to warn of
  const other = await people.ensure(account, { name: known.name, email: null, zone: null });
  const one = await people.get(known.id);
  if (one === undefined || one.id === other.id || haveConflictingAccounts(one, other)) return;
  await people.merge(other.id, one.id);
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

/** Gives a person the accounts that the platforms on which they have none know by their address. */
async function lookUpMissingAccounts(
  { people, workspaces, directory }: ResolverDependencies,
  person: { readonly known: Person; readonly email: string; readonly given: readonly Account[] },
  where: string,
): Promise<void> {
  if (directory === null) return;
  const { known, email, given } = person;
  const { channels, logger } = directory;
  const lacked = missingOn([...known.accounts, ...given], { workspaces, channels });
  const found = await lookUpAccounts(lacked, people, known, email);
  const configured = missingOn([], { workspaces, channels });
  if (lacked.length < configured.length || found > 0) return;
  const consequence = 'somebody given by e-mail only cannot be written to until they use Redress';
  logger.warn({ where }, consequence);
}
