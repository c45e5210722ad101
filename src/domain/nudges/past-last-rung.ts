import type { ComplaintFacts, NudgeKey, NudgeRecord } from '../complaint/facts.js';
import type { Handling } from '../complaint/handling.js';
import { addWorkingDays, type Calendar } from '../organisation/calendar.js';
import { findRungAfter, findTopRung, LAST_RUNG, type LadderPolicy } from '../organisation/rungs.js';
import { isObsolete, isOutstanding, isSameLadder } from './nudge.js';
import type { PlanFacts, PlanStep } from './plan-step.js';

/**
 * So many reminders past the last rung keep the usual distance: two weeks by default. Those after them
 * come once a week: whoever has not acted by then will not because of a message every other day, and
 * what comes too often is not read.
 */
export const CLOSE_REMINDERS = 5;

/** The least distance of the reminders after {@link CLOSE_REMINDERS}: a week, in working days. */
const WEEK_DAYS = 5;

/** Is this a reminder to everybody, because the whole ladder was reminded and nothing happened? */
export function isPastLastRung({ rung }: Pick<NudgeKey, 'rung'>): boolean {
  return rung > LAST_RUNG;
}

/**
 * Does a reminder past the last rung still ask for something? Then the reporter's card says so. False in
 * complaints of earlier releases until the next of these reminders.
 */
export function isEverybodyWaiting(
  complaint: Pick<
    ComplaintFacts,
    'pastLastRung' | 'nudges' | 'state' | 'details' | 'promises' | 'lastLifeAt' | keyof Handling
  >,
): boolean {
  if (complaint.pastLastRung === undefined) return false;
  return complaint.nudges.some((sent) => isPastLastRung(sent) && isOutstanding(sent, complaint));
}

/** What a complaint is planned by, as far as it is needed here. */
interface PastLastRungContext {
  readonly policy: LadderPolicy;
  readonly calendar: Calendar;
}

/** The rule that repeats now: its next rung, the last one it sent, and its distance in working days. */
export interface RepeatingLadder {
  readonly next: PlanStep;
  readonly last: NudgeRecord | undefined;
  readonly days: number;
}

/**
 * Adds the rungs past the last one to the steps. The rules with a time for each rung go on from the highest. All
 * ladders of a complaint that are past their last rung come at one time, counted from the latest of
 * these reminders, so that people get one message and not one for each rule.
 */
export function planPastLastRung(
  steps: readonly PlanStep[],
  repeating: RepeatingLadder | null,
  complaint: PlanFacts,
  { policy, calendar }: PastLastRungContext,
): readonly PlanStep[] {
  if (repeating === null) return steps;
  const ended = findEndedLadders(steps, complaint, policy);
  const { next, days } = repeating;
  const isNextPast = isPastLastRung(next);
  const tops = [...ended, ...(isNextPast && repeating.last ? [repeating.last] : [])];
  if (tops.length === 0) return steps;
  const reminders = Math.max(...tops.map(({ rung }) => rung - LAST_RUNG));
  const apart = reminders < CLOSE_REMINDERS ? days : Math.max(days, WEEK_DAYS);
  const latest = findLatestSentAt(complaint.nudges);
  const computeDueAt = ({ sentAt }: NudgeRecord): number =>
    addWorkingDays(calendar, Math.max(sentAt, latest), apart);
  const added = ended.map((top): PlanStep => {
    const { rule, about, round, rung } = top;
    const dueAt = alignDueAt(computeDueAt(top), repeating, calendar);
    return { rule, about, round, rung: findRungAfter(rung, policy), repeat: 0, dueAt };
  });
  const moved = steps.map((step) =>
    isNextPast && step === next && repeating.last !== undefined
      ? { ...step, dueAt: computeDueAt(repeating.last) }
      : step,
  );
  return [...moved, ...added];
}

/**
 * If the rule that repeats is still on its ladder, its next rung is near: the others wait for it, for
 * its own distance at most, so that it does not hold them off for ever.
 */
function alignDueAt(dueAt: number, { next, days }: RepeatingLadder, calendar: Calendar): number {
  if (isPastLastRung(next) || next.dueAt < dueAt) return dueAt;
  return next.dueAt < addWorkingDays(calendar, dueAt, days) ? next.dueAt : dueAt;
}

/** Returns, for each ladder with a time for each rung that was climbed, the nudge of its highest rung. */
function findEndedLadders(
  steps: readonly PlanStep[],
  complaint: PlanFacts,
  policy: LadderPolicy,
): readonly NudgeRecord[] {
  const top = findTopRung(policy);
  return steps
    .filter((step) => step.rung === top && hasTimeForEachRung(step))
    .filter((step) => !isObsolete(step, complaint))
    .flatMap((step) => findTop(step, complaint.nudges) ?? []);
}

function hasTimeForEachRung({ rule }: NudgeKey): boolean {
  return rule === 'untaken' || rule === 'acknowledgement' || rule === 'promise-passed';
}

/** Returns the first nudge of the highest rung of this ladder, if that is its last rung or past it. */
function findTop(last: PlanStep, nudges: readonly NudgeRecord[]): NudgeRecord | undefined {
  return nudges
    .filter((sent) => isSameLadder(sent, last) && sent.round === last.round && sent.repeat === 0)
    .filter(({ rung }) => rung >= last.rung)
    .sort((a, b) => b.rung - a.rung || a.sentAt - b.sentAt)[0];
}

/**
 * Returns the nudges of the highest rung past the last one, one for each ladder with a time for each rung.
 * Whoever had snoozed then gets it after the snooze, although the next rung is planned by now.
 */
export function findLatestPastLastRung(
  steps: readonly PlanStep[],
  complaint: PlanFacts,
  policy: LadderPolicy,
): readonly NudgeRecord[] {
  return findEndedLadders(steps, complaint, policy).filter(isPastLastRung);
}

/** Returns when the latest rung past the last one was first sent, ms UTC; 0 if there was none. */
function findLatestSentAt(nudges: readonly NudgeRecord[]): number {
  const first = new Map<string, number>();
  for (const { rule, about, round, rung, repeat, sentAt } of nudges) {
    if (!isPastLastRung({ rung }) || repeat > 0) continue;
    const key = [rule, about, round, rung].join('/');
    first.set(key, Math.min(first.get(key) ?? sentAt, sentAt));
  }
  return Math.max(0, ...first.values());
}
