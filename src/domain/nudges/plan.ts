import type { NudgeKey, NudgeRecipient, NudgeRecord } from '../complaint/facts.js';
import { REPORTER_REMINDERS } from '../intake/missing.js';
import { addWorkingTime, type Calendar, nextWorkingMoment } from '../organisation/calendar.js';
import { type Ladder, type NudgePolicy, toClimbedLadder } from '../organisation/organisation.js';
import type { PersonId } from '../organisation/person.js';
import type { LadderPolicy } from '../organisation/rungs.js';
import {
  compareNudges,
  earliestSendTime,
  findFirstSentAt,
  isObsolete,
  isOutstanding,
  isSameLadder,
  isSameNudge,
  isSameRung,
  MIN_GAP_MS,
  type PlannedNudge,
  REPEATING_RULES,
  toNudgeId,
  toRecipientKey,
} from './nudge.js';
import { findLatestPastLastRung, isPastLastRung } from './past-last-rung.js';
import type { PlanFacts, PlanStep } from './plan-step.js';
import { findLastRepetition, planSteps } from './plan-steps.js';
import { findShortNotice } from './short-notice.js';

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
  const all = planSteps(complaint, policy, calendar);
  const steps = all.filter((step) => !isObsolete(step, complaint));
  const planned = steps
    .flatMap((step) =>
      findRecipients(step, complaint, ladder, policy)
        .filter((to, _, all) => !wasSent(step, to, all, complaint))
        .map((to) => ({ ...step, to })),
    )
    .concat(planSkippedRungs(all, complaint, policy, ladder))
    .map((step) => ({ ...step, at: computeSendTime(step, steps, complaint, calendar) }));
  const plans = [...planned, ...planAfterSnooze(complaint, calendar, ladder)];
  return [...new Map(plans.map((plan) => [toNudgeId(plan), plan])).values()].sort(compareNudges);
}

/**
 * Plans the last rung of a repeating rule, and the latest past the last rung of every other, for people
 * who had snoozed when it was sent to others. The rule has moved on to its next rung since, but a snooze
 * delays a nudge and never drops it.
 */
function planSkippedRungs(
  steps: readonly PlanStep[],
  complaint: PlanFacts,
  policy: NudgePolicy,
  ladder: Ladder,
): readonly (PlanStep & { to: NudgeRecipient })[] {
  const repeated = REPEATING_RULES.map((rule) => findLastRepetition(rule, complaint, policy));
  return [...repeated, ...findLatestPastLastRung(steps, complaint, policy)].flatMap((last) => {
    if (last === undefined || isObsolete(last, complaint)) return [];
    const { rule, about, rung, round, repeat, dueAt, sentAt } = last;
    const step = { rule, about, rung, round, repeat, dueAt };
    return findRecipients(step, complaint, ladder, policy)
      .filter((to, _, all) => !wasSent(step, to, all, complaint))
      .filter((to) => findSnoozeEnd(to, complaint) > sentAt)
      .map((to) => ({ ...step, to }));
  });
}

/**
 * Returns who stands on a rung: the assignee (or the team) on rung 0, the lead on rung 1, the
 * complaints officers on rung 2, and all of them past that, see {@link findEverybody}. An empty rung
 * falls to the next of the policy's ladder, and in the end to the team: every nudge has a recipient. Where
 * all officers are whom the complaint is about, their rung falls back to the lead.
 */
function findRecipients(
  key: Pick<PlanStep, 'rule' | 'rung' | 'round'>,
  complaint: PlanFacts,
  ladder: Ladder,
  policy: LadderPolicy,
): readonly [NudgeRecipient, ...NudgeRecipient[]] {
  const { assignee, confidential, concerns = [] } = complaint;
  if (isPastLastRung(key)) return findEverybody(complaint, ladder);
  if (isForReporter(key)) return [{ person: complaint.reporter }];
  if (key.rung === 0 && assignee !== null) return [{ person: assignee }];
  if (key.rung === 0 && !confidential) return ['team'];
  const { lead } = key.rung === 0 ? toClimbedLadder(ladder, policy) : ladder;
  if (key.rung <= 1 && lead !== null) return [{ person: lead }];
  const [first, ...more] = ladder.officers.map((person) => ({ person }));
  if (first !== undefined) return [first, ...more];
  const isLeadLeft = concerns.length > 0 && ladder.lead !== null;
  return isLeadLeft ? [{ person: ladder.lead }] : ['team'];
}

/** Does the reporter still get it, because they can ask the complainant? */
function isForReporter({ rule, round }: Pick<PlanStep, 'rule' | 'round'>): boolean {
  return rule === 'incomplete' && round <= REPORTER_REMINDERS;
}

/** Who is reminded past the last rung: whoever has it, the lead, the officers, and the team's channel. */
function findEverybody(
  { assignee, confidential }: PlanFacts,
  { lead, officers }: Ladder,
): readonly [NudgeRecipient, ...NudgeRecipient[]] {
  const people = new Set([assignee, lead, ...officers].filter((person) => person !== null));
  const [first, ...more] = [...people].map((person) => ({ person }));
  if (first === undefined) return ['team'];
  return confidential ? [first, ...more] : [first, ...more, 'team'];
}

