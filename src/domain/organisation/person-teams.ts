import { type Calendar, isZone } from './calendar.js';
import { findCalendar, type Organisation, type Team } from './organisation.js';
import type { Person, Platform } from './person.js';

/** A person, by every id that the organisation may have of them. */
type Named = Pick<Person, 'id' | 'aliases'>;

/**
 * When a person works: the hours of the first team whose member or lead they are, in its zone. Somebody who is
 * in no team, such as an officer, works Monday to Friday, 9 to 5, in their own zone.
 */
export function findPersonCalendar(
  person: Named & Partial<Pick<Person, 'zone'>>,
  organisation: Organisation,
): Calendar {
  const team = findTeam(person, organisation);
  if (team !== undefined) return team.calendar;
  const calendar = findCalendar('', organisation);
  const { zone } = person;
  return zone !== undefined && zone !== null && isZone(zone) ? { ...calendar, zone } : calendar;
}

/** When a person works, and the zone in which they live, IANA: that of their profile, else their team's. */
export interface PersonHours {
  readonly calendar: Calendar;
  readonly zone: string;
}

/** Returns when a person works, see {@link findPersonCalendar}, and the zone of their days. */
export function findPersonHours(
  person: Named & Partial<Pick<Person, 'zone'>>,
  organisation: Organisation,
): PersonHours {
  const calendar = findPersonCalendar(person, organisation);
  const { zone } = person;
  const isKnown = zone !== undefined && zone !== null && isZone(zone);
  return { calendar, zone: isKnown ? zone : calendar.zone };
}

/** The platform of the first team whose member or lead a person is; undefined for whoever is in no team. */
export function findPersonPlatform(
  person: Named,
  organisation: Organisation,
): Platform | undefined {
  return findTeam(person, organisation)?.place.platform;
}

function findTeam({ id, aliases }: Named, { teams }: Organisation): Team | undefined {
  const ids = [id, ...aliases];
  return [...teams.values()].find(({ members, lead }) =>
    [...members, lead].some((one) => one !== null && ids.includes(one)),
  );
}
