import { findReporters } from '../domain/complaint/audience.js';
import type { Complaint } from '../domain/complaint/complaint.js';
import type { HistoryEntry } from '../domain/complaint/history.js';
import type { Placement } from '../domain/complaint/slot.js';
import { findLadderOf } from '../domain/concerned/concerned.js';
import { findNewerShown } from '../domain/nudges/shown-on-cards.js';
import { findCalendar, type Organisation } from '../domain/organisation/organisation.js';
import type { Person, PersonId } from '../domain/organisation/person.js';
import { isBlank } from '../domain/text/blank.js';
import { isolate } from '../domain/text/isolate.js';
import { text } from '../text/index.js';
import type { Inline, Mention, TeamTag } from './elements.js';

/** What a view is rendered from. */
export interface ViewContext {
  readonly complaint: Complaint;
  readonly organisation: Organisation;
  /** The people whom the view may mention, see {@link collectPersonIds}. */
  readonly people: ReadonlyMap<PersonId, Person>;
  /** Business time, ms UTC. */
  readonly now: number;
  /** The placement whose card is rendered. */
  readonly placement?: Placement | undefined;
  /** The nudges that still wait in the inboxes of their readers, by their deliveries. Absent: none. */
  readonly waiting?: ReadonlySet<string> | undefined;
}

/** The ids of all people whom a view of this complaint may mention. */
export function collectPersonIds(
  complaint: Complaint,
  organisation: Organisation,
): readonly PersonId[] {
  const team = organisation.teams.get(complaint.team);
  const authors = complaint.history.map((entry) => entry.by).filter((by) => by !== 'redress');
  const { assignee, promises, resolutions, reopenings, undelivered } = complaint;
  const handled = [...resolutions, ...reopenings].map(({ by }) => by);
  const leads = [team?.lead, findNewerShown(complaint, organisation)?.lead];
  const reported = (complaint.addedReports ?? []).map(({ by }) => by);
  const named = [
    complaint.reporter,
    ...reported,
    assignee,
    ...leads,
    ...handled,
    ...undelivered.unreached,
  ];
  const promised = [...promises.map(({ by }) => by), ...(complaint.concerns ?? [])];
  const given = complaint.history.flatMap(findNamedPeople);
  const appointed = [...(team?.members ?? []), ...organisation.officers];
  const all = [...named, ...promised, ...appointed, ...authors, ...given];
  return [...new Set(all)].filter((id): id is PersonId => typeof id === 'string');
}

/** The people whom the line of an entry names besides its author. */
function findNamedPeople(entry: HistoryEntry): readonly PersonId[] {
  if (entry.what === 'assign') return [entry.args.to];
  if (entry.what === 'name-colleague') return entry.args.after;
  if (entry.what !== 'nudge') return [];
  return entry.args.sent.flatMap(({ to = 'team', standIn }) => [
    ...(to === 'team' ? [] : [to.person]),
    ...(standIn === undefined ? [] : [standIn]),
  ]);
}

/** A person as shown. One who is unknown or has no visible name is shown as “a colleague”. */
export function toMention(people: ReadonlyMap<PersonId, Person>, id: PersonId): Mention {
  const person = people.get(id);
  const name = person === undefined || isBlank(person.name) ? text.someColleague : person.name;
  return { name, accounts: person?.accounts ?? [] };
}

/** True when two stored ids belong to the same person, merged people included. */
export function isSamePerson(
  people: ReadonlyMap<PersonId, Person>,
  one: PersonId,
  other: PersonId,
): boolean {
  return (people.get(one)?.id ?? one) === (people.get(other)?.id ?? other);
}

/** Did this person record the complaint, or join its reporters by adding to it? */
export function isReporter(
  { complaint, people }: Pick<ViewContext, 'complaint' | 'people'>,
  person: PersonId,
): boolean {
  return findReporters(complaint).some((one) => isSamePerson(people, person, one));
}

/** The people whom the complaint is about, each by one id. */
export function findConcernedPeople({
  complaint: { concerns = [] },
  people,
}: Pick<ViewContext, 'complaint' | 'people'>): readonly PersonId[] {
  return concerns.filter(
    (id, n) => n === concerns.findIndex((one) => isSamePerson(people, id, one)),
  );
}

/** {@link toMention}, as a piece of text. */
export function renderPerson(context: ViewContext, id: PersonId): Inline {
  return { person: toMention(context.people, id) };
}

/** {@link renderPerson} of somebody of whom something is asked: it calls them, where a mention does. */
export function callPerson(context: ViewContext, id: PersonId): Inline {
  return { person: toMention(context.people, id), isCalled: true };
}

/**
 * A date and time. `at` is ms UTC. The zone is the team's, for platforms that do not know the
 * reader's zone.
 */
export function renderDate(context: ViewContext, at: number): Inline {
  const { complaint, organisation } = context;
  const { zone } =
    findNewerShown(complaint, organisation) ?? findCalendar(complaint.team, organisation);
  return { moment: at, zone };
}

/** The lead of the complaint's team who can open it when it is confidential, as {@link findNewerShown} has it. */
export function findShownLead({ complaint, organisation }: Placed): PersonId | null {
  const newer = complaint.confidential ? findNewerShown(complaint, organisation) : undefined;
  return newer === undefined ? findLadderOf(complaint, organisation).lead : newer.lead;
}

/** The tag of the complaint's team. Undefined when the team is no longer configured. */
export function findTeamTag(context: ViewContext): TeamTag | undefined {
  const team = context.organisation.teams.get(context.complaint.team);
  if (team === undefined) return undefined;
  const members = team.members.map((id) => toMention(context.people, id));
  return { name: team.name, group: team.group, members };
}

type Placed = Pick<ViewContext, 'complaint' | 'organisation'>;

/** The name of the complaint's team, or its key when the team is no longer configured; to stand in a line. */
export function findTeamName({ complaint, organisation }: Placed): string {
  return isolate(organisation.teams.get(complaint.team)?.name ?? complaint.team);
}

/** The name of the complaint's category, see {@link toCategoryName}. */
export function findCategoryName({ complaint, organisation }: Placed): string {
  return toCategoryName({ organisation }, complaint.category);
}

/** The name of a category, or its key when it is no longer configured; to stand in a line. */
export function toCategoryName(
  { organisation }: Pick<ViewContext, 'organisation'>,
  key: string,
): string {
  return isolate(organisation.categories.get(key)?.name ?? key);
}
