import isPlainObject from 'is-plain-obj';
import { z } from 'zod';
import type { ConfiguredTeam } from '../../app/organisation/resolve-organisation.js';
import type { ConfiguredPlatforms } from '../environment/platforms.js';
import { type ConfiguredHolidays, joinHolidays, readHolidays } from './holidays.js';
import { type ConfiguredHours, OFFICE_WEEK, readHours } from './hours.js';
import type { NationalHolidays } from './national-holidays.js';
import type { PersonMention, PersonRegistry } from './people.js';
import { checkKey, nameSchema, readGroup, readPlace, toTitle } from './places.js';
import type { ConfigPath, ConfigReader } from './reader.js';

const anything = z.unknown();

const TEAM_SHAPE = {
  name: nameSchema.optional(),
  place: anything,
  group: anything,
  members: anything,
  lead: anything,
  hours: anything,
  holidays: anything,
};

/** Settings of all teams, unless a team has its own. */
export interface SharedTeamSettings {
  readonly hours: ConfiguredHours;
  readonly holidays: ConfiguredHolidays;
  readonly national: NationalHolidays;
  readonly platforms: ConfiguredPlatforms;
}

/** Finishes a team. Call it when all people were read; undefined after a fault. */
export type ResolveTeam = () => ConfiguredTeam | undefined;

/** Reads `teams`. Call each result when all people in the file were read. */
export function readTeamList(
  reader: ConfigReader,
  value: unknown,
  people: PersonRegistry,
  shared: SharedTeamSettings,
): readonly ResolveTeam[] {
  const entries = reader.readEntries(['teams'], value);
  if (isPlainObject(value) && entries.length === 0) {
    reader.addFault(['teams'], 'must name at least one team.');
  }
  return entries.map(([key, team]) => readTeam(reader, key, team, people, shared));
}

function readTeam(
  reader: ConfigReader,
  key: string,
  value: unknown,
  people: PersonRegistry,
  shared: SharedTeamSettings,
): ResolveTeam {
  const path = ['teams', key];
  checkKey(reader, path, key);
  const team = reader.readMap(path, value, TEAM_SHAPE);
  if (!isPlainObject(value)) return () => undefined;
  const place = readPlace(reader, [...path, 'place'], team.place, shared.platforms);
  const group = readGroup(reader, [...path, 'group'], team.group, team.place);
  const members = readPersonMentions(reader, [...path, 'members'], team.members, people);
  const lead = team.lead === undefined ? undefined : people.read([...path, 'lead'], team.lead);
  const calendar = readCalendar(reader, path, team, shared);
  return () => {
    const resolved = {
      members: people.resolveAll(members),
      lead: lead === undefined ? null : (people.resolve(lead) ?? null),
    };
    if (place === undefined) return undefined;
    return { key, name: team.name ?? toTitle(key), place, group, calendar, ...resolved };
  };
}

function readCalendar(
  reader: ConfigReader,
  path: ConfigPath,
  team: { readonly hours: unknown; readonly holidays: unknown },
  shared: SharedTeamSettings,
): ConfiguredTeam['calendar'] {
  const hours = readHours(reader, [...path, 'hours'], team.hours);
  const own = readHolidays(reader, [...path, 'holidays'], team.holidays, shared.national);
  const zone = hours.zone ?? shared.hours.zone;
  if (!hours.hasZone && !shared.hours.hasZone) {
    reader.addFault(
      path,
      'has no time zone; set "hours: { zone: Europe/London }" for it or for all.',
    );
  }
  return {
    zone: zone ?? 'UTC',
    week: hours.week ?? shared.hours.week ?? OFFICE_WEEK,
    holidays: joinHolidays(shared.holidays, own),
  };
}

/** Reads a list of people. An empty one is a fault. */
export function readPersonMentions(
  reader: ConfigReader,
  path: ConfigPath,
  value: unknown,
  people: PersonRegistry,
): PersonMention[] {
  const items = reader.readList(path, value);
  if (Array.isArray(value) && items.length === 0) reader.addFault(path, 'must name at least one.');
  return items.map((item, index) => people.read([...path, index], item));
}
