import type { NudgeKey, NudgeRecord } from '../complaint/complaint.js';
import { addWorkingTime, type Calendar, workingTimeBetween } from '../organisation/calendar.js';

/** A rung of a rule, by the moment it is about. */
type Rung = NudgeKey & { readonly dueAt: number };

/** How long whoever stands on a rung has at least before the next hears of it. Working ms. */
export const MIN_GAP_MS = 3_600_000;

/**
 * The moment a rung may be sent from, ms UTC: its due time, unless the rung below was or will be sent
 * late. When this one was due by then too, it follows as long after the one below as the policy sets
 * them apart; when it was still to come, after {@link MIN_GAP_MS} at least (or that distance, if
 * shorter). So an outage does not tell officers of what the team hears in the same minute.
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
  const chance = belowAt >= dueAt ? apart : Math.min(apart, MIN_GAP_MS);
  return Math.max(dueAt, addWorkingTime(calendar, belowAt, chance));
}

/**
 * Of nudges that are due together, those to send now: of each ladder the lowest rung nobody has
 * heard of yet; those above stay planned and follow, see {@link earliestSendTime}. A rung that has begun
 * (somebody on it has heard, another was put off) is not held back.
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

/** Was it sent to anybody, or is it said again of one that was sent and still asks? */
function hasStarted(plan: Rung, nudges: readonly NudgeRecord[]): boolean {
  return nudges.some(
    (sent) => isSameRung(sent, plan) && (sent.dueAt === plan.dueAt || sent.settledAt === null),
  );
}

/** When it was first sent to anybody, ms UTC; undefined when it was not. */
export function findFirstSentAt(rung: Rung, nudges: readonly NudgeRecord[]): number | undefined {
  const sent = nudges.filter((one) => isSameRung(one, rung) && one.dueAt === rung.dueAt);
  return sent.length === 0 ? undefined : Math.min(...sent.map((one) => one.sentAt));
}

/** The same rule, promise and rung, whenever it is due. */
export function isSameRung(one: NudgeKey, other: NudgeKey): boolean {
  return isSameLadder(one, other) && one.rung === other.rung;
}

function isSameLadder(one: NudgeKey, other: NudgeKey): boolean {
  return one.rule === other.rule && one.about === other.about;
}
