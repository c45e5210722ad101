import isPlainObject from 'is-plain-obj';
import { z } from 'zod';
import type {
  ConfiguredOrganisation,
  ConfiguredTeam,
} from '../../app/organisation/resolve-organisation.js';
import type { Category } from '../../domain/organisation/organisation.js';
import { trimText } from '../../domain/text/blank.js';
import type { ConfiguredPlatforms } from '../environment/platforms.js';
import { readHolidays } from './holidays.js';
import { readHours } from './hours.js';
import type { NationalHolidays } from './national-holidays.js';
import { readNudges } from './nudges.js';
import { createPersonRegistry, toComparableName } from './people.js';
import { phoneCountry } from './phone-country.js';
import { checkKey, nameSchema, readPlace, toTitle } from './places.js';
import type { ConfigReader } from './reader.js';
import { didYouMean } from './similar.js';
import { readPersonMentions, readTeamList, type SharedTeamSettings } from './teams.js';

/** Slack shows at most 100 options in a list. */
const MAX_CATEGORIES = 100;

const anything = z.unknown();

const ROOT_SHAPE = {
  teams: anything,
  categories: anything,
  officers: anything,
  ops: anything,
  hours: anything,
  holidays: anything,
  nudges: anything,
  'phone-country': phoneCountry.optional(),
};

/** More words say nothing more. */
const MAX_WORDS = 200;

/** The words that suggest a category: a list of words or short phrases. */
const wordsSchema = z
  .array(
    z
      .string({ error: 'must be words, such as mould or no heating.' })
      .overwrite(trimText)
      .min(1, { error: 'is empty.' })
      .max(60, { error: 'is longer than 60 characters.' }),
    { error: 'must be a list of words, such as [mould, damp].' },
  )
  .max(MAX_WORDS, { error: `has more than ${MAX_WORDS} words.` });

const CATEGORY_SHAPE = {
  name: nameSchema.optional(),
  team: z.string(),
  confidential: z.boolean().optional(),
  words: wordsSchema.optional(),
};

/**
 * Reads `redress.yml`, which may name these platforms and countries with these holidays. The result is valid only
 * when the reader has no fault.
 */
export function readOrganisation(
  reader: ConfigReader,
  value: unknown,
  platforms: ConfiguredPlatforms,
  national: NationalHolidays,
): ConfiguredOrganisation {
  const root = reader.readMap([], value ?? {}, ROOT_SHAPE);
  const people = createPersonRegistry(reader, platforms);
  const shared: SharedTeamSettings = {
    hours: readHours(reader, ['hours'], root.hours),
    holidays: readHolidays(reader, ['holidays'], root.holidays, national),
    national,
    platforms,
  };
  const resolvers = readTeamList(reader, root.teams, people, shared);
  const officers = readPersonMentions(reader, ['officers'], root.officers, people);
  const teams = resolvers.flatMap((resolve) => resolve() ?? []);
  const keys = isPlainObject(root.teams) ? Object.keys(root.teams) : [];
  const { categories: given, ops, 'phone-country': country } = root;
  const categories =
    given === undefined ? teams.map(toCategory) : readCategories(reader, given, keys);
  checkNames(reader, teams, given === undefined ? [] : categories);
  warnOfSharedChannels(reader, teams);
  if (given !== undefined) warnOfUnusedTeams(reader, teams, categories);
  people.warnOfNames();
  return {
    teams,
    categories,
    officers: people.resolveAll(officers),
    ops: ops === undefined ? null : (readPlace(reader, ['ops'], ops, platforms) ?? null),
    ...(country === undefined ? {} : { phoneCountry: country }),
    ...readNudges(
      reader,
      ['nudges'],
      root.nudges,
      isPlainObject(given) ? Object.keys(given) : keys,
    ),
  };
}

/** Without `categories`, each team is a category. */
function toCategory({ key, name }: ConfiguredTeam): Category {
  return { key, name, team: key, confidential: false };
}

