import {
  type ComplaintFacts,
  type ComplaintPromise,
  isOngoing,
  type NudgeIdentity,
  type NudgeKey,
  type NudgeRecipient,
  type NudgeRecord,
  type NudgeRule,
} from '../complaint/facts.js';
import { findFollowUps, findResolution, type Handling } from '../complaint/handling.js';
import { findOpenPromises, isPromiseSettled } from '../complaint/promise.js';
import { owesAcknowledgement } from '../intake/acknowledgement.js';
import { isIncomplete } from '../intake/missing.js';
import { addWorkingTime, type Calendar, workingTimeBetween } from '../organisation/calendar.js';

/** A nudge that is still to be sent. Times are ms UTC. */
export interface PlannedNudge extends NudgeIdentity, Pick<NudgeRecord, 'lastRound'> {
  /** When it is due by the hours and the policy of now. */
  readonly dueAt: number;
  /** When to send it: `dueAt` moved into working time, past a snooze and away from the rung below. */
  readonly at: number;
  readonly to: NudgeRecipient;
}

/** Sorts the earliest first. Ties go by due time and id, so that the order of the facts never matters. */
export function compareNudges(a: PlannedNudge, b: PlannedNudge): number {
  return a.at - b.at || a.dueAt - b.dueAt || (toNudgeId(a) < toNudgeId(b) ? -1 : 1);
}

/**
 * Returns the identity of a nudge as text: rule, promise, rung, round, repeat and recipient. No id is
 * decided twice. Ids of earlier releases had the due time in place of the round.
 */
export function toNudgeId(nudge: NudgeIdentity & { to: NudgeRecipient }): string {
  const { rule, about, rung, round, repeat, to } = nudge;
  const turn = repeat === 0 ? round : `${round}-${repeat}`;
  return [rule, about ?? '-', rung, turn, toRecipientKey(to)].join('/');
}

/** Returns a recipient as text: the person's id, or `team`. */
export function toRecipientKey(to: NudgeRecipient): string {
  return to === 'team' ? 'team' : to.person;
}

type RelevantFacts = Pick<
  ComplaintFacts,
  'state' | 'details' | 'promises' | 'lastLifeAt' | keyof Handling
>;

/**
 * Is what this nudge asks for done or no longer wanted? Such a nudge is neither planned nor sent, and
 * a message that still asks for it is updated.
 */
export function isObsolete(nudge: NudgeKey, complaint: RelevantFacts): boolean {
  switch (nudge.rule) {
    case 'untaken':
      return complaint.state !== 'open';
    case 'acknowledgement':
      return !owesAcknowledgement(complaint);
    case 'incomplete':
      return !isIncomplete(complaint);
    case 'promise-near':
    case 'promise-passed':
      return (
        !isOngoing(complaint) ||
        complaint.promises.every((p) => p.id !== nudge.about || isPromiseSettled(p))
      );
    case 'quiet':
    case 'tell':
    case 'follow-up':
      return findRepeatingRule(complaint) !== nudge.rule;
  }
}

/** The rules that repeat until something happens, one rung higher each time. */
export const REPEATING_RULES = [
  'quiet',
  'tell',
  'follow-up',
] as const satisfies readonly NudgeRule[];
export type RepeatingRule = (typeof REPEATING_RULES)[number];

/**
 * Returns the one rule that repeats now, so that no complaint is forgotten; null once it is closed or
 * withdrawn. A resolved complaint waits until the complainant was told, then until every promise is
 * settled, then for the follow-up.
 */
export function findRepeatingRule(complaint: RelevantFacts): RepeatingRule | null {
  if (!isOngoing(complaint)) return null;
  const resolution = findResolution(complaint);
  if (complaint.state !== 'resolved' || resolution === null) return 'quiet';
  if (resolution.told === null) return 'tell';
  return findOpenPromises(complaint).length > 0 ? 'quiet' : 'follow-up';
}

/**
 * Is a sent nudge answered? Like {@link isObsolete}, but any activity also answers a `quiet` nudge, and an
 * attempt to reach the complainant a `follow-up` nudge, and a corrected date what was said of the wrong one.
 */
export function isAnswered(
  sent: NudgeKey & Pick<NudgeRecord, 'sentAt'>,
  complaint: RelevantFacts,
): boolean {
  if (sent.rule === 'quiet' && complaint.lastLifeAt >= sent.sentAt) return true;
  const tried = findFollowUps(complaint).at(-1);
  if (sent.rule === 'follow-up' && tried !== undefined && tried.at >= sent.sentAt) return true;
  const promise = complaint.promises.find(({ id }) => id === sent.about);
  if (promise !== undefined && isBeforeCorrection(sent, promise)) return true;
  return isObsolete(sent, complaint);
}

