import { DateTime } from 'luxon';
import { QUICK_SNOOZES, type QuickSnooze, type SnoozeChoice } from '../complaint/command.js';
import type { ComplaintFacts } from '../complaint/facts.js';
import { findOpenPromises } from '../complaint/promise.js';
import { type Refusal, refusal } from '../document/refusal.js';
import {
  type Calendar,
  isZone,
  nextBusinessDay,
  nextWorkingMoment,
  subtractWorkingTime,
} from '../organisation/calendar.js';
import { readMoment } from '../organisation/moment-words.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** How long a person can put off their reminders at most, days. */
export const LONGEST_SNOOZE_DAYS = 14;

/** When the afternoon begins and ends at the latest, hours of the team's wall clock. */
const AFTERNOON = { from: 13, to: 18 } as const;
/** From this hour on nobody says “this afternoon” for later. */
const NOON = 12;

/** When a snooze ends, ms UTC, or why it cannot end as a person chose. */
export type SnoozeEnd =
  | { readonly ok: true; readonly until: number }
  | { readonly ok: false; readonly why: Refusal };

type PromiseFacts = Pick<ComplaintFacts, 'promises'>;

/**
 * Finds when a snooze that begins at `now` (ms UTC) ends: always later, in working time, never after the
 * date of the complaint's next promise, and if it is chosen freely at most {@link LONGEST_SNOOZE_DAYS}
 * ahead. The next working day is as far as it is.
 */
export function findSnoozeEnd(
  choice: SnoozeChoice,
  complaint: PromiseFacts,
  calendar: Calendar,
  now: number,
): SnoozeEnd {
  const isQuick = typeof choice === 'string';
  const field = isQuick ? null : 'words';
  const said = isQuick ? null : choice.zone;
  const zone = said !== null && isZone(said) ? said : calendar.zone;
  const until = isQuick
    ? QUICK_ENDS[choice](calendar, now)
    : readMoment(choice.words, zone, calendar, now);
  if (until === null) {
    return { ok: false, why: refusal(isQuick ? 'snooze-not-now' : 'snooze-unread', field) };
  }
  if (until <= now) return { ok: false, why: refusal('date-past', field) };
  const due = findNextDue(complaint, now);
  if (due !== undefined && until > due) {
    const before = findMinuteBefore(calendar, due, now);
    return { ok: false, why: refusal('snooze-past-promise', field, { due, before, zone }) };
  }
  const days = LONGEST_SNOOZE_DAYS;
  return !isQuick && until - now > days * 24 * HOUR_MS
    ? { ok: false, why: refusal('snooze-far', field, { days }) }
    : { ok: true, until };
}

/** Which snoozes can be chosen with one press now, the shortest first. */
export function listQuickSnoozes(
  complaint: PromiseFacts,
  calendar: Calendar,
  now: number,
): readonly QuickSnooze[] {
  return QUICK_SNOOZES.filter((choice) => findSnoozeEnd(choice, complaint, calendar, now).ok);
}

/** When each one ends, ms UTC; null if that is not in working time. */
const QUICK_ENDS: Readonly<
  Record<QuickSnooze, (calendar: Calendar, now: number) => number | null>
> = {
  hour: (calendar, now) => {
    const end = now + HOUR_MS;
    return nextWorkingMoment(calendar, end) === end ? end : null;
  },
  afternoon: findAfternoon,
  'next-day': nextBusinessDay,
};

function findAfternoon(calendar: Calendar, now: number): number | null {
  const local = DateTime.fromMillis(now, { zone: calendar.zone });
  if (local.hour >= NOON) return null;
  const start = local.startOf('day').set({ hour: AFTERNOON.from });
  const end = nextWorkingMoment(calendar, start.toMillis());
  return end < start.set({ hour: AFTERNOON.to }).toMillis() ? end : null;
}

/** The nearest date of an open promise that has not passed, ms UTC. */
function findNextDue(complaint: PromiseFacts, now: number): number | undefined {
  const dates = findOpenPromises(complaint).map(({ dueAt }) => dueAt);
  return dates.filter((at) => at > now).toSorted((a, b) => a - b)[0];
}

/** The last minute of work that begins before `due` and after `now`; null if there is none. Ms UTC. */
function findMinuteBefore(calendar: Calendar, due: number, now: number): number | null {
  const before = subtractWorkingTime(calendar, due, MINUTE_MS);
  return before > now ? before : null;
}
