import { z } from 'zod';
import type {
  ConfiguredOrganisation,
  ConfiguredTeam,
} from '../../app/organisation/resolve-organisation.js';
import type { Category } from '../../domain/organisation/organisation.js';
import { isRecord } from '../../is-record.js';
import type { ConfiguredPlatforms } from '../environment/platforms.js';
import { readHolidays, readHours } from './hours.js';
import { readNudges } from './nudges.js';
import { createPeopleBook } from './people.js';
import { checkKey, name, readPlace, titled } from './places.js';
import type { Reader } from './reader.js';
import { didYouMean } from './similar.js';
import { type General, readSlots, readTeams } from './teams.js';

/** Slack shows at most 100 options in a list. */
const MOST_CATEGORIES = 100;

const anything = z.unknown();

const ROOT = {
  teams: anything,
  categories: anything,
  officers: anything,
  ops: anything,
  hours: anything,
  holidays: anything,
  nudges: anything,
};

const CATEGORY = { name: name.optional(), team: z.string(), confidential: z.boolean().optional() };

/** Reads the whole of `redress.yml`, which may name these platforms; it is complete and right when the reader has noted no fault. */
export function readOrganisation(
  reader: Reader,
  value: unknown,
  platforms: ConfiguredPlatforms,
): ConfiguredOrganisation {
  const root = reader.map([], value ?? {}, ROOT);
  const book = createPeopleBook(reader, platforms);
  const general: General = {
    hours: readHours(reader, ['hours'], root.hours),
    holidays: readHolidays(reader, ['holidays'], root.holidays),
    platforms,
  };
  const unfinished = readTeams(reader, root.teams, book, general);
  const officers = readSlots(reader, ['officers'], root.officers, book);
  const teams = unfinished.flatMap((finish) => finish() ?? []);
  const keys = isRecord(root.teams) ? Object.keys(root.teams) : [];
  const { categories, ops } = root;
  return {
    teams,
    categories:
      categories === undefined ? teams.map(ownCategory) : readCategories(reader, categories, keys),
    officers: book.resolveAll(officers),
    ops: ops === undefined ? null : (readPlace(reader, ['ops'], ops, platforms) ?? null),
    policy: readNudges(reader, ['nudges'], root.nudges),
  };
}

/** Without `categories`, each team is one category of its own. */
function ownCategory({ key, name }: ConfiguredTeam): Category {
  return { key, name, team: key, confidential: false };
}

function readCategories(
  reader: Reader,
  value: unknown,
  teams: readonly string[],
): readonly Category[] {
  const entries = reader.entries(['categories'], value);
  if (isRecord(value) && entries.length === 0)
    reader.fault(['categories'], 'must name at least one.');
  if (entries.length > MOST_CATEGORIES) {
    reader.fault(['categories'], `has more than ${MOST_CATEGORIES}: a form cannot show them.`);
  }
  return entries.flatMap(([key, category]) => readCategory(reader, key, category, teams) ?? []);
}

function readCategory(
  reader: Reader,
  key: string,
  value: unknown,
  teams: readonly string[],
): Category | undefined {
  const path = ['categories', key];
  checkKey(reader, path, key);
  const { name, team, confidential = false } = reader.map(path, value, CATEGORY);
  if (team === undefined) return undefined;
  if (!teams.includes(team)) {
    const known = didYouMean(team, teams) || ` There are: ${teams.join(', ')}.`;
    reader.fault([...path, 'team'], `there is no team "${team}".${known}`);
  }
  return { key, name: name ?? titled(key), team, confidential };
}
