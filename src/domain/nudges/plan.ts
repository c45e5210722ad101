import type {
  ComplaintFacts,
  ComplaintPromise,
  NudgeKey,
  NudgeRecipient,
  NudgeRecord,
  NudgeRule,
} from '../complaint/complaint.js';
import { isPromiseSettled } from '../complaint/promise.js';
import {
  addWorkingDays,
  addWorkingTime,
  type Calendar,
  nextWorkingMoment,
  subtractWorkingTime,
} from '../organisation/calendar.js';
import type { Ladder, NudgePolicy } from '../organisation/organisation.js';
import type { PersonId } from '../organisation/person.js';
import {
  compareNudges,
  earliestSendTime,
  findFirstSentAt,
  isObsolete,
  isOutstanding,
  isSameRung,
  MIN_GAP_MS,
  type PlannedNudge,
  toNudgeId,
  toRecipientKey,
} from './nudge.js';

/** What {@link planNudges} reads of a complaint. */
export type PlanFacts = Pick<
  ComplaintFacts,
  | 'state'
  | 'confidential'
  | 'assignee'
  | 'filedAt'
  | 'untakenSince'
  | 'acknowledgement'
  | 'promises'
  | 'resolution'
  | 'lastLifeAt'
  | 'snoozes'
  | 'nudges'
>;

interface PlanStep extends NudgeKey {
  readonly dueAt: number;
}

/**
 * Plans every nudge that is still to come, earliest first. A pure function of the complaint's state,
 * whatever the order of events before. A repeating rule (quiet, tell, follow-up) gives only its next
 * nudge, counted from the last one sent, so that an outage ends in one catch-up and not in a flood. A
 * complaint that is not closed or withdrawn always has at least one planned nudge.
 */
export function planNudges(
  complaint: PlanFacts,
  policy: NudgePolicy,
  calendar: Calendar,
  ladder: Ladder,
): readonly PlannedNudge[] {
  const steps = [
    ...planUntaken(complaint, policy, calendar),
    ...planAcknowledgement(complaint, policy, calendar),
    ...complaint.promises.flatMap((promise) => planPromise(promise, policy, calendar)),
    planRepeating(complaint, policy, calendar),
  ].filter((step) => !isObsolete(step, complaint));
  const planned = steps
    .flatMap((step) =>
      findRecipients(step, complaint, ladder)
        .filter((to, _, all) => !wasSent(step, to, all, complaint))
        .map((to) => ({ ...step, to })),
    )
    .concat(planSkippedRung(complaint, policy, ladder))
    .map((step) => ({ ...step, at: computeSendTime(step, steps, complaint, calendar) }));
  const all = [...planned, ...planAfterSnooze(complaint, calendar, ladder)];
  return [...new Map(all.map((plan) => [toNudgeId(plan), plan])).values()].sort(compareNudges);
}

function planUntaken(complaint: PlanFacts, policy: NudgePolicy, calendar: Calendar): PlanStep[] {
  const since = complaint.untakenSince;
  if (since === null) return [];
  return policy.untaken.map((span, rung) => ({
    rule: 'untaken',
    about: null,
    rung,
    dueAt: addWorkingTime(calendar, since, span),
  }));
}

/** Returns when the acknowledgement is due, ms UTC. By default one working day after filing. */
export function acknowledgementDue(
  filedAt: number,
  policy: NudgePolicy,
  calendar: Calendar,
): number {
  return addWorkingDays(calendar, filedAt, policy.acknowledgeWithinDays);
}

function planAcknowledgement(
  complaint: PlanFacts,
  policy: NudgePolicy,
  calendar: Calendar,
): PlanStep[] {
  const due = acknowledgementDue(complaint.filedAt, policy, calendar);
  const warning = subtractWorkingTime(calendar, due, policy.acknowledgeWarning);
  const times = [Math.max(warning, complaint.filedAt), due, addWorkingDays(calendar, due, 1)];
  return times.map((dueAt, rung) => ({ rule: 'acknowledgement', about: null, rung, dueAt }));
}

