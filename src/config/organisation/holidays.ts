import isPlainObject from 'is-plain-obj';
import { DateTime } from 'luxon';
import { z } from 'zod';
import type { NationalHolidays } from './national-holidays.js';
import type { ConfigPath, ConfigReader } from './reader.js';
import { findClosest } from './similar.js';

/** Days without work as configured, each a local date. */
export interface ConfiguredHolidays {
  /** Those of a country; undefined when none is configured. */
  readonly national: readonly string[] | undefined;
  /** Those that are named one by one. */
  readonly dates: readonly string[];
}

const date = z.string().transform((text, context) => {
  const isValid = /^\d{4}-\d{2}-\d{2}$/.test(text) && DateTime.fromISO(text).isValid;
  if (isValid) return text;
  context.addIssue(`"${text}" is no date; write it like 2026-12-25.`);
  return z.NEVER;
});

/** YAML reads a code of digits as a number. */
const code = z.union([z.string(), z.number().transform(String)], {
  error: 'must be a code, such as GB for a country or ENG for a region.',
});

const HOLIDAYS_SHAPE = { country: code.optional(), region: code.optional(), dates: z.unknown() };

/**
 * Reads `holidays`: a list of local dates, or a map with `country`, its `region`, and `dates` beside them.
 * `national` is asked only if there is a country.
 */
export function readHolidays(
  reader: ConfigReader,
  path: ConfigPath,
  value: unknown,
  national: NationalHolidays,
): ConfiguredHolidays {
  if (value === undefined) return { national: undefined, dates: [] };
  if (!isPlainObject(value)) {
    return { national: undefined, dates: readDates(reader, path, value) };
  }
  const { country, region, dates } = reader.readMap(path, value, HOLIDAYS_SHAPE);
  if (country === undefined && region !== undefined && value.country === undefined) {
    reader.addFault([...path, 'region'], 'needs its country beside it, such as "country: GB".');
  }
  return {
    national:
      country === undefined ? undefined : readNational(reader, path, { country, region }, national),
    dates: dates === undefined ? [] : readDates(reader, [...path, 'dates'], dates),
  };
}

/** The days of a team: its own beside the general ones, but those of its own country in place of the general one's. */
export function joinHolidays(
  general: ConfiguredHolidays,
  own: ConfiguredHolidays,
): readonly string[] {
  const national = own.national ?? general.national ?? [];
  return [...new Set([...national, ...general.dates, ...own.dates])].sort();
}

function readDates(reader: ConfigReader, path: ConfigPath, value: unknown): readonly string[] {
  return reader
    .readList(path, value)
    .flatMap((item, index) => reader.readValue([...path, index], item, date) ?? []);
}

interface NamedPlace {
  readonly country: string;
  readonly region: string | undefined;
}

function readNational(
  reader: ConfigReader,
  path: ConfigPath,
  named: NamedPlace,
  national: NationalHolidays,
): readonly string[] {
  const countries = national.listCountries();
  const country = findCode(named.country, countries);
  if (country === undefined) {
    const what = `"${named.country}" is no code of a country whose holidays are known; write it like GB.`;
    reader.addFault([...path, 'country'], what + suggestCountry(named.country, countries));
    return [];
  }
  if (named.region === undefined) return national.listDates(country, null);
  const regions = national.listRegions(country);
  const region = findCode(named.region, regions);
  if (region !== undefined) return national.listDates(country, region);
  const what = `${countries.get(country)} has no region "${named.region}" with holidays of its own.`;
  reader.addFault([...path, 'region'], what + suggestRegion(named.region, regions));
  return [];
}

type Names = ReadonlyMap<string, string>;

function findCode(written: string, names: Names): string | undefined {
  const wanted = written.trim().toLowerCase();
  return [...names.keys()].find((one) => one.toLowerCase() === wanted);
}

/** What people write for a country although its code is another. */
const OTHER_CODES: ReadonlyMap<string, string> = new Map([
  ['UK', 'GB'],
  ['EL', 'GR'],
]);

/** The country that was probably meant, by its name, or those whose codes begin alike. */
function suggestCountry(written: string, names: Names): string {
  const other = OTHER_CODES.get(written.trim().toUpperCase());
  if (other !== undefined) return ` Did you mean "${other}"?`;
  const byName = suggestByName(written, names);
  if (byName !== '') return byName;
  const initial = written.trim().charAt(0).toUpperCase();
  const near = new Map([...names].filter(([one]) => one.startsWith(initial)));
  return near.size === 0 || initial === '' ? '' : ` Known with ${initial}: ${listNames(near)}.`;
}

function suggestRegion(written: string, names: Names): string {
  if (names.size === 0) return ' Leave it out: there are none.';
  return suggestByName(written, names) || ` There are: ${listNames(names)}.`;
}

/** The code of the place with this name, or with one that is spelled nearly so. */
function suggestByName(written: string, names: Names): string {
  const codes = new Map([...names].map(([one, name]) => [name.toLowerCase(), one]));
  const exact = codes.get(written.trim().toLowerCase());
  if (exact !== undefined) return ` Did you mean "${exact}"?`;
  // in a short word every code is near every other
  if (written.trim().length < 4) return '';
  const guess = findClosest(written.trim(), codes.keys());
  const meant = guess === undefined ? undefined : codes.get(guess);
  return meant === undefined ? '' : ` Did you mean "${meant}" (${names.get(meant)})?`;
}

/** So many are listed. */
const MOST_LISTED = 20;

function listNames(names: Names): string {
  const listed = [...names].slice(0, MOST_LISTED).map(([one, name]) => `${one} (${name})`);
  return names.size > MOST_LISTED ? `${listed.join(', ')} and others` : listed.join(', ');
}
