import { z } from 'zod';
import type { ConfiguredTeam } from '../../app/organisation/resolve-organisation.js';
import { isRecord } from '../../is-record.js';
import type { ConfiguredPlatforms } from '../environment/platforms.js';
import { type Hours, OFFICE_WEEK, readHolidays, readHours } from './hours.js';
import type { PeopleBook, PersonSlot } from './people.js';
import { checkKey, name, readGroup, readPlace, titled } from './places.js';
import type { Path, Reader } from './reader.js';

const anything = z.unknown();

const TEAM = {
  name: name.optional(),
  place: anything,
  group: anything,
  members: anything,
  lead: anything,
  hours: anything,
  holidays: anything,
};

/** What all teams share unless they say otherwise. */
export interface General {
  readonly hours: Hours;
  readonly holidays: readonly string[];
  readonly platforms: ConfiguredPlatforms;
}

/** A team whose people are resolved once everybody was read. */
export type UnfinishedTeam = () => ConfiguredTeam | undefined;

/** Reads `teams`. Call each result when everybody in the file was read. */
export function readTeams(
  reader: Reader,
  value: unknown,
  book: PeopleBook,
  general: General,
): readonly UnfinishedTeam[] {
  const entries = reader.entries(['teams'], value);
  if (isRecord(value) && entries.length === 0)
    reader.fault(['teams'], 'must name at least one team.');
  return entries.map(([key, team]) => readTeam(reader, key, team, book, general));
}

function readTeam(
  reader: Reader,
  key: string,
  value: unknown,
  book: PeopleBook,
  general: General,
): UnfinishedTeam {
  const path = ['teams', key];
  checkKey(reader, path, key);
  const team = reader.map(path, value, TEAM);
  if (!isRecord(value)) return () => undefined;
  const place = readPlace(reader, [...path, 'place'], team.place, general.platforms);
  const group = readGroup(reader, [...path, 'group'], team.group, team.place);
  const members = readSlots(reader, [...path, 'members'], team.members, book);
  const lead = team.lead === undefined ? undefined : book.read([...path, 'lead'], team.lead);
  const calendar = readCalendar(reader, path, team, general);
  return () => {
    const resolved = {
      members: book.resolveAll(members),
      lead: lead === undefined ? null : (book.resolve(lead) ?? null),
    };
    if (place === undefined) return undefined;
    return { key, name: team.name ?? titled(key), place, group, calendar, ...resolved };
  };
}

function readCalendar(
  reader: Reader,
  path: Path,
  team: { readonly hours: unknown; readonly holidays: unknown },
  general: General,
): ConfiguredTeam['calendar'] {
  const hours = readHours(reader, [...path, 'hours'], team.hours);
  const own = readHolidays(reader, [...path, 'holidays'], team.holidays);
  const zone = hours.zone ?? general.hours.zone;
  if (!hours.hasZone && !general.hours.hasZone) {
    reader.fault(path, 'has no time zone; set "hours: { zone: Europe/London }" for it or for all.');
  }
  return {
    zone: zone ?? 'UTC',
    week: hours.week ?? general.hours.week ?? OFFICE_WEEK,
    holidays: [...new Set([...general.holidays, ...own])].sort(),
  };
}

/** Reads a list of people that must not be empty. */
export function readSlots(
  reader: Reader,
  path: Path,
  value: unknown,
  book: PeopleBook,
): PersonSlot[] {
  const items = reader.list(path, value);
  if (Array.isArray(value) && items.length === 0) reader.fault(path, 'must name at least one.');
  return items.map((item, index) => book.read([...path, index], item));
}
