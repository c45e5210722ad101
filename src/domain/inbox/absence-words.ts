import { DateTime } from 'luxon';
import type { Calendar } from '../organisation/calendar.js';
import { readMoment } from '../organisation/moment-words.js';

/** Longer is no date, characters. */
const LONGEST = 100;

/** “from Monday until 4 January”, “21 December to 4 January”, “until Friday”. */
const SPAN = /^(?:from\s+)?(.*?)\s*\b(?:until|till|to)\s+(.+)$/is;
/** “from Monday”: without an end. */
const START = /^from\s+(.+)$/is;

/** When an absence begins and ends, ms UTC. `until`: null without an end. */
export interface ReadAbsence {
  readonly from: number;
  readonly until: number | null;
}

/**
 * Reads from when until when somebody is away, as somebody in `zone` (IANA) means it: “until Friday”, “from
 * 21 December until 4 January”, “Friday”. Without a start it begins at `now` (ms UTC); without any words it
 * has no end. A day is the start of work on it (see `readMoment`), and the end is sought after the start. Null
 * for what is no such time; one that has passed is returned as it is.
 */
export function readAbsence(
  written: string,
  zone: string,
  calendar: Calendar,
  now: number,
): ReadAbsence | null {
  const words = written.replace(/\s+/g, ' ').trim();
  if (words === '') return { from: now, until: null };
  if (words.length > LONGEST) return null;
  const start = START.exec(words)?.[1];
  const [, first = '', last = words] = SPAN.exec(words) ?? [];
  const isOpen = start !== undefined && !SPAN.test(words);
  const opening = isOpen ? start : first;
  const from = opening === '' ? now : readMoment(opening, zone, calendar, now);
  if (from === null) return null;
  if (isOpen) return { from, until: null };
  const until = readMoment(last, zone, calendar, Math.max(from, now));
  return until === null ? null : { from, until };
}

/**
 * The words that {@link readAbsence} reads as this absence, in `zone` (IANA), to be filled in and changed. Without
 * a start if it has begun at `now` (ms UTC); empty if it has no end either.
 */
export function writeAbsence({ from, until }: ReadAbsence, zone: string, now: number): string {
  const write = (at: number): string =>
    DateTime.fromMillis(at, { zone, locale: 'en-GB' }).toFormat('d LLLL yyyy HH:mm');
  const start = from > now ? [`from ${write(from)}`] : [];
  const end = until === null ? [] : [`until ${write(until)}`];
  return [...start, ...end].join(' ');
}
