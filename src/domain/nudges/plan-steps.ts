import type { ComplaintPromise, NudgeKey, NudgeRecord, NudgeRule } from '../complaint/facts.js';
import { findFollowUps, findResolution } from '../complaint/handling.js';
import { isPromiseSettled } from '../complaint/promise.js';
import { COMPLETION_SPANS } from '../intake/missing.js';
import {
  addWorkingDays,
  addWorkingTime,
  type Calendar,
  subtractWorkingTime,
} from '../organisation/calendar.js';
import type { NudgePolicy } from '../organisation/organisation.js';
import { findRungAfter, listRungs } from '../organisation/rungs.js';
import { findRepeatingRule, isBeforeCorrection, MIN_GAP_MS, type RepeatingRule } from './nudge.js';
import { planPastLastRung, type RepeatingLadder } from './past-last-rung.js';
import type { PlanFacts, PlanStep } from './plan-step.js';
import { findRound } from './rounds.js';
import { findShortNotice } from './short-notice.js';

/** A rung as its rule plans it. Without a round it belongs to the one that runs. */
type DueRung = NudgeKey & Pick<PlanStep, 'dueAt' | 'lastRound'> & Partial<Pick<PlanStep, 'round'>>;

type PlanRule = (
  complaint: PlanFacts,
  policy: NudgePolicy,
  calendar: Calendar,
) => readonly DueRung[];

/** The steps of each rule, in order. Steps that are done or no longer wanted are left out later. */
const RULES: Readonly<Record<NudgeRule, PlanRule>> = {
  untaken: planUntaken,
  acknowledgement: planAcknowledgement,
  incomplete: planIncomplete,
  'promise-near': (complaint, policy, calendar) =>
    complaint.promises.flatMap((promise) => planPromiseNear(promise, complaint, policy, calendar)),
  'promise-passed': (complaint, policy, calendar) =>
    complaint.promises.flatMap((promise) => planPromisePassed(promise, policy, calendar)),
  quiet: (...facts) => planRepeating('quiet', ...facts),
  tell: (...facts) => planRepeating('tell', ...facts),
  'follow-up': (...facts) => planRepeating('follow-up', ...facts),
};

/** Plans the steps of all rules, with the rungs past the last one, see {@link planPastLastRung}. */
export function planSteps(...facts: Parameters<PlanRule>): readonly PlanStep[] {
  const [complaint, policy, calendar] = facts;
  const steps = Object.values(RULES)
    .flatMap((planRule) => planRule(...facts))
    .map((rung) => ({ round: findRound(rung.rule, complaint), ...rung, repeat: 0 }));
  return planPastLastRung(steps, findRepeatingLadder(steps, complaint, policy), complaint, {
    policy,
    calendar,
  });
}

function findRepeatingLadder(
  steps: readonly PlanStep[],
  complaint: PlanFacts,
  policy: NudgePolicy,
): RepeatingLadder | null {
  const rule = findRepeatingRule(complaint);
  const next = steps.find((step) => step.rule === rule);
  if (rule === null || next === undefined) return null;
  const { days } = REPETITIONS[rule](complaint, policy);
  return { next, last: findLastRepetition(rule, complaint, policy), days: days[1] };
}

function planUntaken(
  { untakenSince }: PlanFacts,
  policy: NudgePolicy,
  calendar: Calendar,
): readonly DueRung[] {
  if (untakenSince === null) return [];
  const times = policy.untaken.map((span) => addWorkingTime(calendar, untakenSince, span));
  return toRungs({ rule: 'untaken', about: null }, times, policy);
}

/**
 * Returns the rungs of a ladder with a time for each, ms UTC: the first time is that of its lowest rung. A
 * ladder with fewer rungs has no use for the last times.
 */
function toRungs(
  what: Pick<NudgeKey, 'rule' | 'about'>,
  times: readonly number[],
  policy: NudgePolicy,
): readonly DueRung[] {
  const rungs = listRungs(policy);
  return times.flatMap((dueAt, n) => {
    const rung = rungs[n];
    return rung === undefined ? [] : [{ ...what, rung, dueAt }];
  });
}