function readCategories(
  reader: ConfigReader,
  value: unknown,
  teams: readonly string[],
): readonly Category[] {
  const entries = reader.readEntries(['categories'], value);
  if (isPlainObject(value) && entries.length === 0) {
    reader.addFault(['categories'], 'must name at least one.');
  }
  if (entries.length > MAX_CATEGORIES) {
    reader.addFault(['categories'], `has more than ${MAX_CATEGORIES}: a form cannot show them.`);
  }
  return entries.flatMap(([key, category]) => readCategory(reader, key, category, teams) ?? []);
}

function readCategory(
  reader: ConfigReader,
  key: string,
  value: unknown,
  teams: readonly string[],
): Category | undefined {
  const path = ['categories', key];
  checkKey(reader, path, key);
  const shape = reader.readMap(path, value, CATEGORY_SHAPE);
  const { name, team, confidential = false, words = [] } = shape;
  if (team === undefined) return undefined;
  if (!teams.includes(team)) {
    const known = didYouMean(team, teams) || ` There are: ${teams.join(', ')}.`;
    reader.addFault([...path, 'team'], `there is no team "${team}".${known}`);
  }
  const category = { key, name: name ?? toTitle(key), team, confidential };
  return words.length === 0 ? category : { ...category, words };
}

/**
 * Two categories of one name are a fault: nobody can choose between them in the form, and the wrong one
 * takes a complaint to the wrong team. Two teams of one name only look alike on cards, unless each team
 * is a category, because none are configured.
 */
function checkNames(
  reader: ConfigReader,
  teams: readonly ConfiguredTeam[],
  categories: readonly Category[],
): void {
  const areTeamsChosen = categories.length === 0;
  for (const [one, other] of findRepeated(teams, ({ name }) => toComparableName(name))) {
    const path = ['teams', one.key, 'name'];
    const at = reader.locate(['teams', other.key, 'name']);
    if (areTeamsChosen) reader.addFault(path, describeSameName('team', other.key, at));
    else {
      const what = `team "${other.key}" has the same name (${at}), so their cards look alike; give one of them another name.`;
      reader.addWarning(path, what);
    }
  }
  for (const [one, other] of findRepeated(categories, ({ name }) => toComparableName(name))) {
    const at = reader.locate(['categories', other.key, 'name']);
    const what = describeSameName('category', other.key, at);
    reader.addFault(['categories', one.key, 'name'], what);
  }
}

function describeSameName(kind: 'team' | 'category', key: string, at: string): string {
  return `${kind} "${key}" has the same name (${at}), and nobody can tell them apart in the form; give one of them another name.`;
}

function warnOfSharedChannels(reader: ConfigReader, teams: readonly ConfiguredTeam[]): void {
  const toChannel = ({ place }: ConfiguredTeam) => `${place.platform}:${String(place.channel)}`;
  for (const [one, other] of findRepeated(teams, toChannel)) {
    const at = reader.locate(['teams', other.key, 'place']);
    const what = `team "${other.key}" has the same channel (${at}), so the members of each see the complaints of both; give each its own channel unless that is meant.`;
    reader.addWarning(['teams', one.key, 'place'], what);
  }
}

function warnOfUnusedTeams(
  reader: ConfigReader,
  teams: readonly ConfiguredTeam[],
  categories: readonly Category[],
): void {
  for (const { key } of teams.filter((team) => !categories.some((one) => one.team === team.key))) {
    const what = `no category leads to team "${key}", so nobody can send it a complaint; give it a category unless it only finishes those it has.`;
    reader.addWarning(['teams', key], what);
  }
}

/** Each item with the key of an earlier one, and the first with that key. */
function findRepeated<T>(
  items: readonly T[],
  toKey: (item: T) => string,
): readonly (readonly [T, T])[] {
  const first = new Map<string, T>();
  return items.flatMap((item) => {
    const other = first.get(toKey(item));
    if (other === undefined) first.set(toKey(item), item);
    return other === undefined ? [] : [[item, other] as const];
  });
}
