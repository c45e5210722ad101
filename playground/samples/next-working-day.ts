import { createRequire } from 'node:module';
import type Library from 'date-holidays';
import { DateTime } from 'luxon';

/** The zone of the playground's working hours, see `renderPlaygroundConfig`. */
const ZONE = 'Europe/London';

/** Whose public holidays the playground has. */
export const HOLIDAYS = { country: 'GB', region: 'ENG' } as const;

let library: Library | undefined;

/** Loaded at the first question: it takes about 250 ms. */
function isHoliday(day: DateTime): boolean {
  const load = (): typeof Library => createRequire(import.meta.url)('date-holidays');
  library ??= new (load())(HOLIDAYS.country, HOLIDAYS.region);
  const found = library.isHoliday(day.toJSDate()) || [];
  return found.some(({ type }) => type === 'public' || type === 'bank');
}

/**
 * The next day from Monday to Friday after `now` (Unix ms) that is no public holiday, at `hour` o'clock in
 * the playground's zone: Unix ms. A day off that somebody wrote into their own redress.yml is not known here.
 */
export function nextWorkingDay(now: number, hour: number): number {
  let day = DateTime.fromMillis(now, { zone: ZONE }).startOf('day');
  do {
    day = day.plus({ days: 1 });
  } while (day.weekday > 5 || isHoliday(day));
  return day.set({ hour }).toMillis();
}
