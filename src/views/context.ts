import type { Complaint } from '../domain/complaint/complaint.js';
import { findCalendar, type Organisation } from '../domain/organisation/organisation.js';
import type { Person, PersonId } from '../domain/organisation/person.js';
import type { Inline, Mention, TeamTag } from './elements.js';

/** What a view may look at. */
export interface ViewContext {
  readonly complaint: Complaint;
  readonly organisation: Organisation;
  /** Everybody named in the complaint or its team, see {@link collectPersonIds}. */
  readonly people: ReadonlyMap<PersonId, Person>;
  /** Business time, ms UTC. */
  readonly now: number;
}

/** Everybody a view of this complaint may mention. */
export function collectPersonIds(
  complaint: Complaint,
  organisation: Organisation,
): readonly PersonId[] {
  const team = organisation.teams.get(complaint.team);
  const authors = complaint.history.map((entry) => entry.by).filter((by) => by !== 'redress');
  const named = [complaint.reporter, complaint.assignee, team?.lead];
  const given = complaint.history.flatMap(({ args }) => [args.to, args.unreached]);
  const all = [...named, ...(team?.members ?? []), ...organisation.officers, ...authors, ...given];
  return [...new Set(all)].filter((id): id is PersonId => typeof id === 'string');
}

/** A person as shown; somebody unknown is “a colleague”. */
export function toMention(people: ReadonlyMap<PersonId, Person>, id: PersonId): Mention {
  const person = people.get(id);
  return { name: person?.name ?? 'a colleague', accounts: person?.accounts ?? [] };
}

/** Do two stored ids mean one person, as far as is known? */
export function isSamePerson(
  people: ReadonlyMap<PersonId, Person>,
  one: PersonId,
  other: PersonId,
): boolean {
  return (people.get(one)?.id ?? one) === (people.get(other)?.id ?? other);
}

/** {@link toMention} as running text. */
export function renderPerson(context: ViewContext, id: PersonId): Inline {
  return { person: toMention(context.people, id) };
}

/** A moment, for readers whose zone the platform does not know in the team's. */
export function renderDate(context: ViewContext, at: number): Inline {
  const { zone } = findCalendar(context.complaint.team, context.organisation);
  return { moment: at, zone };
}

/** The tag of the complaint's team; undefined when the team is no longer configured. */
export function findTeamTag(context: ViewContext): TeamTag | undefined {
  const team = context.organisation.teams.get(context.complaint.team);
  if (team === undefined) return undefined;
  const members = team.members.map((id) => toMention(context.people, id));
  return { name: team.name, group: team.group, members };
}

/** The team's name as configured, or its key when it no longer is. */
export function findTeamName(context: ViewContext): string {
  return context.organisation.teams.get(context.complaint.team)?.name ?? context.complaint.team;
}

/** The category's name as configured, or its key when it no longer is. */
export function findCategoryName(context: ViewContext): string {
  const { category } = context.complaint;
  return context.organisation.categories.get(category)?.name ?? category;
}
