import {
  addWorkingTime,
  type Calendar,
  nextStartOfWork,
  workingTimeBetween,
} from '../organisation/calendar.js';

const MINUTE_MS = 60_000;

/** With less working time than this until a date nobody is warned of it. Working ms. */
const LEAST_NOTICE_MS = 30 * MINUTE_MS;

/** What a warning leaves until the date. Working ms. */
const LEAST_LEFT_MS = LEAST_NOTICE_MS / 2;

/** For this long a person still knows what they have just done, so a warning rather waits. Ms. */
const FRESH_MS = 60 * MINUTE_MS;

/**
 * Returns when to warn of a date that was set at `from` so shortly before it that no usual warning fits
 * between, ms UTC; undefined if not even this one makes sense. It is as early as it helps: halfway
 * through the working time that is left, or when work next begins if that is sooner. Within the first
 * hour it waits for the later of the two, if that still leaves a quarter of an hour of working time.
 */
export function findShortNotice(
  calendar: Calendar,
  from: number,
  dueAt: number,
): number | undefined {
  const left = workingTimeBetween(calendar, from, dueAt);
  if (left < LEAST_NOTICE_MS) return undefined;
  const halfway = addWorkingTime(calendar, from, Math.floor(left / 2));
  const start = nextStartOfWork(calendar, from, dueAt);
  const hasStart =
    start !== undefined && workingTimeBetween(calendar, start, dueAt) >= LEAST_LEFT_MS;
  const times = hasStart ? [start, halfway] : [halfway];
  const later = times.filter((at) => at - from >= FRESH_MS);
  return later.length > 0 ? Math.min(...later) : halfway;
}
