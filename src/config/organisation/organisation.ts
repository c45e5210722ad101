import isPlainObject from 'is-plain-obj';
import { z } from 'zod';
import type {
  ConfiguredOrganisation,
  ConfiguredTeam,
} from '../../app/organisation/resolve-organisation.js';
import type { Category } from '../../domain/organisation/organisation.js';
import type { ConfiguredPlatforms } from '../environment/platforms.js';
import { readHolidays, readHours } from './hours.js';
import { readNudges } from './nudges.js';
import { createPersonRegistry } from './people.js';
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
};

const CATEGORY_SHAPE = {
  name: nameSchema.optional(),
  team: z.string(),
  confidential: z.boolean().optional(),
};

/** Reads `redress.yml`, which may name these platforms. The result is valid only when the reader has no fault. */
export function readOrganisation(
  reader: ConfigReader,
  value: unknown,
  platforms: ConfiguredPlatforms,
): ConfiguredOrganisation {
  const root = reader.readMap([], value ?? {}, ROOT_SHAPE);
  const people = createPersonRegistry(reader, platforms);
  const shared: SharedTeamSettings = {
    hours: readHours(reader, ['hours'], root.hours),
    holidays: readHolidays(reader, ['holidays'], root.holidays),
    platforms,
  };
  const resolvers = readTeamList(reader, root.teams, people, shared);
  const officers = readPersonMentions(reader, ['officers'], root.officers, people);
  const teams = resolvers.flatMap((resolve) => resolve() ?? []);
  const keys = isPlainObject(root.teams) ? Object.keys(root.teams) : [];
  const { categories, ops } = root;
  return {
    teams,
    categories:
      categories === undefined ? teams.map(toCategory) : readCategories(reader, categories, keys),
    officers: people.resolveAll(officers),
    ops: ops === undefined ? null : (readPlace(reader, ['ops'], ops, platforms) ?? null),
    policy: readNudges(reader, ['nudges'], root.nudges),
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
  const { name, team, confidential = false } = reader.readMap(path, value, CATEGORY_SHAPE);
  if (team === undefined) return undefined;
  if (!teams.includes(team)) {
    const known = didYouMean(team, teams) || ` There are: ${teams.join(', ')}.`;
    reader.addFault([...path, 'team'], `there is no team "${team}".${known}`);
  }
  return { key, name: name ?? toTitle(key), team, confidential };
}
