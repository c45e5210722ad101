import { DateTime } from 'luxon';

/** Minutes from midnight, local time; `to` is exclusive and at most 1440. */
export interface WorkingBlock {
  readonly from: number;
  readonly to: number;
}

/** ISO weekday, 1 = Monday … 7 = Sunday. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

/** When a team works. */
export interface Calendar {
  /** IANA zone. */
  readonly zone: string;
  /** Blocks of each weekday, in order and without overlap; none for a day off. At least one block a week. */
  readonly week: Readonly<Record<Weekday, readonly WorkingBlock[]>>;
  /** Local dates (`YYYY-MM-DD`) on which nobody works. */
  readonly holidays: readonly string[];
}

/** A stretch of working time, ms UTC; `to` is exclusive. */
interface Span {
  readonly from: number;
  readonly to: number;
}

/** How many days are searched before a calendar counts as having no working time at all. */
const HORIZON_DAYS = 1100;

function localDay(calendar: Calendar, at: number): DateTime {
  return DateTime.fromMillis(at, { zone: calendar.zone }).startOf('day');
}

/** The first moment of the local date `days` later: not midnight where the clocks change at midnight. */
function dayAfter(day: DateTime, days: number): DateTime {
  return day.plus({ days }).startOf('day');
}

function wallTime(day: DateTime, minutes: number): number {
  if (minutes >= 1440) return dayAfter(day, 1).toMillis();
  return day.set({ hour: Math.floor(minutes / 60), minute: minutes % 60 }).toMillis();
}

/** Where the clocks jump over a block, what is left of it; two blocks never count the same moment. */
function spansOf(calendar: Calendar, day: DateTime): readonly Span[] {
  const date = day.toISODate();
  if (date !== null && calendar.holidays.includes(date)) return [];
  const spans: Span[] = [];
  for (const block of calendar.week[day.weekday as Weekday]) {
    const from = Math.max(wallTime(day, block.from), spans.at(-1)?.to ?? 0);
    const to = wallTime(day, block.to);
    if (to > from) spans.push({ from, to });
  }
  return spans;
}

/** The working spans from `at` onwards (`step` 1) or backwards (`step` -1), nearest first. */
function* spansFrom(calendar: Calendar, at: number, step: 1 | -1): Generator<Span> {
  let day = localDay(calendar, at);
  for (let n = 0; n < HORIZON_DAYS; n += 1) {
    const spans = spansOf(calendar, day);
    yield* step === 1 ? spans : [...spans].reverse();
    day = dayAfter(day, step);
  }
}

/** `at` if the team works then, else the start of its next working span. Ms UTC. */
export function nextWorkingMoment(calendar: Calendar, at: number): number {
  for (const span of spansFrom(calendar, at, 1)) {
    if (span.to > at) return Math.max(span.from, at);
  }
  return at;
}

/** The moment by which `working` ms of working time have passed since `at`. Both ms; `working` >= 0. */
export function addWorkingTime(calendar: Calendar, at: number, working: number): number {
  let left = working;
  for (const span of spansFrom(calendar, at, 1)) {
    if (span.to <= at) continue;
    const from = Math.max(span.from, at);
    if (from + left < span.to) return from + left;
    left -= span.to - from;
  }
  return at + working;
}

/** The moment from which `working` ms of working time remain until `at`: the reverse of {@link addWorkingTime}. */
export function subtractWorkingTime(calendar: Calendar, at: number, working: number): number {
  let left = working;
  for (const span of spansFrom(calendar, at, -1)) {
    if (span.from >= at) continue;
    const to = Math.min(span.to, at);
    if (to - left >= span.from) return to - left;
    left -= to - span.from;
  }
  return at - working;
}

/**
 * The same wall time `days` working days later. Outside working time it counts from the next
 * working moment; where the later day does not work at that time, from then on.
 */
export function addWorkingDays(calendar: Calendar, at: number, days: number): number {
  const start = nextWorkingMoment(calendar, at);
  const wall = DateTime.fromMillis(start, { zone: calendar.zone });
  let day: DateTime = wall.startOf('day');
  let left = days;
  for (let n = 0; left > 0 && n < HORIZON_DAYS; n += 1) {
    day = dayAfter(day, 1);
    if (spansOf(calendar, day).length > 0) left -= 1;
  }
  const { hour, minute, second, millisecond } = wall;
  return nextWorkingMoment(calendar, day.set({ hour, minute, second, millisecond }).toMillis());
}

/** The start of the first working span on a later local date than `at`'s. Ms UTC. */
export function nextBusinessDay(calendar: Calendar, at: number): number {
  return nextWorkingMoment(calendar, dayAfter(localDay(calendar, at), 1).toMillis());
}
