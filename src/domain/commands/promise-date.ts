import { DateTime } from 'luxon';
import type { CommandOf, DateWords } from '../complaint/command.js';
import type { PersonContext } from '../complaint/decision.js';
import type { ComplaintFacts } from '../complaint/facts.js';
import { type Refusal, refusal } from '../document/refusal.js';
import {
  type Calendar,
  isZone,
  lastWorkingMoment,
  nextWorkingMoment,
} from '../organisation/calendar.js';
import { readDeadline } from '../organisation/deadline-words.js';
import { findCalendar } from '../organisation/organisation.js';
import { isBlank } from '../text/blank.js';
import { type Checked, findDateFaults, toChecked } from './validation.js';

const MINUTE_MS = 60_000;

/** The fields of a promise's date. */
type DateField = 'dueAt' | 'dueWords';

type DatedCommand = CommandOf<'promise' | 'renegotiate' | 'correct-promise'>;

/**
 * Checks by when something is promised: as chosen, as said in words, or both if they mean the same minute. It must
 * lie in the future and in working time, or the person keeps it all the same, because it is what the
 * complainant was promised. The team's very end of work is fine. Ms UTC.
 */
export function checkPromiseDate(
  complaint: ComplaintFacts,
  { dueAt, dueWords, unworked = false }: DatedCommand,
  { now, organisation }: PersonContext,
): Checked<number> {
  const calendar = findCalendar(complaint.team, organisation);
  if (dueAt !== null && !Number.isFinite(dueAt)) return refuse(refusal('no-date', 'dueAt'));
  if (dueWords === undefined || isBlank(dueWords.words)) {
    if (dueAt === null) return refuse(refusal('no-deadline', 'dueAt'));
    const faults = findDateFaults('dueAt', dueAt, now);
    if (faults.length > 0 || unworked) return toChecked(faults, () => dueAt);
    return toChecked(findUnworkedFaults('dueAt', dueAt, calendar, now), () => dueAt);
  }
  const said = readWords(dueWords, dueAt, calendar, now);
  if (!said.ok || unworked) return said;
  return toChecked(findUnworkedFaults('dueWords', said.value, calendar, now), () => said.value);
}

/** What the words say, if it is one moment to come and the one that was chosen. */
function readWords(
  { words, zone: own }: DateWords,
  chosen: number | null,
  calendar: Calendar,
  now: number,
): Checked<number> {
  const zone = own !== null && isZone(own) ? own : calendar.zone;
  const read = readDeadline(words, zone, calendar, now);
  switch (read.kind) {
    case 'unread':
      return refuse(refusal('due-unread', 'dueWords'));
    case 'ambiguous': {
      const either = chosen !== null && [read.either, read.or].find((at) => isSame(at, chosen));
      if (either) return { ok: true, value: either };
      return refuse(
        refusal('due-ambiguous', 'dueWords', { either: read.either, or: read.or, zone }),
      );
    }
    case 'read': {
      const { at } = read;
      if (at <= now) return refuse(refusal('due-passed', 'dueWords', { at, zone }));
      if (chosen !== null && !isSame(at, chosen)) {
        return refuse(refusal('dates-differ', 'dueWords', { said: at, chosen, zone }));
      }
      return toChecked(findDateFaults('dueWords', at, now), () => at);
    }
  }
}

function isSame(one: number, other: number): boolean {
  return Math.floor(one / MINUTE_MS) === Math.floor(other / MINUTE_MS);
}

function refuse(reason: Refusal): Checked<number> {
  return { ok: false, refusals: [reason] };
}

function findUnworkedFaults(
  field: DateField,
  at: number,
  calendar: Calendar,
  now: number,
): readonly Refusal[] {
  const { zone } = calendar;
  const before = lastWorkingMoment(calendar, at);
  if (before === at) return [];
  if (before > now) {
    const holiday = isHoliday(calendar, at) ? ({ holiday: true } as const) : {};
    return [refusal('date-unworked', field, { at, before, zone, ...holiday })];
  }
  return [refusal('date-before-work', field, { next: nextWorkingMoment(calendar, at), zone })];
}

function isHoliday({ zone, holidays }: Calendar, at: number): boolean {
  return holidays.includes(DateTime.fromMillis(at, { zone }).toFormat('yyyy-MM-dd'));
}

/** What the history records of a date that was kept although nobody works then. */
export function toUnworked(
  { team }: ComplaintFacts,
  dueAt: number,
  { organisation }: PersonContext,
): { readonly unworked?: true } {
  const isWorked = lastWorkingMoment(findCalendar(team, organisation), dueAt) === dueAt;
  return isWorked ? {} : { unworked: true };
}
