import { DateTime } from 'luxon';
import { addWorkingDays, type Calendar, lastWorkingMoment, nextBusinessDay } from './calendar.js';
import {
  type Components,
  countWorkingDays,
  NEXT_WORKING_DAY,
  parseSingle,
  toLocal,
  toSaid,
} from './moment-words.js';

/**
 * What words say by when something is promised, ms UTC. `ambiguous`: two times that they may mean, the earlier
 * one first. `unread`: no single date.
 */
export type ReadDeadline =
  | { readonly kind: 'read'; readonly at: number }
  | { readonly kind: 'ambiguous'; readonly either: number; readonly or: number }
  | { readonly kind: 'unread' };

const MINUTE_MS = 60_000;
const UNREAD: ReadDeadline = { kind: 'unread' };

/** “end of Friday”, “Friday close of business”: what a day means anyway. Not the end of a month or a year. */
const END_OF_DAY =
  /\b(?:the )?(?:end of (?:the )?(?:working |business )?day|close of (?:business|play)|eod|cob)\b(?: on)?/;
const END_OF = /^(?:the )?end of (?=\w*day\b|today|tomorrow|\d)/;
/** “by 9”. */
const BARE_HOUR = /^(?:1?\d|2[0-3])$/;
/** Longer than a day. */
const SPAN = /\b(?:this|next|coming) (?:week|month|quarter|year)\b/;
/** They name no hour, but a part of the day. */
const PART_OF_DAY = /\b(?:morning|afternoon|evening|night|tonight)\b/;
/** After work: the hour that the parser takes for it. */
const LATE = /\b(?:evening|night|tonight)\b/;
const MORNING = /\bmorning\b/;
/** “05:00” and “10:00” are hours of 24; “5:00” and “at 10” may be in the evening. */
const IN_24_HOURS = /\b(?:0\d|1[0-2]):\d\d/;
/** “9:30”: what nobody works at is meant as it is written. */
const WITH_MINUTES = /\b\d{1,2}:\d\d/;

/**
 * Reads by when something is promised, in words such as “Friday noon” or “in 3 working days”, as somebody in
 * `zone` (IANA) means it; days come before months. A day without an hour is the end of work on it, and its
 * end if nobody works then; a morning is its noon. An hour that may be in the morning or in the evening is the
 * one of these at which the team works. A time is returned as it is, also one that has passed or at which
 * nobody works, without seconds.
 */
export function readDeadline(
  written: string,
  zone: string,
  calendar: Calendar,
  now: number,
): ReadDeadline {
  const words = toSaid(written);
  if (words === null || words === '') return UNREAD;
  const day = words.replace(END_OF_DAY, '').replace(END_OF, '').trim() || 'today';
  const said = BARE_HOUR.test(day) ? `at ${day}` : day;
  const workingDay = findWorkingDay(said, calendar, now);
  if (workingDay !== null) return { kind: 'read', at: findEndOfWork(calendar, workingDay) };
  const start = parseSingle(said, zone, now);
  if (start === null || !namesDay(said, start)) return UNREAD;
  const at = toLocal(start, zone);
  if (!at.isValid) return UNREAD;
  return toDeadline(findTimes({ said, start, at, calendar, now }), now);
}

/** The day that words such as “in 3 working days” name, as the team counts; null for other words. */
function findWorkingDay(said: string, calendar: Calendar, now: number): DateTime | null {
  const { zone } = calendar;
  if (NEXT_WORKING_DAY.test(said)) {
    return DateTime.fromMillis(nextBusinessDay(calendar, now), { zone });
  }
  const count = countWorkingDays(said);
  if (count === null || count === 0) return null;
  return DateTime.fromMillis(addWorkingDays(calendar, now, count), { zone });
}