function planPromise(
  promise: ComplaintPromise,
  policy: NudgePolicy,
  calendar: Calendar,
): PlanStep[] {
  if (isPromiseSettled(promise)) return [];
  const near = policy.beforePromise
    .map((span) => subtractWorkingTime(calendar, promise.dueAt, span))
    .filter((dueAt) => dueAt > promise.madeAt)
    .map((dueAt): PlanStep => ({ rule: 'promise-near', about: promise.id, rung: 0, dueAt }));
  const passed = policy.promisePassed.map(
    (span, rung): PlanStep => ({
      rule: 'promise-passed',
      about: promise.id,
      rung,
      dueAt: addWorkingTime(calendar, promise.dueAt, span),
    }),
  );
  return [...near, ...passed];
}

/** A rule that repeats until something happens, one rung higher each time. */
interface RepeatingRule {
  readonly rule: NudgeRule;
  /** Since when nothing happened, ms UTC. */
  readonly since: number;
  /** Working days to the first nudge, and from each nudge to the next. */
  readonly days: readonly [first: number, next: number];
}

function findRepeatingRule(complaint: PlanFacts, policy: NudgePolicy): RepeatingRule {
  const { resolution, lastLifeAt } = complaint;
  const { quietDays, tellDays, followUpDays, followUpAgainDays } = policy;
  if (complaint.state !== 'resolved' || resolution === null) {
    return { rule: 'quiet', since: lastLifeAt, days: [quietDays, quietDays] };
  }
  const { at, toldAt } = resolution;
  return toldAt === null
    ? { rule: 'tell', since: at, days: [tellDays, followUpAgainDays] }
    : { rule: 'follow-up', since: toldAt, days: [followUpDays, followUpAgainDays] };
}

function planRepeating(complaint: PlanFacts, policy: NudgePolicy, calendar: Calendar): PlanStep {
  const { rule, since, days } = findRepeatingRule(complaint, policy);
  const last = findHighestRungSince(rule, complaint, since);
  const dueAt = addWorkingDays(calendar, last?.sentAt ?? since, last ? days[1] : days[0]);
  return { rule, about: null, rung: last ? last.rung + 1 : 0, dueAt };
}

/**
 * Plans the last rung of a repeating rule for people who had snoozed when it was sent to others. The
 * rule has moved on to its next rung since, but a snooze delays a nudge and never drops it.
 */
function planSkippedRung(
  complaint: PlanFacts,
  policy: NudgePolicy,
  ladder: Ladder,
): readonly (PlanStep & { to: NudgeRecipient })[] {
  const { rule, since } = findRepeatingRule(complaint, policy);
  const last = findHighestRungSince(rule, complaint, since);
  if (last === undefined || isObsolete(last, complaint)) return [];
  const { about, rung, dueAt, sentAt } = last;
  const step = { rule, about, rung, dueAt };
  return findRecipients(step, complaint, ladder)
    .filter((to, _, all) => !wasSent(step, to, all, complaint))
    .filter((to) => findSnoozeEnd(to, complaint) > sentAt)
    .map((to) => ({ ...step, to }));
}

/**
 * Returns the first sent nudge of the highest rung of a rule after `since`. The next rung follows it,
 * even if `since` moves forward (a late report of earlier activity) and lower rungs no longer count.
 */
function findHighestRungSince(
  rule: NudgeRule,
  complaint: PlanFacts,
  since: number,
): NudgeRecord | undefined {
  return complaint.nudges
    .filter((sent) => sent.rule === rule && sent.sentAt > since)
    .sort((a, b) => b.rung - a.rung || a.sentAt - b.sentAt)[0];
}

/**
 * Returns who stands on a rung: the assignee (or the team) on rung 0, the lead on rung 1, the
 * complaints officers from rung 2. An empty rung falls to the next, and in the end to the team: every
 * nudge has a recipient.
 */
