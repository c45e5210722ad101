import { DateTime, IANAZone } from 'luxon';

/** Minutes from midnight, local time; `to` is exclusive and at most 1440. */
export interface WorkingBlock {
  readonly from: number;
  readonly to: number;
}

/** ISO weekday, 1 = Monday … 7 = Sunday. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

/** When a team works. Never change one that exists: results are cached by object. */
export interface Calendar {
  /** IANA zone. */
  readonly zone: string;
  /** Blocks of each weekday, in order, without overlap; none for a day off. At least one block a week. */
  readonly week: Readonly<Record<Weekday, readonly WorkingBlock[]>>;
  /** Local dates (`YYYY-MM-DD`) on which nobody works. */
  readonly holidays: readonly string[];
}

/** A stretch of working time, ms UTC; `to` is exclusive. */
interface WorkingSpan {
  readonly from: number;
  readonly to: number;
}

/** How many days to search before a calendar counts as having no working time. */
const HORIZON_DAYS = 1100;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** A local date, as days since 1970-01-01. */
type DayNumber = number;

function toDayNumber({ zone }: Calendar, at: number): DayNumber {
  return Math.floor((at + findOffset(zone, at) * 60_000) / DAY_MS);
}

/** The offset of each zone at each full hour UTC, in minutes. To ask luxon takes most of the time of a plan. */
const offsetCache = new Map<string, Map<number, number>>();
/** With this many hours of a zone it begins anew: five years. */
const MOST_HOURS = 45_000;

/**
 * The zone's offset at this moment, in minutes. It is that of the full hours around if these agree: the
 * clocks never change twice within an hour.
 */
function findOffset(zone: string, at: number): number {
  const hour = Math.floor(at / HOUR_MS);
  const offset = findHourOffset(zone, hour);
  return offset === findHourOffset(zone, hour + 1)
    ? offset
    : DateTime.fromMillis(at, { zone }).offset;
}

function findHourOffset(zone: string, hour: number): number {
  let hours = offsetCache.get(zone);
  if (hours === undefined || hours.size >= MOST_HOURS) {
    hours = new Map();
    offsetCache.set(zone, hours);
  }
  const known = hours.get(hour);
  if (known !== undefined) return known;
  const { offset } = DateTime.fromMillis(hour * HOUR_MS, { zone });
  hours.set(hour, offset);
  return offset;
}

/** The first moment of a local date. Not midnight where the clocks change at midnight. */
function startOfDay(calendar: Calendar, day: DayNumber): DateTime {
  const [year = 1970, month = 1, date = 1] = toIsoDate(day).split('-').map(Number);
  const noon = { year, month, day: date, hour: 12 };
  return DateTime.fromObject(noon, { zone: calendar.zone }).startOf('day');
}

function toIsoDate(day: DayNumber): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

function toWeekday(day: DayNumber): Weekday {
  return (((((day + 3) % 7) + 7) % 7) + 1) as Weekday; // 1970-01-01 was a Thursday
}

/** The spans of each day, by calendar. Without this cache zone arithmetic is most of a commit's cost. */
const spanCache = new WeakMap<Calendar, Map<DayNumber, readonly WorkingSpan[]>>();

function getSpans(calendar: Calendar, day: DayNumber): readonly WorkingSpan[] {
  const days = spanCache.get(calendar) ?? new Map<DayNumber, readonly WorkingSpan[]>();
  spanCache.set(calendar, days);
  const spans = days.get(day) ?? computeSpans(calendar, day);
  days.set(day, spans);
  return spans;
}

/** If the clocks jump over a block, only the rest of it counts. Two blocks never count the same moment. */
function computeSpans(calendar: Calendar, day: DayNumber): readonly WorkingSpan[] {
  const blocks = calendar.week[toWeekday(day)];
  if (blocks.length === 0 || calendar.holidays.includes(toIsoDate(day))) return [];
  const start = startOfDay(calendar, day);
  const wallTime = (minutes: number): number =>
    minutes >= 1440
      ? startOfDay(calendar, day + 1).toMillis()
      : start.set({ hour: Math.floor(minutes / 60), minute: minutes % 60 }).toMillis();
  const spans: WorkingSpan[] = [];
  for (const block of blocks) {
    const from = Math.max(wallTime(block.from), spans.at(-1)?.to ?? 0);
    const to = wallTime(block.to);
    if (to > from) spans.push({ from, to });
  }
  return spans;
}

