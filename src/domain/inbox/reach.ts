import { DateTime } from 'luxon';
import { nextBusinessDay, nextWorkingMoment } from '../organisation/calendar.js';
import type { PersonHours } from '../organisation/person-teams.js';

/** Minutes after midnight. `to` is exclusive; not later than `from`: it is on the next day. */
export interface QuietHours {
  readonly from: number;
  readonly to: number;
}

/** When messages can reach a person: when they work, but not in their quiet hours, which are in their zone. */
export interface ReachHours extends PersonHours {
  /** Null: none. */
  readonly quiet: QuietHours | null;
}

const MINUTE_MS = 60_000;
const DAY_MINUTES = 1440;

/** No working day that begins so long ago is still to come anywhere, ms. */
const SEEK_MS = 3 * DAY_MINUTES * MINUTE_MS;

/** Whoever cannot be reached in so many working times, one after the other, has quiet hours that leave none. */
const MOST_TRIES = 14;

/** Messages go out at :00, :15, :30 and :45, so that several that are due at once are one. */
export const QUARTER_MS = 15 * MINUTE_MS;

/** Returns the next quarter hour after `at`, ms UTC. */
export function nextQuarter(at: number): number {
  return (Math.floor(at / QUARTER_MS) + 1) * QUARTER_MS;
}

/**
 * Returns `at` if a message can reach the person then, else when the next one can, ms UTC. Quiet hours that leave
 * no time any more, since the person's zone or working hours have changed, do not hold.
 */
export function nextReach(hours: ReachHours, at: number): number {
  let moment = at;
  for (let n = 0; n < MOST_TRIES; n += 1) {
    const works = nextWorkingMoment(hours.calendar, moment);
    moment = findQuietEnd(hours, works);
    if (moment === works) return works;
  }
  return nextWorkingMoment(hours.calendar, at);
}

/** Returns when the quiet hours at `at` end, ms UTC; `at` outside of them. */
function findQuietEnd({ quiet, zone }: ReachHours, at: number): number {
  if (quiet === null) return at;
  const { from, to } = quiet;
  const local = DateTime.fromMillis(at, { zone });
  const minute = local.hour * 60 + local.minute;
  const isOverMidnight = to <= from;
  const isQuiet = isOverMidnight ? minute >= from || minute < to : minute >= from && minute < to;
  if (!isQuiet) return at;
  const day = isOverMidnight && minute >= from ? local.plus({ days: 1 }) : local;
  // Where the clocks change, the end may not be later than `at`: then the quiet hours are over.
  return Math.max(at, atMinute(day, to));
}

/** The wall time of a local day, ms UTC. */
function atMinute(day: DateTime, minute: number): number {
  const time = { hour: Math.floor(minute / 60) % 24, minute: minute % 60 };
  return day.startOf('day').set(time).toMillis();
}

/** The local date of a moment, `YYYY-MM-DD`. */
export function toLocalDate({ zone }: Pick<PersonHours, 'zone'>, at: number): string {
  return DateTime.fromMillis(at, { zone }).toFormat('yyyy-MM-dd');
}

/** When the local date of a moment begins, ms UTC. */
export function startOfLocalDay({ zone }: Pick<PersonHours, 'zone'>, at: number): number {
  return DateTime.fromMillis(at, { zone }).startOf('day').toMillis();
}

/** When the local date of a moment ends, ms UTC. */
export function endOfLocalDay({ zone }: Pick<PersonHours, 'zone'>, at: number): number {
  return DateTime.fromMillis(at, { zone }).plus({ days: 1 }).startOf('day').toMillis();
}

/**
 * Returns when the list of the person's next working day comes, ms UTC: at `listAt` (minutes after midnight), or
 * when they can first be reached that day, if they have chosen no time or one in their quiet hours.
 */
export function nextListTime(hours: ReachHours, listAt: number | null, now: number): number {
  const { calendar } = hours;
  if (listAt === null) return nextReach(hours, nextBusinessDay(calendar, now));
  // In a zone far from the team’s the next working day may begin on the date after the next: seek from before.
  let start = nextBusinessDay(calendar, now - SEEK_MS);
  while (toLocalDate(hours, start) <= toLocalDate(hours, now)) {
    start = nextBusinessDay(calendar, start);
  }
  const chosen = toLocalTime(hours, start, listAt);
  const isQuiet = findQuietEnd(hours, chosen) !== chosen;
  return isQuiet ? nextReach(hours, Math.min(start, chosen)) : chosen;
}

/** The wall time on the local date of a moment, ms UTC. `minute`: after midnight. */
function toLocalTime({ zone }: ReachHours, at: number, minute: number): number {
  return atMinute(DateTime.fromMillis(at, { zone }), minute);
}

/** So far ahead quiet hours are looked for, and then again, ms. */
const LOOK_AHEAD_MS = 8 * DAY_MINUTES * MINUTE_MS;

/**
 * Returns the last quarter hour before quiet hours hold back what comes in working time, the next after `now`, ms
 * UTC; without any in the week from then on, such as in long holidays, when to look again. Null without quiet hours.
 */
export function nextLastCall(hours: ReachHours, now: number): number | null {
  if (hours.quiet === null) return null;
  const isReached = (at: number): boolean => nextReach(hours, at) === at;
  const end = nextQuarter(now) + LOOK_AHEAD_MS;
  for (let at = nextQuarter(now); at < end; at += QUARTER_MS) {
    if (isReached(at) && !isReached(nextWorkingMoment(hours.calendar, at + QUARTER_MS))) return at;
  }
  return end;
}

/**
 * Returns a working day of the week from `now` (ms UTC) on which the person can be reached for less than
 * `minutes`, and for less than they work; undefined if there is none. `YYYY-MM-DD`.
 */
export function findUnreachedDay(
  hours: ReachHours,
  now: number,
  minutes: number,
): string | undefined {
  const days = new Map<string, { worked: number; reached: number }>();
  // Whole days only: of a part of one nobody knows how much they can be reached on it.
  const end = endOfLocalDay(hours, now + 7 * DAY_MINUTES * MINUTE_MS);
  for (let at = endOfLocalDay(hours, now); at < end; at += QUARTER_MS) {
    if (nextWorkingMoment(hours.calendar, at) !== at) continue;
    const date = toLocalDate(hours, at);
    const { worked, reached } = days.get(date) ?? { worked: 0, reached: 0 };
    const isReached = findQuietEnd(hours, at) === at;
    days.set(date, { worked: worked + 15, reached: reached + (isReached ? 15 : 0) });
  }
  const found = [...days].find(([, { worked, reached }]) => reached < Math.min(minutes, worked));
  return found?.[0];
}