function findRecipients(
  key: NudgeKey,
  complaint: PlanFacts,
  ladder: Ladder,
): readonly [NudgeRecipient, ...NudgeRecipient[]] {
  const { assignee, confidential } = complaint;
  if (key.rung === 0 && assignee !== null) return [{ person: assignee }];
  if (key.rung === 0 && !confidential) return ['team'];
  if (key.rung <= 1 && ladder.lead !== null) return [{ person: ladder.lead }];
  const [first, ...more] = ladder.officers.map((person) => ({ person }));
  return first === undefined ? ['team'] : [first, ...more];
}

/**
 * Was this step sent already? Each assignee gets it once: a new one has not read what went to the team
 * or to the one before. Without an assignee, and on the lead's rung, it is sent once, whoever is on
 * that rung now. Each of several officers gets it, as one of them may have snoozed it.
 */
function wasSent(
  step: PlanStep,
  to: NudgeRecipient,
  all: readonly NudgeRecipient[],
  complaint: PlanFacts,
): boolean {
  const standing = new Set(all.map(toRecipientKey));
  const isOnce = step.rung < 2 && !isForAssignee(step, complaint);
  return complaint.nudges.some(
    (sent) =>
      isSameRung(sent, step) &&
      sent.dueAt === step.dueAt &&
      (toRecipientKey(sent.to) === toRecipientKey(to) ||
        (isOnce && !standing.has(toRecipientKey(sent.to)))),
  );
}

/**
 * Returns when to send a step, ms UTC: in working time, after a snooze and after the gap to the rung
 * below. A new assignee gets what went to another recipient before {@link MIN_GAP_MS} of working time
 * after the last activity; taking the complaint is activity.
 */
function computeSendTime(
  step: PlanStep & { to: NudgeRecipient },
  steps: readonly PlanStep[],
  complaint: PlanFacts,
  calendar: Calendar,
): number {
  const { nudges, lastLifeAt } = complaint;
  const isHandedOver =
    isForAssignee(step, complaint) && findFirstSentAt(step, nudges) !== undefined;
  const ready = isHandedOver ? addWorkingTime(calendar, lastLifeAt, MIN_GAP_MS) : 0;
  const climbed = earliestSendTime(step, steps, nudges, calendar);
  return nextWorkingMoment(calendar, Math.max(climbed, ready, findSnoozeEnd(step.to, complaint)));
}

/** Is the step for the assignee? */
function isForAssignee(step: PlanStep, complaint: PlanFacts): boolean {
  return step.rung === 0 && complaint.assignee !== null;
}

function findSnoozeEnd(to: NudgeRecipient, complaint: PlanFacts): number {
  return to === 'team' ? 0 : (complaint.snoozes[to.person]?.until ?? 0);
}

/**
 * Plans the repetition of snoozed nudges at the end of the snooze, to the same person, unless they are
 * done or no longer theirs.
 */
function planAfterSnooze(
  complaint: PlanFacts,
  calendar: Calendar,
  ladder: Ladder,
): readonly PlannedNudge[] {
  return Object.entries(complaint.snoozes).flatMap(([person, snooze]) =>
    snooze.again
      .filter((key) => isOnRung(person, key, complaint, ladder))
      .map((key) => ({ ...key, dueAt: snooze.until, to: { person } }))
      .filter((step) => !isObsolete(step, complaint) && isStillOutstanding(step, complaint))
      .map((step) => ({ ...step, at: nextWorkingMoment(calendar, snooze.until) })),
  );
}

function isOnRung(person: PersonId, key: NudgeKey, complaint: PlanFacts, ladder: Ladder): boolean {
  const { assignee } = complaint;
  if (key.rung === 0 && assignee !== null) return person === assignee;
  return [assignee, ladder.lead, ...ladder.officers].includes(person);
}

/** Did they get this nudge before `step`, is it still outstanding, and is `step` not sent yet? */
function isStillOutstanding(
  step: PlanStep & { to: NudgeRecipient },
  complaint: PlanFacts,
): boolean {
  const theirs = complaint.nudges.filter(
    (sent) => isSameRung(sent, step) && toRecipientKey(sent.to) === toRecipientKey(step.to),
  );
  return (
    theirs.some((sent) => sent.sentAt < step.dueAt && isOutstanding(sent, complaint)) &&
    theirs.every((sent) => sent.dueAt !== step.dueAt)
  );
}
