import { DateTime } from 'luxon';
import { TEAMS_TEXT } from '../../../src/text/teams-en.js';

/** Largest moment JavaScript's dates hold, ms; ECMA-262, time values. */
const LAST_MOMENT = 8.64e15;

/**
 * A moment written out in an IANA zone (UTC when it is unknown), e.g. `Mon, 3 Mar 2025, 14:30 GMT`.
 * Adaptive Cards has `{{DATE(…)}}` for the reader's own zone, but Microsoft says that Teams does not
 * support it ("Format cards in Teams", Format cards with Markdown, note): a reader would see it raw.
 */
export function formatDate(at: number, zone: string): string {
  if (!(Math.abs(at) <= LAST_MOMENT)) return TEAMS_TEXT.nothing;
  return dateFormat(zone).format(at);
}

/** The zone a person's dates are entered in: their own, else UTC. */
export function zoneOrUtc(zone: string | null): string {
  return zone !== null && zone !== '' && isZone(zone) ? zone : 'UTC';
}

/** A moment as the values of Input.Date and Input.Time; undefined where a year has not four digits. */
export function toDateInputs(
  at: number,
  zone: string,
): { readonly date: string; readonly time: string } | undefined {
  const moment = DateTime.fromMillis(Math.abs(at) <= LAST_MOMENT ? at : Number.NaN, { zone });
  if (!moment.isValid || moment.year < 1000 || moment.year > 9999) return undefined;
  return { date: moment.toFormat('yyyy-MM-dd'), time: moment.toFormat('HH:mm') };
}

/**
 * What was entered as a moment, ms UTC; a date alone counts to the end of its day. Null when there is
 * no such date. A time the clock skips is moved on by what it skips; of one it repeats, the first counts.
 */
export function parseDateInputs(date: unknown, time: unknown, zone: string): number | null {
  if (typeof date !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(date)) return null;
  const isTimed = typeof time === 'string' && time !== '';
  const clock = isTimed ? time : '23:59';
  if (!/^\d{2}:\d{2}(?::\d{2})?$/.test(clock)) return null;
  const moment = DateTime.fromISO(`${date}T${clock}`, { zone });
  return moment.isValid ? moment.toMillis() : null;
}

/** By canonical zone: one takes 22 KB, and people may spell a zone in any case. */
const formats = new Map<string, Intl.DateTimeFormat>();
/** More than there are zones. */
const MOST_FORMATS = 700;

/** The format of moments in a zone (UTC when it is unknown): one, however the zone is spelt. */
export function dateFormat(zone: string): Intl.DateTimeFormat {
  const timeZone = canonical(zoneOrUtc(zone)) ?? 'UTC';
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat(TEAMS_TEXT.dateLocale, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
    timeZone,
  });
  if (formats.size < MOST_FORMATS) formats.set(timeZone, format);
  return format;
}

/** Canonical zones, by how they were spelt. */
const zones = new Map<string, string>();
/** More than there are; only other ways to write them could fill it. */
const MOST_ZONES = 1000;

/** Whether there is this IANA zone. */
export function isZone(zone: string): boolean {
  return canonical(zone) !== undefined;
}

/** The name of a zone however it is spelt. Every activity names one and to look costs 50 µs, so it is remembered. */
function canonical(zone: string): string | undefined {
  const known = zones.get(zone);
  if (known !== undefined) return known;
  try {
    const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions();
    if (zones.size < MOST_ZONES) zones.set(zone, timeZone);
    return timeZone;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
