import type { Calendar } from '../domain/calendar.js';
import type { Category, NudgePolicy, Organisation, Team } from '../domain/organisation.js';
import type { PersonId } from '../domain/person.js';
import type { Place } from '../domain/place.js';
import { RedressError } from '../errors.js';
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
  /** Slack user group `S…` to tag; null: the members are tagged. */
  readonly slackGroup: string | null;
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
 * Finds or creates a record for everybody the settings name, and gives the organisation by their ids.
 * Safe to repeat at every start and by several processes at once.
 * @param slackWorkspace the `T…` id Slack gave at start; null when Slack is not configured.
 * @throws RedressError `CONFIG_INVALID` for a person without an account on a configured platform and
 *   without e-mail; whatever the store throws.
 */
export async function resolveOrganisation(
  configuration: { readonly organisation: ConfiguredOrganisation },
  people: PeopleStore,
  slackWorkspace: string | null,
): Promise<Organisation> {
  const { organisation } = configuration;
  const resolve = resolver(people, slackWorkspace);
  const teams: Team[] = [];
  for (const team of organisation.teams) {
    const where = `teams.${team.key}`;
    const members = await resolve(team.members, `${where}.members`);
    const [lead = null] = await resolve(team.lead === null ? [] : [team.lead], `${where}.lead`);
    teams.push({ ...team, members, lead });
  }
  return {
    teams: new Map(teams.map((team) => [team.key, team])),
    categories: new Map(organisation.categories.map((category) => [category.key, category])),
    officers: await resolve(organisation.officers, 'officers'),
    ops: organisation.ops,
    policy: organisation.policy,
  };
}

type Resolve = (
  persons: readonly ConfiguredPerson[],
  where: string,
) => Promise<readonly PersonId[]>;

/** Resolves each person once, however many parts they have. Two who turn out to be one count once. */
function resolver(people: PeopleStore, slackWorkspace: string | null): Resolve {
  const known = new Map<string, PersonId>();
  return async (persons, where) => {
    const ids = new Set<PersonId>();
    for (const person of persons) {
      const key = `${person.slack}/${person.email?.toLowerCase()}`;
      const id = known.get(key) ?? (await ensure(people, person, slackWorkspace, where));
      known.set(key, id);
      ids.add(id);
    }
    return [...ids];
  };
}

async function ensure(
  people: PeopleStore,
  person: ConfiguredPerson,
  slackWorkspace: string | null,
  where: string,
): Promise<PersonId> {
  const { name, email, slack } = person;
  if (slack !== null && slackWorkspace !== null) {
    const account = { platform: 'slack', workspace: slackWorkspace, userId: slack } as const;
    return (await people.ensure(account, { name, email, zone: null })).id;
  }
  if (email !== null) return (await people.ensureByEmail({ name, email, zone: null })).id;
  throw new RedressError(
    'CONFIG_INVALID',
    `${where} has a person with a Slack id only, and Slack is not configured: add an e-mail address.`,
  );
}
