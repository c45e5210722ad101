import { createRequire } from 'node:module';
import type Holidays from 'date-holidays';
import { DateTime } from 'luxon';

/** The public holidays of countries and their regions. */
export interface NationalHolidays {
  /** The name of each country by its code, such as `GB`. */
  listCountries(): ReadonlyMap<string, string>;
  /** The name of each region of a country by its code, such as `ENG`, or `BY-A` for a part of a region. */
  listRegions(country: string): ReadonlyMap<string, string>;
  /**
   * The local dates (`YYYY-MM-DD`) of the public and bank holidays of whole days, with the days that are
   * taken in place of them; of the whole country without a region.
   */
  listDates(country: string, region: string | null): readonly string[];
}

/** The years whose holidays are known change once in so many years, see {@link findYears}. */
const STEP_YEARS = 5;

/**
 * The first and the last year whose holidays are known at a start in `year`: five to nine years ahead, and at
 * least one back. They are the same for five years, so that neither a start in a new year begins another
 * generation of the configuration, nor do two processes that started in different years disagree.
 */
export function findYears(year: number): { readonly first: number; readonly last: number } {
  const step = year - (year % STEP_YEARS);
  return { first: step - 1, last: step + 2 * STEP_YEARS - 1 };
}

type Library = typeof Holidays;

/** It takes about 250 ms and 25 MB, so it is loaded only when a country is configured. */
function loadLibrary(): Library {
  return createRequire(import.meta.url)('date-holidays') as Library;
}

const HOUR_MS = 3_600_000;

/** Creates the holidays as a start in `year` knows them. Nothing is loaded before the first question. */
export function createNationalHolidays(year: number): NationalHolidays {
  let library: Library | undefined;
  const use = (): Library => {
    library ??= loadLibrary();
    return library;
  };
  const known = new Map<string, readonly string[]>();
  return {
    listCountries: () => new Map(Object.entries(new (use())().getCountries('en'))),
    listRegions: (country) => listRegions(new (use())(), country),
    listDates(country, region) {
      const place = [country, ...(region?.split('-') ?? [])].join('.');
      const dates = known.get(place) ?? listDates(new (use())(place), year);
      known.set(place, dates);
      return dates;
    },
  };
}

function listRegions(library: Holidays, country: string): ReadonlyMap<string, string> {
  const states = Object.entries(library.getStates(country, 'en') ?? {});
  return new Map(
    states.flatMap(([state, name]) => [
      [state, name] as const,
      ...Object.entries(library.getRegions(country, state, 'en') ?? {}).map(
        ([part, partName]) => [`${state}-${part}`, partName] as const,
      ),
    ]),
  );
}

function listDates(library: Holidays, now: number): readonly string[] {
  const { first, last } = findYears(now);
  const dates = new Set<string>();
  for (let year = first; year <= last; year += 1) {
    for (const { type, date, start, end } of library.getHolidays(year)) {
      const isOffice = type === 'public' || type === 'bank';
      // what begins in the afternoon is no whole day
      if (!isOffice || date.slice(11, 16) !== '00:00') continue;
      // where the clocks change, a day has 23 or 25 hours
      const days = Math.floor(((end.getTime() - start.getTime()) / HOUR_MS + 1) / 24);
      const day = DateTime.fromISO(date.slice(0, 10), { zone: 'utc' });
      for (let n = 0; n < days; n += 1) dates.add(day.plus({ days: n }).toFormat('yyyy-MM-dd'));
    }
  }
  return [...dates].sort();
}
