import { NO_ANSWER } from '../complaint/answer.js';
import type { Complaint } from '../complaint/complaint.js';
import { changed, type DecisionContext, type Outcome, unchanged } from '../complaint/decision.js';
import type { DeliveryDraft } from '../complaint/delivery.js';
import { draftCardUpdates, draftDirectMessage } from '../complaint/delivery-drafts.js';
import type { ComplaintFacts, NudgeRecipient, NudgeRecord, NudgeRule } from '../complaint/facts.js';
import type { NudgeArgs, NudgeReason, ViewRef } from '../complaint/view-ref.js';
import type { Organisation } from '../organisation/organisation.js';
import type { PersonId } from '../organisation/person.js';
import { computeNextActionAt, findDueNudges } from './next-action.js';
import {
  isSameRung,
  type PlannedNudge,
  selectLowestRungs,
  toNudgeId,
  toRecipientKey,
} from './nudge.js';
import { isEverybodyWaiting, isPastLastRung } from './past-last-rung.js';
import { findRound } from './rounds.js';

/** The place of each rule's reason in one message: the lowest comes first. */
const PRIORITY = {
  'promise-passed': 1,
  acknowledgement: 2,
  untaken: 3,
  tell: 4,
  'follow-up': 5,
  'promise-near': 6,
  quiet: 7,
} as const satisfies Readonly<Record<NudgeRule, number>>;

/**
 * Decides which nudges to send now: one message to each recipient, however many nudges are due. It
 * records every nudge it sends, also one that the message does not mention because another covers it.
 * Outside the team's working time it sends nothing. If several rungs of a ladder are due, it sends the
 * lowest, see {@link selectLowestRungs}.
 */
export function decideNudge(complaint: Complaint, context: DecisionContext): Outcome {
  const { organisation, now } = context;
  const due = selectLowestRungs(findDueNudges(complaint, organisation, now), complaint.nudges);
  if (due.length === 0) return correctNextAction(complaint, context);
  const groups = [...groupBy(due, (plan) => toRecipientKey(plan.to)).values()];
  const messages = groups.map((group) => createMessage(complaint.id, group, now));
  const nudges = [...complaint.nudges, ...messages.flatMap((sent) => sent.records)];
  const drafts = [
    ...messages.map((sent) => sent.draft),
    ...draftReporterNews(complaint, due, organisation.merged),
  ];
  const isBroken = due.some((plan) => plan.rule === 'promise-passed');
  const sent = due.map(({ rule, about, rung, to }) => ({ rule, about, rung, to }));
  return changed(
    { what: 'nudge', args: { sent } },
    {
      nudges: nudges.filter((record) => isStillNeeded(record, complaint)),
      ...countPastLastRung(complaint, due, now),
    },
    {
      drafts: isBroken ? [...drafts, ...draftCardUpdates(complaint)] : drafts,
    },
  );
}

/**
 * Counts a reminder past the last rung, if a new one is due. What one person gets later, after their snooze,
 * was counted when the others got it.
 */
function countPastLastRung(
  { pastLastRung, nudges }: ComplaintFacts,
  due: readonly PlannedNudge[],
  now: number,
): Pick<ComplaintFacts, 'pastLastRung'> {
  const isNew = (plan: PlannedNudge): boolean =>
    isPastLastRung(plan) &&
    !nudges.some((sent) => isSameRung(sent, plan) && sent.round === plan.round);
  if (!due.some(isNew)) return {};
  const { since, reminders } = pastLastRung ?? { since: now, reminders: 0 };
  return { pastLastRung: { since, reminders: reminders + 1 } };
}

/**
 * The message to the reporter when everybody is reminded and was not before: once, until something
 * happens. A reporter who gets one of the reminders reads it there.
 */
