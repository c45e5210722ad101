import type { NudgeKey, NudgeRecord } from '../complaint/complaint.js';
import { addWorkingTime, type Calendar, workingTimeBetween } from '../organisation/calendar.js';

/** A rung of a rule, with its due time (ms UTC). */
type Rung = NudgeKey & { readonly dueAt: number };

/** The least time that the people on one rung have before the next rung is nudged. Working ms. */
export const MIN_GAP_MS = 3_600_000;

/**
 * Returns the earliest time to send a rung, ms UTC: its due time, unless the rung below was or will be
 * sent late. If this rung was already due by then, it keeps the policy's distance to the rung below.
 * If it was still to come, it keeps at least {@link MIN_GAP_MS} (or the policy's distance, if shorter).
 * So after an outage the officers are not nudged in the same minute as the team.
 */
export function earliestSendTime(
  rung: Rung,
  rungs: readonly Rung[],
  nudges: readonly NudgeRecord[],
  calendar: Calendar,
): number {
  const { dueAt } = rung;
  const below = rungs.find((other) => isSameLadder(other, rung) && other.rung === rung.rung - 1);
  if (below === undefined || findFirstSentAt(rung, nudges) !== undefined) return dueAt;
  const belowAt =
    findFirstSentAt(below, nudges) ?? earliestSendTime(below, rungs, nudges, calendar);
  const apart = workingTimeBetween(calendar, below.dueAt, dueAt);
  const gap = belowAt >= dueAt ? apart : Math.min(apart, MIN_GAP_MS);
  return Math.max(dueAt, addWorkingTime(calendar, belowAt, gap));
}

/**
 * Selects which of the due nudges to send now: of each ladder only the lowest rung that is not sent
 * yet. The rungs above stay planned and follow, see {@link earliestSendTime}. A rung that has started
 * (one person got it, another has snoozed it) is not held back.
 */
export function selectLowestRungs<T extends Rung>(
  due: readonly T[],
  nudges: readonly NudgeRecord[],
): readonly T[] {
  const fresh = due.filter((plan) => !hasStarted(plan, nudges));
  const isHeldBack = (plan: T): boolean =>
    fresh.includes(plan) &&
    fresh.some((other) => isSameLadder(other, plan) && other.rung < plan.rung);
  return due.filter((plan) => !isHeldBack(plan));
}

/** Was this rung sent to a person, or is it the repetition of a sent one that is not settled? */
function hasStarted(plan: Rung, nudges: readonly NudgeRecord[]): boolean {
  return nudges.some(
    (sent) => isSameRung(sent, plan) && (sent.dueAt === plan.dueAt || sent.settledAt === null),
  );
}

/** Returns when a rung was first sent to any recipient, ms UTC; undefined if it was not. */
export function findFirstSentAt(rung: Rung, nudges: readonly NudgeRecord[]): number | undefined {
  const sent = nudges.filter((one) => isSameRung(one, rung) && one.dueAt === rung.dueAt);
  return sent.length === 0 ? undefined : Math.min(...sent.map((one) => one.sentAt));
}

/** Do both have the same rule, promise and rung, whenever they are due? */
export function isSameRung(one: NudgeKey, other: NudgeKey): boolean {
  return isSameLadder(one, other) && one.rung === other.rung;
}

function isSameLadder(one: NudgeKey, other: NudgeKey): boolean {
  return one.rule === other.rule && one.about === other.about;
}
