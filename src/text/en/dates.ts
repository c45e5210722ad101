import { DateTime } from 'luxon';

/**
 * A date and time for a sentence that is plain text, e.g. `Friday 11 December 2026 at 17:00`. `at`: ms
 * UTC; `zone`: IANA, which the sentence has to name.
 */
export function formatMoment(at: number, zone: string): string {
  const moment = DateTime.fromMillis(at, { zone, locale: 'en-GB' });
  return moment.toFormat("cccc d MMMM yyyy 'at' HH:mm");
}

/** A day for a line that is short, e.g. `3 Nov 2026`. `at`: ms UTC; `zone`: IANA. */
export function formatDay(at: number, zone: string): string {
  return DateTime.fromMillis(at, { zone, locale: 'en-GB' }).toFormat('d MMM yyyy');
}