function draftReporterNews(
  complaint: Complaint,
  due: readonly PlannedNudge[],
  merged: Organisation['merged'],
): readonly DeliveryDraft[] {
  const past = due.filter(isPastLastRung);
  if (past.length === 0 || isEverybodyWaiting(complaint)) return [];
  const { reporter } = complaint;
  const present = merged?.get(reporter) ?? reporter;
  const isReminded = past.some(({ to }) => to !== 'team' && to.person === present);
  return isReminded ? [] : [draftDirectMessage(reporter, { name: 'reporter-waiting', args: {} })];
}

/**
 * Handles a wake-up with nothing to send: the settings have changed since `nextActionAt` was computed,
 * or the team does not work now. Computes it again, or every sweep would find the complaint again.
 */
function correctNextAction(complaint: Complaint, { organisation, now }: DecisionContext): Outcome {
  const isRight = computeNextActionAt(complaint, organisation, now) === complaint.nextActionAt;
  return isRight ? unchanged(NO_ANSWER) : changed({ what: 'nudge', args: { sent: [] } }, {});
}

/** Is the record still needed? Settled `quiet` nudges of an earlier round are not. */
function isStillNeeded(record: NudgeRecord, facts: ComplaintFacts): boolean {
  if (record.rule !== 'quiet' || record.settledAt === null) return true;
  return record.round >= findRound('quiet', facts);
}

function createMessage(
  complaintId: string,
  group: readonly [PlannedNudge, ...PlannedNudge[]],
  now: number,
): { draft: DeliveryDraft; records: readonly NudgeRecord[] } {
  const [first = group[0], ...more] = selectReasons(group);
  const { to } = group[0];
  const id = `${complaintId}/${toNudgeId({ ...first, to })}`;
  const records = group.map((plan) => createNudgeRecord(plan, to, id, now));
  return { draft: draftNudge(id, to, [first, ...more]), records };
}

/** Returns the arguments of a nudge's view: the identity of each reason, and the recipient. */
export function toNudgeArgs(reasons: readonly NudgeReason[], to: NudgeRecipient): NudgeArgs {
  const asked = reasons.map(toReason);
  return { reasons: asked, to: to === 'team' ? null : to.person };
}

function toReason({ rule, about, rung, round, repeat, dueAt }: NudgeReason): NudgeReason {
  return { rule, about, rung, round, repeat, dueAt };
}

/** Drafts a nudge message. `unreachable`: who could not be reached, so that it goes to `to`. */
export function draftNudge(
  id: string,
  to: NudgeRecipient,
  reasons: readonly NudgeReason[],
  unreachable?: PersonId | 'team',
): DeliveryDraft {
  const person = to === 'team' ? null : to.person;
  const instead = unreachable === undefined ? {} : { unreachable };
  const view: ViewRef = { name: 'nudge', args: { ...toNudgeArgs(reasons, to), ...instead } };
  return { kind: 'nudge', slot: `nudge:${id}`, id, view, person };
}

/** Creates the record of a nudge that is decided at `now` (ms UTC) and sent in `delivery`. */
export function createNudgeRecord(
  reason: NudgeReason & Pick<NudgeRecord, 'lastRound'>,
  to: NudgeRecipient,
  delivery: string,
  now: number,
): NudgeRecord {
  const id = toNudgeId({ ...reason, to });
  const { lastRound } = reason;
  const last = lastRound === undefined ? {} : { lastRound };
  return { id, ...toReason(reason), ...last, to, sentAt: now, delivery, settledAt: null };
}

/**
 * Selects the reasons that the message mentions: the latest of each rule and promise, and for a
 * promise that has passed not also that it was near. The most important comes first.
 */
export function selectReasons<T extends NudgeReason>(group: readonly T[]): readonly T[] {
  const latest = new Map<string, T>();
  for (const plan of group) latest.set(`${plan.rule}/${plan.about}`, plan);
  return [...latest.values()]
    .filter((p) => p.rule !== 'promise-near' || !latest.has(`promise-passed/${p.about}`))
    .sort((a, b) => PRIORITY[a.rule] - PRIORITY[b.rule]);
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, [T, ...T[]]> {
  const groups = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}