/**
 * Returns when the acknowledgement is due, ms UTC. By default one working day after the complaint was
 * received.
 */
export function acknowledgementDue(
  receivedAt: number,
  policy: NudgePolicy,
  calendar: Calendar,
): number {
  return addWorkingDays(calendar, receivedAt, policy.acknowledgeWithinDays);
}

/**
 * A complaint may be recorded long after it was received. If the usual warning is past by then, it comes
 * at short notice, see {@link findShortNotice}, or when the acknowledgement is due. If that was already, it
 * comes {@link MIN_GAP_MS} after it was recorded, and the next as long after that.
 */
function planAcknowledgement(
  complaint: PlanFacts,
  policy: NudgePolicy,
  calendar: Calendar,
): readonly DueRung[] {
  const due = acknowledgementDue(complaint.receivedAt, policy, calendar);
  const { filedAt } = complaint;
  const usual = subtractWorkingTime(calendar, due, policy.acknowledgeWarning);
  const notice = usual > filedAt ? usual : findShortNotice(calendar, filedAt, due);
  const first = notice ?? (due > filedAt ? due : addWorkingTime(calendar, filedAt, MIN_GAP_MS));
  const second =
    notice === undefined ? Math.max(due, addWorkingTime(calendar, first, MIN_GAP_MS)) : due;
  const times = [first, second, addWorkingDays(calendar, second, 1)];
  return toRungs({ rule: 'acknowledgement', about: null }, times, policy);
}

/**
 * The next reminder to complete what was left for later; each is a round, because it repeats the one before. After an
 * outage they keep their distances.
 */
function planIncomplete(
  { nudges, filedAt }: PlanFacts,
  _: NudgePolicy,
  calendar: Calendar,
): readonly DueRung[] {
  const sent = nudges.filter(({ rule }) => rule === 'incomplete');
  const done = Math.max(0, ...sent.map(({ round }) => round));
  const span = COMPLETION_SPANS[done];
  if (span === undefined) return [];
  const usual = addWorkingTime(calendar, filedAt, span);
  const last = Math.max(0, ...sent.map(({ sentAt }) => sentAt));
  const apart = span - (COMPLETION_SPANS[done - 1] ?? 0);
  const dueAt = done === 0 ? usual : Math.max(usual, addWorkingTime(calendar, last, apart));
  return [{ rule: 'incomplete', about: null, rung: 0, round: done + 1, dueAt }];
}

/**
 * Each warning is a round, because it repeats the one before. If the policy has fewer warnings than it
 * had when some were sent, those closest to the date are still to come: they keep the last rounds. They are
 * no ladder: they go to whoever has the complaint, by every policy. A
 * promise made after all of its warnings has one at short notice, see {@link findShortNotice}: the last
 * one, or if any was sent that one again, so that whoever got it gets no more. Once somebody was nudged
 * because the promise has passed, no warning makes sense. When its date is corrected the warnings begin anew:
 * their rounds follow those that were sent of the wrong date.
 */
function planPromiseNear(
  promise: ComplaintPromise,
  { nudges }: PlanFacts,
  policy: NudgePolicy,
  calendar: Calendar,
): readonly DueRung[] {
  const { id: about } = promise;
  const setAt = promise.correctedAt ?? promise.madeAt;
  const hasPassed = nudges.some((one) => one.rule === 'promise-passed' && one.about === about);
  if (isPromiseSettled(promise) || hasPassed) return [];
  const warnings = nudges.filter((one) => one.rule === 'promise-near' && one.about === about);
  const sent = warnings.filter((one) => !isBeforeCorrection(one, promise));
  const earlier = warnings.filter((one) => isBeforeCorrection(one, promise));
  const spans = [...policy.beforePromise].sort((one, other) => one - other);
  const lastRound = Math.max(findLastRound(earlier) + spans.length, findLastRound(sent));
  const warning = { rule: 'promise-near', about, rung: 0, lastRound } as const;
  const usual = spans
    .map((span, n) => ({
      ...{ ...warning, round: lastRound - n },
      dueAt: subtractWorkingTime(calendar, promise.dueAt, span),
    }))
    .filter(({ dueAt }) => dueAt > setAt);
  if (usual.length > 0 || spans.length === 0) return usual;
  const dueAt = findShortNotice(calendar, setAt, promise.dueAt);
  const round = sent.length === 0 ? lastRound : Math.max(...sent.map((one) => one.round));
  return dueAt === undefined ? [] : [{ ...warning, round, dueAt }];
}