/** Yields the working spans from `at` onwards (`step` 1) or backwards (`step` -1), nearest first. */
function* iterateSpans(calendar: Calendar, at: number, step: 1 | -1): Generator<WorkingSpan> {
  const first = toDayNumber(calendar, at);
  for (let n = 0; n < HORIZON_DAYS; n += 1) {
    const spans = getSpans(calendar, first + n * step);
    yield* step === 1 ? spans : [...spans].reverse();
  }
}

/** Returns `at` if the team works then, else the start of its next working span. Ms UTC. */
export function nextWorkingMoment(calendar: Calendar, at: number): number {
  for (const span of iterateSpans(calendar, at, 1)) {
    if (span.to > at) return Math.max(span.from, at);
  }
  return at;
}

/**
 * Returns `at` if the team works then or has just stopped, else the end of the working span before it.
 * `at` too if there is no working time before it. Ms UTC.
 */
export function lastWorkingMoment(calendar: Calendar, at: number): number {
  for (const span of iterateSpans(calendar, at, -1)) {
    if (span.from <= at) return Math.min(span.to, at);
  }
  return at;
}

/**
 * Returns when work next begins after `at`, be it after a night or a break at noon; undefined if it
 * does not before `end`. Ms UTC.
 */
export function nextStartOfWork(calendar: Calendar, at: number, end: number): number | undefined {
  let stop = lastWorkingMoment(calendar, at);
  for (const span of iterateSpans(calendar, at, 1)) {
    if (span.from >= end) return undefined;
    if (span.to <= at) continue;
    if (span.from > at && span.from > stop) return span.from;
    stop = span.to;
  }
  return undefined;
}

/** Returns the moment when `working` ms of working time have passed since `at`. Ms UTC; `working` >= 0. */
export function addWorkingTime(calendar: Calendar, at: number, working: number): number {
  let left = working;
  for (const span of iterateSpans(calendar, at, 1)) {
    if (span.to <= at) continue;
    const from = Math.max(span.from, at);
    if (from + left < span.to) return from + left;
    left -= span.to - from;
  }
  return at + working;
}

/** Returns the moment `working` ms of working time before `at`: the reverse of {@link addWorkingTime}. */
export function subtractWorkingTime(calendar: Calendar, at: number, working: number): number {
  let left = working;
  for (const span of iterateSpans(calendar, at, -1)) {
    if (span.from >= at) continue;
    const to = Math.min(span.to, at);
    if (to - left >= span.from) return to - left;
    left -= to - span.from;
  }
  return at - working;
}

/** Returns the working time between two moments, ms; 0 when `to` is not later. */
export function workingTimeBetween(calendar: Calendar, from: number, to: number): number {
  let worked = 0;
  for (const span of iterateSpans(calendar, from, 1)) {
    if (span.from >= to) break;
    worked += Math.max(0, Math.min(span.to, to) - Math.max(span.from, from));
  }
  return worked;
}

/**
 * Returns the same wall time `days` working days later, ms UTC. Outside working time it counts from
 * the next working moment. If the team does not work at that time on the later day, the result is
 * the next working moment after it.
 */
export function addWorkingDays(calendar: Calendar, at: number, days: number): number {
  const start = nextWorkingMoment(calendar, at);
  let day = toDayNumber(calendar, start);
  let left = days;
  for (let n = 0; left > 0 && n < HORIZON_DAYS; n += 1) {
    day += 1;
    if (getSpans(calendar, day).length > 0) left -= 1;
  }
  if (days === 0) return start;
  return nextWorkingMoment(calendar, moveToDay(calendar, start, day));
}