/** Was this warning of a promise sent before the promise's date was corrected? */
export function isBeforeCorrection(
  { rule, sentAt }: Pick<NudgeRecord, 'rule' | 'sentAt'>,
  { correctedAt }: Pick<ComplaintPromise, 'correctedAt'>,
): boolean {
  return rule === 'promise-near' && correctedAt !== undefined && sentAt <= correctedAt;
}

/**
 * Does a sent nudge still ask for something? A settled one never does again: if a complaint is
 * reopened and resolved again, the new resolution gets its own follow-up nudge.
 */
export function isOutstanding(sent: NudgeRecord, complaint: RelevantFacts): boolean {
  return sent.settledAt === null && !isAnswered(sent, complaint);
}

/** A rung of a rule in its round, with its due time (ms UTC). */
type Rung = NudgeIdentity & { readonly dueAt: number };

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
  const below = findRungBelow(rung, rungs);
  if (below === undefined || findFirstSentAt(rung, nudges) !== undefined) return dueAt;
  const belowAt =
    findFirstSentAt(below, nudges) ?? earliestSendTime(below, rungs, nudges, calendar);
  const apart = workingTimeBetween(calendar, below.dueAt, dueAt);
  const gap = belowAt >= dueAt ? apart : Math.min(apart, MIN_GAP_MS);
  return Math.max(dueAt, addWorkingTime(calendar, belowAt, gap));
}

/** Returns the next lower rung that the ladder has; undefined for the lowest. */
function findRungBelow(rung: Rung, rungs: readonly Rung[]): Rung | undefined {
  return rungs
    .filter((other) => isSameLadder(other, rung) && other.rung < rung.rung)
    .sort((one, other) => other.rung - one.rung)[0];
}

/**
 * Selects which of the due nudges to send now: of each ladder only the lowest rung that is not sent
 * yet. The rungs above stay planned and follow, see {@link earliestSendTime}. A rung that has started
 * (one person got it, another has snoozed it) is not held back, nor is one that follows a rung that was
 * sent: what is below that one was only put off by a snooze.
 */
export function selectLowestRungs<T extends Rung>(
  due: readonly T[],
  nudges: readonly NudgeRecord[],
): readonly T[] {
  const fresh = due.filter((plan) => !hasStarted(plan, nudges));
  const isHeldBack = (plan: T): boolean =>
    fresh.includes(plan) &&
    fresh.some((other) => isSameLadder(other, plan) && isNextBelow(other, plan, nudges));
  return due.filter((plan) => !isHeldBack(plan));
}

/** Does the ladder climb from `lower` to `upper`, because no rung between them was sent? */
function isNextBelow(lower: Rung, upper: Rung, nudges: readonly NudgeRecord[]): boolean {
  const isBetween = (sent: NudgeRecord): boolean =>
    sent.rung > lower.rung && sent.rung < upper.rung && sent.round === upper.round;
  return (
    lower.rung < upper.rung && !nudges.some((sent) => isSameLadder(sent, upper) && isBetween(sent))
  );
}

/** Was this rung sent to a person, or is it the repetition of a sent one that is not settled? */
function hasStarted(plan: Rung, nudges: readonly NudgeRecord[]): boolean {
  return nudges.some(
    (sent) => isSameRung(sent, plan) && (isSameTurn(sent, plan) || sent.settledAt === null),
  );
}

/** Returns when a rung was first sent in its round to any recipient, ms UTC; undefined if it was not. */
export function findFirstSentAt(
  rung: NudgeIdentity,
  nudges: readonly NudgeRecord[],
): number | undefined {
  const sent = nudges.filter((one) => isSameNudge(one, rung));
  return sent.length === 0 ? undefined : Math.min(...sent.map((one) => one.sentAt));
}

/** Are both the same nudge, but perhaps to different recipients? */
export function isSameNudge(one: NudgeIdentity, other: NudgeIdentity): boolean {
  return isSameRung(one, other) && isSameTurn(one, other);
}

function isSameTurn(one: NudgeIdentity, other: NudgeIdentity): boolean {
  return one.round === other.round && one.repeat === other.repeat;
}

/** Do both have the same rule, promise and rung, in whatever round? */
export function isSameRung(one: NudgeKey, other: NudgeKey): boolean {
  return isSameLadder(one, other) && one.rung === other.rung;
}

/** Do both have the same rule and promise? */
export function isSameLadder(one: NudgeKey, other: NudgeKey): boolean {
  return one.rule === other.rule && one.about === other.about;
}