/** The last round of these warnings by the policy of then; 0 without any. */
function findLastRound(warnings: readonly NudgeRecord[]): number {
  return Math.max(0, ...warnings.map((one) => one.lastRound ?? one.round));
}

function planPromisePassed(
  promise: ComplaintPromise,
  policy: NudgePolicy,
  calendar: Calendar,
): readonly DueRung[] {
  if (isPromiseSettled(promise)) return [];
  const times = policy.promisePassed.map((span) => addWorkingTime(calendar, promise.dueAt, span));
  return toRungs({ rule: 'promise-passed', about: promise.id }, times, policy);
}

/** How a rule repeats. */
interface Repetition {
  /** Since when nothing happened, ms UTC. */
  readonly since: number;
  /** Working days to the first nudge, and from each nudge to the next. */
  readonly days: readonly [first: number, next: number];
}

/** How each rule repeats while it is the one that does, see {@link findRepeatingRule}. */
const REPETITIONS: Readonly<
  Record<RepeatingRule, (complaint: PlanFacts, policy: NudgePolicy) => Repetition>
> = {
  quiet: ({ lastLifeAt }, { quietDays }) => ({ since: lastLifeAt, days: [quietDays, quietDays] }),
  tell: (complaint, { tellDays, followUpAgainDays }) => ({
    since: findResolution(complaint)?.at ?? complaint.lastLifeAt,
    days: [tellDays, followUpAgainDays],
  }),
  'follow-up': (complaint, { followUpDays, followUpAgainDays }) => {
    const tried = findFollowUps(complaint).at(-1);
    if (tried !== undefined) {
      return { since: tried.at, days: [followUpAgainDays, followUpAgainDays] };
    }
    const told = findResolution(complaint)?.told?.at ?? complaint.lastLifeAt;
    return { since: told, days: [followUpDays, followUpAgainDays] };
  },
};

function findRepetition(
  rule: RepeatingRule,
  complaint: PlanFacts,
  policy: NudgePolicy,
): Repetition | null {
  return findRepeatingRule(complaint) === rule ? REPETITIONS[rule](complaint, policy) : null;
}

function planRepeating(
  rule: RepeatingRule,
  complaint: PlanFacts,
  policy: NudgePolicy,
  calendar: Calendar,
): readonly DueRung[] {
  const repetition = findRepetition(rule, complaint, policy);
  if (repetition === null) return [];
  const { since, days } = repetition;
  const last = findHighestRungSince(rule, complaint, since);
  const dueAt = addWorkingDays(calendar, last?.sentAt ?? since, last ? days[1] : days[0]);
  return [{ rule, about: null, rung: findRungAfter(last?.rung ?? -1, policy), dueAt }];
}

/** Returns the nudge that a repeating rule sent last, on its highest rung; undefined if it sent none yet. */
export function findLastRepetition(
  rule: RepeatingRule,
  complaint: PlanFacts,
  policy: NudgePolicy,
): NudgeRecord | undefined {
  const repetition = findRepetition(rule, complaint, policy);
  return repetition === null ? undefined : findHighestRungSince(rule, complaint, repetition.since);
}

/**
 * Returns the first sent nudge of the highest rung of a rule after `since`. The next rung follows it,
 * even if `since` moves forward (a late report of earlier activity) and lower rungs no longer count. When
 * the complainant was told may lie before nudges of an earlier round, so only the running round counts
 * for the rules that only a command starts anew.
 */
function findHighestRungSince(
  rule: NudgeRule,
  complaint: PlanFacts,
  since: number,
): NudgeRecord | undefined {
  return complaint.nudges
    .filter((sent) => sent.rule === rule && sent.sentAt > since)
    .filter((sent) => rule === 'quiet' || sent.round === findRound(rule, complaint))
    .sort((a, b) => b.rung - a.rung || a.sentAt - b.sentAt)[0];
}