/** Returns the wall time of `at` on another day, ms UTC. Asks luxon only where the clocks change. */
function moveToDay(calendar: Calendar, at: number, day: DayNumber): number {
  const { zone } = calendar;
  const offset = findOffset(zone, at);
  const dayStart = day * DAY_MS - offset * 60_000;
  const around = [dayStart - 3 * HOUR_MS, dayStart + DAY_MS + 3 * HOUR_MS];
  if (around.every((end) => findOffset(zone, end) === offset)) {
    return at + (day - toDayNumber(calendar, at)) * DAY_MS;
  }
  const { hour, minute, second, millisecond } = DateTime.fromMillis(at, { zone });
  return startOfDay(calendar, day).set({ hour, minute, second, millisecond }).toMillis();
}

/** The least time without work that counts as a night's rest, ms. */
const NIGHT_MS = 6 * 3_600_000;

/** When a working day begins where the team works through the night: an hour of its wall clock. */
const MORNING_HOUR = 8;

/**
 * Returns the start of the next working day, ms UTC: the first working moment after a night's rest, at
 * least {@link NIGHT_MS} after `at`. A working day is the shift between two such rests, and belongs to
 * the date on which it begins: for a shift from 22:00 to 6:00 the next one begins at 22:00, at whatever
 * hour of the shift it is. If the team works on for more than a day without a rest, the next working
 * day begins on the next date at {@link MORNING_HOUR}.
 */
export function nextBusinessDay(calendar: Calendar, at: number): number {
  const tomorrow = startOfDay(calendar, toDayNumber(calendar, at) + 1);
  const start = findNextShift(calendar, at) ?? tomorrow.set({ hour: MORNING_HOUR }).toMillis();
  return nextWorkingMoment(calendar, Math.max(start, at + NIGHT_MS));
}

/**
 * The start of the first shift of a later working day than `at`'s, ms UTC; undefined if the team works
 * on for more than a day before it rests.
 */
function findNextShift(calendar: Calendar, at: number): number | undefined {
  const today = findWorkingDay(calendar, at);
  let end = lastWorkingMoment(calendar, at);
  for (const span of iterateSpans(calendar, at, 1)) {
    if (span.to <= at) continue;
    const isRested = span.from - end >= NIGHT_MS;
    if (isRested && toDayNumber(calendar, span.from) > today) return span.from;
    end = span.to;
    if (end - at > DAY_MS) return undefined;
  }
  return undefined;
}

/**
 * The working day of a moment: its local date or, in a shift that began the day before and in the rest
 * after it, that of the day before.
 */
function findWorkingDay(calendar: Calendar, at: number): DayNumber {
  const date = toDayNumber(calendar, at);
  const midnight = startOfDay(calendar, date).toMillis();
  let start: number | undefined;
  for (const { from, to } of iterateSpans(calendar, at, -1)) {
    if (from > at) continue;
    if (start === undefined && to <= midnight) break;
    if ((start ?? at) - to >= NIGHT_MS) break;
    start = from;
    if (at - start > DAY_MS) return date;
  }
  return start === undefined ? date : toDayNumber(calendar, start);
}

/**
 * Counts the working days from one moment to another: the most that {@link addWorkingDays} can add to `from`
 * without passing `to`. 0 when `to` is not later.
 */
export function countWorkingDays(calendar: Calendar, from: number, to: number): number {
  const start = nextWorkingMoment(calendar, from);
  if (to <= start) return 0;
  const last = toDayNumber(calendar, to);
  let days = 0;
  for (let day = toDayNumber(calendar, start) + 1; day <= last; day += 1) {
    if (getSpans(calendar, day).length > 0) days += 1;
  }
  return days > 0 && addWorkingDays(calendar, start, days) > to ? days - 1 : days;
}

/** Counts the different local dates of these moments. Ms UTC. */
export function countLocalDays(calendar: Calendar, moments: readonly number[]): number {
  return new Set(moments.map((at) => toDayNumber(calendar, at))).size;
}

/** Does the team work at every moment of every day? */
export function isAroundTheClock({ week, holidays }: Calendar): boolean {
  return holidays.length === 0 && Object.values(week).every(fillsDay);
}

function fillsDay(blocks: readonly WorkingBlock[]): boolean {
  let filled = 0;
  for (const { from, to } of blocks) {
    if (from > filled) return false;
    filled = to;
  }
  return filled >= 1440;
}

/** Is this the name of an IANA zone that luxon knows? */
export function isZone(name: string): boolean {
  return IANAZone.isValidZone(name);
}
