import { DateTime } from 'luxon';
import { MAX_TIMESTAMP_MS } from '../../shared/dates.js';

/** A moment as the values of Input.Date and Input.Time; undefined where a year has not four digits. */
export function toDateInputs(
  at: number,
  zone: string,
): { readonly date: string; readonly time: string } | undefined {
  const moment = DateTime.fromMillis(Math.abs(at) <= MAX_TIMESTAMP_MS ? at : Number.NaN, { zone });
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
