import { GB, type ParsedResult } from 'chrono-node/en';
import { DateTime } from 'luxon';
import { addWorkingDays, type Calendar, nextBusinessDay, nextWorkingMoment } from './calendar.js';

const DAY_MS = 86_400_000;

/** The parts of a date that words name. */
export type Components = ParsedResult['start'];

/** Longer is no date, characters. */
const LONGEST = 100;

const NUMBERS = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

/** “in 3 working days”, “a business day”. */
const WORKING_DAYS = new RegExp(
  `^(?:in )?(\\d{1,3}|an?|${NUMBERS.join('|')}) (?:working|business) days?$`,
);
export const NEXT_WORKING_DAY = /^(?:the )?next (?:working|business) day$/;

/** Words before a date that say nothing more. */
const BEFORE = /^(?:snooze )?(?:until|till|to|on|by|from)\b/;
/** What may be left of the words around what was read. */
const AROUND = /[\s.,!]|\b(?:at|on|the|please)\b/g;
/** A date in the past, which the parser would move into the future. */
const PAST = /\b(?:last|past|ago|previous|yesterday)\b/;
/** Words that give a time of day, or keep the one of now, although they name no hour. */
const HAS_TIME = /^in |\b(?:noon|midday|midnight|morning|afternoon|evening|night|tonight)\b/;

/**
 * Reads a date in words, such as “Friday noon” or “in 3 working days”, as somebody in `zone` (IANA) means
 * it; days come before months. A day without an hour is the start of work on it, and what is not in
 * working time is moved to the next working moment. Ms UTC; null for what is no single date. A date that
 * has passed is returned as it is.
 */
export function readMoment(
  written: string,
  zone: string,
  calendar: Calendar,
  now: number,
): number | null {
  const said = toSaid(written);
  if (said === null) return null;
  if (NEXT_WORKING_DAY.test(said)) return nextBusinessDay(calendar, now);
  const count = countWorkingDays(said);
  if (count !== null) return addWorkingDays(calendar, now, count);
  const start = parseSingle(said, zone, now);
  return start === null ? null : toWorkingMoment(said, start, zone, calendar, now);
}

/** The words in small letters, without those before a date that say nothing more; null if they are too long. */
export function toSaid(written: string): string | null {
  if (written.length > LONGEST) return null;
  const words = written.toLowerCase().replace(/\s+/g, ' ').trim();
  return words
    .replace(BEFORE, '')
    .replace(/[.!]+$/, '')
    .trim();
}

/** How many working days “in 3 working days” is; null for other words. */
export function countWorkingDays(said: string): number | null {
  const count = WORKING_DAYS.exec(said)?.[1];
  if (count === undefined) return null;
  return /^\d/.test(count) ? Number(count) : NUMBERS.indexOf(count) + 1 || 1;
}

/** The one date in these words; null if there is none, more than one, a span, or something else besides. */
export function parseSingle(said: string, zone: string, now: number): Components | null {
  if (PAST.test(said)) return null;
  const { offset } = DateTime.fromMillis(now, { zone });
  const reference = { instant: new Date(now), timezone: offset };
  const [found, ...more] = GB.parse(said, reference, { forwardDate: true });
  if (found === undefined || more.length > 0 || found.end) return null;
  const around = said.replace(found.text, ' ').replace(AROUND, '');
  const start = hasYear(found.start)
    ? found.start
    : (findThisYears(said, reference) ?? found.start);
  return around === '' && !isOtherWeekday(start) ? start : null;
}

/** Does what was read need no year, or name one? A day of a month needs one. */
function hasYear(start: Components): boolean {
  return !start.isCertain('month') || start.isCertain('year');
}

/** A day of a month that passed longer ago is that of the next year, ms. */
const PASSED_WITHIN_MS = 90 * DAY_MS;

/** The date in the year nearest to now, if it is still to come or has passed lately; undefined otherwise. */
function findThisYears(
  said: string,
  reference: { readonly instant: Date; readonly timezone: number },
): Components | undefined {
  const start = GB.parse(said, reference)[0]?.start;
  if (start === undefined) return undefined;
  const passed = reference.instant.getTime() - start.date().getTime();
  return passed < PASSED_WITHIN_MS ? start : undefined;
}

/** Do the words name a date, and a day of the week on which it is not? */
function isOtherWeekday(start: Components): boolean {
  if (!start.isCertain('weekday') || !start.isCertain('day')) return false;
  const [year, month, day] = [start.get('year'), start.get('month'), start.get('day')];
  const date = DateTime.utc(year ?? Number.NaN, month ?? 1, day ?? 1);
  return date.isValid && date.weekday % 7 !== start.get('weekday');
}

function toWorkingMoment(
  said: string,
  start: Components,
  zone: string,
  calendar: Calendar,
  now: number,
): number | null {
  const at = toLocal(start, zone);
  if (!at.isValid) return null;
  const isDay = !start.isCertain('hour') && !HAS_TIME.test(said);
  const moment = (isDay ? at.startOf('day') : at).toMillis();
  const end = isDay ? moment + DAY_MS : moment;
  return end <= now ? moment : nextWorkingMoment(calendar, moment);
}

/** The wall time that was read, in its own zone if the words name one. */
export function toLocal(start: Components, zone: string): DateTime {
  if (start.isCertain('timezoneOffset')) return DateTime.fromJSDate(start.date(), { zone });
  const [year, month, day] = [start.get('year'), start.get('month'), start.get('day')];
  const [hour, minute] = [start.get('hour'), start.get('minute')];
  const date = { year: year ?? Number.NaN, month: month ?? 1, day: day ?? 1 };
  return DateTime.fromObject({ ...date, hour: hour ?? 0, minute: minute ?? 0 }, { zone });
}