/** Which of these times is meant: those that have passed are not, if there are others. */
function toDeadline(times: readonly number[], now: number): ReadDeadline {
  const all = [...new Set(times.map((at) => at - (at % MINUTE_MS)))].toSorted((a, b) => a - b);
  const coming = all.filter((at) => at > now);
  const [either, or] = coming.length > 0 ? coming : all.slice(-1);
  if (either === undefined) return UNREAD;
  return or === undefined ? { kind: 'read', at: either } : { kind: 'ambiguous', either, or };
}

function namesDay(said: string, start: Components): boolean {
  if (start.isCertain('weekday') || start.isCertain('hour')) return true;
  return (start.isCertain('day') && !SPAN.test(said)) || PART_OF_DAY.test(said);
}

/** A date that was read: its words, and as the parser takes it, a wall time. */
interface Found {
  readonly said: string;
  readonly start: Components;
  readonly at: DateTime;
  readonly calendar: Calendar;
  readonly now: number;
}

/** The times that the words may mean, ms UTC. */
function findTimes(found: Found): readonly number[] {
  const { start, at } = found;
  if (start.isCertain('timezoneOffset')) return [at.toMillis()];
  return findDays(found).flatMap((day) => findTimesOn(day, found));
}

/**
 * The days that the words may mean, at the hour that was read. A day of the week is today or in a week if it is
 * the same as today’s; the next one is in this week or in the next if both have one to come.
 */
function findDays({ said, start, at, now }: Found): readonly DateTime[] {
  const isWeekday = start.isCertain('weekday') && !start.isCertain('day');
  if (!isWeekday || /\b(?:this|next week)\b/.test(said)) return [at];
  const today = DateTime.fromMillis(now, { zone: at.zone });
  const ahead = (at.weekday - today.weekday + 7) % 7;
  const isInThisWeek = today.weekday + ahead <= 7;
  const inAWeek = /\bnext\b/.test(said) ? isInThisWeek : ahead === 0;
  const skipsToday = /\bnext\b/.test(said) && ahead === 0;
  const days = [...(skipsToday ? [] : [ahead]), ...(inAWeek ? [ahead + 7] : [])];
  const { hour, minute } = at;
  return days.map((n) => today.plus({ days: n }).startOf('day').set({ hour, minute }));
}

/** The times on a day, or without one from now on, that the words may mean, ms UTC. */
function findTimesOn(day: DateTime, { said, start, calendar, now }: Found): readonly number[] {
  const isAnyDay = !start.isCertain('weekday') && !start.isCertain('day');
  if (/\bmidnight\b/.test(said) && !isAnyDay)
    return [day.toMillis(), day.plus({ days: 1 }).toMillis()];
  if (!start.isCertain('hour')) {
    if (LATE.test(said)) return [day.toMillis()];
    return [
      MORNING.test(said)
        ? day.set({ hour: 12, minute: 0 }).toMillis()
        : findEndOfWork(calendar, day),
    ];
  }
  const isInEither =
    !start.isCertain('meridiem') && day.hour > 0 && day.hour < 12 && !IN_24_HOURS.test(said);
  if (!isInEither) return [day.toMillis()];
  const times = [day, day.plus({ hours: 12 })].map((at) =>
    isAnyDay ? toNext(at, now) : at.toMillis(),
  );
  const worked = times.filter((at) => lastWorkingMoment(calendar, at) === at);
  if (worked.length > 0) return worked;
  return WITH_MINUTES.test(said) ? times.slice(0, 1) : times;
}

/** When it is this wall time next, ms UTC. */
function toNext(at: DateTime, now: number): number {
  const { hour, minute } = at;
  const today = DateTime.fromMillis(now, { zone: at.zone }).startOf('day').set({ hour, minute });
  return (today.toMillis() > now ? today : today.plus({ days: 1 })).toMillis();
}

/** The last moment of work on a day, or of the day if nobody works on it, ms UTC. */
function findEndOfWork(calendar: Calendar, day: DateTime): number {
  const start = day.startOf('day');
  const end = start.plus({ days: 1 }).toMillis() - MINUTE_MS;
  const last = lastWorkingMoment(calendar, end);
  return last > start.toMillis() ? last : end;
}
