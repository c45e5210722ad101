import { DateTime } from 'luxon';
import { MAX_TIMESTAMP_MS } from '../../shared/text.js';

/** Converts a moment (ms UTC) to the values of Input.Date and Input.Time; undefined when its year has not four digits. */
export function toDateInputs(
  at: number,
  zone: string,
): { readonly date: string; readonly time: string } | undefined {
  const moment = DateTime.fromMillis(Math.abs(at) <= MAX_TIMESTAMP_MS ? at : Number.NaN, { zone });
  if (!moment.isValid || moment.year < 1000 || moment.year > 9999) return undefined;
  return { date: moment.toFormat('yyyy-MM-dd'), time: moment.toFormat('HH:mm') };
}

/**
 * Converts the values of Input.Date and Input.Time to a moment, ms UTC; null for an invalid date, and
 * for one without a time. A time the clock skips is moved forward by the gap; of a time it repeats, the
 * first counts.
 */
export function parseDateInputs(date: unknown, time: unknown, zone: string): number | null {
  if (typeof date !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(date)) return null;
  if (typeof time !== 'string' || !/^\d{2}:\d{2}(?::\d{2})?$/.test(time)) return null;
  const moment = DateTime.fromISO(`${date}T${time}`, { zone });
  return moment.isValid ? moment.toMillis() : null;
}
