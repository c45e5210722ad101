import type { Calendar } from '../domain/calendar.js';
import type { Category, Group, NudgePolicy, Organisation, Team } from '../domain/organisation.js';
import type { Person, PersonId } from '../domain/person.js';
import type { Place } from '../domain/place.js';
import { RedressError } from '../errors.js';
import type { Channel } from '../ports/channel.js';
import type { Logger } from '../ports/logger.js';
import type { PeopleStore } from '../ports/people-store.js';

/** A colleague as the settings name them: at least one of `email` and `slack` is there. */
export interface ConfiguredPerson {
  readonly name: string;
  readonly email: string | null;
  /** Slack user id `U…`; the workspace is known only once Slack has answered. */
  readonly slack: string | null;
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

/** Who says which account an e-mail address belongs to, and where is logged when nobody does. */
export interface Directory {
  readonly channel: Pick<Channel, 'lookUp'>;
  readonly logger: Logger;
}

/**
 * Finds or creates a record for everybody the settings name, and gives the organisation by their ids.
 * Safe to repeat at every start and by several processes at once.
 * @param slackWorkspace the `T…` id Slack gave at start; null when Slack is not configured.
 * @param slack asked for the account of everybody named by e-mail only, so that they can be written
 *   to before they ever used Redress. Best effort: without an answer the start goes on, with a warning.
 * @throws RedressError `CONFIG_INVALID` for a person without an account on a configured platform and
 *   without e-mail; whatever the store throws.
 */
export async function resolveOrganisation(
  configuration: { readonly organisation: ConfiguredOrganisation },
  people: PeopleStore,
  slackWorkspace: string | null,
  slack: Directory | null = null,
): Promise<Organisation> {
  const { organisation } = configuration;
  const resolve = resolver({ people, slackWorkspace, slack });
  const teams: Team[] = [];
  for (const team of organisation.teams) {
    const where = `teams.${team.key}`;
    const members = await resolve(team.members, `${where}.members`);
    const [lead = null] = await resolve(team.lead === null ? [] : [team.lead], `${where}.lead`);
    teams.push({ ...team, members, lead });
  }
  const officers = await resolve(organisation.officers, 'officers');
  const left = await survivors(people, teams, officers);
  return {
    teams: new Map(teams.map((team) => [team.key, inTeam(team, left)])),
    categories: new Map(organisation.categories.map((category) => [category.key, category])),
    officers: left(officers),
    ops: organisation.ops,
    policy: organisation.policy,
  };
}

/** Gives each id's survivor, each once. */
type Survivors = (ids: readonly PersonId[]) => readonly PersonId[];

/** A later entry may have shown that an earlier one is the same person, by an account looked up. */
async function survivors(
  people: PeopleStore,
  teams: readonly Team[],
  officers: readonly PersonId[],
): Promise<Survivors> {
  const inTeams = teams.flatMap(({ members, lead }) => [
    ...members,
    ...(lead === null ? [] : [lead]),
  ]);
  const found = await people.getMany([...new Set([...inTeams, ...officers])]);
  return (ids) => [...new Set(ids.map((id) => found.get(id)?.id ?? id))];
}

function inTeam(team: Team, left: Survivors): Team {
  const [lead = null] = left(team.lead === null ? [] : [team.lead]);
  return { ...team, members: left(team.members), lead };
}

type Resolve = (
  persons: readonly ConfiguredPerson[],
  where: string,
) => Promise<readonly PersonId[]>;

/** What people are resolved with. */
interface Sources {
  readonly people: PeopleStore;
  readonly slackWorkspace: string | null;
  readonly slack: Directory | null;
}

/** Resolves each person once, however many parts they have. Two who turn out to be one count once. */
function resolver(sources: Sources): Resolve {
  const known = new Map<string, PersonId>();
  return async (persons, where) => {
    const ids = new Set<PersonId>();
    for (const person of persons) {
      const key = `${person.slack}/${person.email?.toLowerCase()}`;
      const id = known.get(key) ?? (await ensure(sources, person, where));
      known.set(key, id);
      ids.add(id);
    }
    return [...ids];
  };
}

async function ensure(
  sources: Sources,
  person: ConfiguredPerson,
  where: string,
): Promise<PersonId> {
  const { people, slackWorkspace } = sources;
  const { name, email, slack } = person;
  if (slack !== null && slackWorkspace !== null) {
    const account = { platform: 'slack', workspace: slackWorkspace, userId: slack } as const;
    return (await people.ensure(account, { name, email, zone: null })).id;
  }
  if (email !== null) {
    const known = await people.ensureByEmail({ name, email, zone: null });
    await giveAccount(sources, known, email, where);
    return known.id;
  }
  throw new RedressError(
    'CONFIG_INVALID',
    `${where} has a person with a Slack id only, and Slack is not configured: add an e-mail address.`,
  );
}

/** Gives a person without an account in this workspace the one Slack knows by their address. */
async function giveAccount(
  { people, slackWorkspace, slack }: Sources,
  person: Person,
  email: string,
  where: string,
): Promise<void> {
  if (slack === null || slackWorkspace === null) return;
  const isHere = person.accounts.some(
    ({ platform, workspace }) => platform === 'slack' && workspace === slackWorkspace,
  );
  if (isHere) return;
  const account = await slack.channel.lookUp(email);
  if (account === undefined) {
    const consequence = 'somebody given by e-mail only cannot be written to until they use Redress';
    slack.logger.warn({ where }, consequence);
    return;
  }
  await people.ensure(account, { name: person.name, email, zone: null });
}