/**
 * Was this step sent already? Each assignee gets it once: a new one has not read what went to the team
 * or to the one before, unless they stood in for them. Without an assignee, and on the lead's rung, it is sent
 * once, whoever is on that rung now. Each of several officers gets it, as one of them may have snoozed it.
 */
function wasSent(
  step: PlanStep,
  to: NudgeRecipient,
  all: readonly NudgeRecipient[],
  complaint: PlanFacts,
): boolean {
  const standing = new Set(all.map(toRecipientKey));
  const isOnce = step.rung < 2 && !isForAssignee(step, complaint);
  const isCovered = complaint.nudges.some(
    (sent) =>
      covers(sent, step) &&
      (toRecipientKey(sent.to) === toRecipientKey(to) ||
        (isOnce && !standing.has(toRecipientKey(sent.to))) ||
        (isForAssignee(step, complaint) && wasReadInPlace(sent, to, complaint))),
  );
  return isCovered || wasPassed(step, to, complaint);
}

/** Did this recipient get it as a stand-in, and put it off for nobody? What is put off would not come again. */
function wasReadInPlace(
  { to: absent, standIn, ...sent }: NudgeRecord,
  to: NudgeRecipient,
  { snoozes }: PlanFacts,
): boolean {
  if (to === 'team' || absent === 'team' || standIn?.person !== to.person) return false;
  const again = snoozes[absent.person]?.again ?? [];
  return !again.some((key) => isSameRung(key, sent));
}

/**
 * Was this recipient reminded past the last rung, and nobody on this one? Then the ladder has got this rung
 * since, because another policy holds now, and it says nothing new.
 */
function wasPassed(step: PlanStep, to: NudgeRecipient, { nudges }: PlanFacts): boolean {
  if (isPastLastRung(step) || findFirstSentAt(step, nudges) !== undefined) return false;
  const isPast = (sent: NudgeRecord): boolean =>
    isPastLastRung(sent) && isSameLadder(sent, step) && sent.round === step.round;
  return nudges.some((sent) => isPast(sent) && toRecipientKey(sent.to) === toRecipientKey(to));
}

/**
 * Does this sent nudge make the step needless for whoever got it? The step itself does. A rung that
 * began with a nudge for somebody out of reach is also covered by any other of the same round. A
 * warning before a promise is covered by any other that came after it was due: the hours or the policy
 * have changed since, and the numbers have moved.
 */
function covers(sent: NudgeRecord, step: PlanStep): boolean {
  if (!isSameRung(sent, step)) return false;
  if (step.rule === 'promise-near' && sent.sentAt >= step.dueAt) return true;
  return sent.round === step.round && (sent.repeat === step.repeat || step.repeat > 0);
}

/**
 * Returns when to send a step, ms UTC: in working time, after a snooze and after the gap to the rung
 * below. A new assignee gets what went to another recipient before {@link MIN_GAP_MS} of working time
 * after the last activity; taking the complaint is activity. If a promise is due by then, its warning
 * comes at short notice.
 */
function computeSendTime(
  step: PlanStep & { to: NudgeRecipient },
  steps: readonly PlanStep[],
  complaint: PlanFacts,
  calendar: Calendar,
): number {
  const { nudges } = complaint;
  const isHandedOver = isForAssignee(step, complaint) && nudges.some((sent) => covers(sent, step));
  const ready = isHandedOver ? findHandoverTime(step, complaint, calendar) : 0;
  const climbed = earliestSendTime(step, steps, nudges, calendar);
  return nextWorkingMoment(calendar, Math.max(climbed, ready, findSnoozeEnd(step.to, complaint)));
}

function findHandoverTime(
  { rule, about }: PlanStep,
  { lastLifeAt, promises }: PlanFacts,
  calendar: Calendar,
): number {
  const ready = addWorkingTime(calendar, lastLifeAt, MIN_GAP_MS);
  const dueAt = promises.find(({ id }) => id === about)?.dueAt ?? ready;
  if (rule !== 'promise-near' || ready < dueAt) return ready;
  return findShortNotice(calendar, lastLifeAt, dueAt) ?? ready;
}

/** Is the step for the assignee? */
function isForAssignee(step: PlanStep, complaint: PlanFacts): boolean {
  return step.rung === 0 && complaint.assignee !== null && !isForReporter(step);
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

/** Did they get this nudge before `step`, is it still outstanding, and is `step` not sent since it is due? */
function isStillOutstanding(
  step: PlanStep & { to: NudgeRecipient },
  complaint: PlanFacts,
): boolean {
  const theirs = complaint.nudges.filter(
    (sent) => isSameRung(sent, step) && toRecipientKey(sent.to) === toRecipientKey(step.to),
  );
  return (
    theirs.some((sent) => sent.sentAt < step.dueAt && isOutstanding(sent, complaint)) &&
    theirs.every((sent) => !isSameNudge(sent, step) || sent.sentAt < step.dueAt)
  );
}
