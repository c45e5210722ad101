import { NO_ANSWER } from '../complaint/answer.js';
import type { CommandOf } from '../complaint/command.js';
import type { Complaint } from '../complaint/complaint.js';
import { changed, type DecisionContext, type Outcome, unchanged } from '../complaint/decision.js';
import type { OutboxDraft } from '../complaint/delivery.js';
import { draftCardUpdates, draftToReporters } from '../complaint/delivery-drafts.js';
import type {
  ComplaintFacts,
  NudgeRecipient,
  NudgeRecord,
  NudgeStandIn,
} from '../complaint/facts.js';
import type { SentNudge } from '../complaint/history.js';
import { findReachable } from '../inbox/held.js';
import { findStandIn, type StandIn } from '../inbox/stand-in.js';
import type { Organisation } from '../organisation/organisation.js';
import type { PersonId } from '../organisation/person.js';
import { computeNextActionAt, findDueNudges, planComplaintNudges } from './next-action.js';
import {
  isSameNudge,
  isSameRung,
  type PlannedNudge,
  selectLowestRungs,
  toNudgeId,
  toRecipientKey,
} from './nudge.js';
import {
  createNudgeRecord,
  draftNudge,
  findReader,
  selectReasons,
  toNudgeStandIn,
} from './nudge-message.js';
import { isEverybodyWaiting, isPastLastRung } from './past-last-rung.js';
import { findRound } from './rounds.js';

/**
 * Decides which nudges to send now: one message to each recipient, however many nudges are due. It
 * records every nudge it sends, also one that the message does not mention because another covers it.
 * Outside the team's working time it sends nothing. If several rungs of a ladder are due, it sends the
 * lowest, see {@link selectLowestRungs}.
 */
export function decideNudge(complaint: Complaint, context: DecisionContext): Outcome {
  const { organisation, now } = context;
  const due = selectLowestRungs(findDueNudges(complaint, organisation, now), complaint.nudges);
  return due.length === 0
    ? correctNextAction(complaint, context)
    : sendNudges(complaint, due, context);
}

/**
 * Decides on the last warnings before a promise that would reach a person only after its date, because nothing
 * reaches them until `until` (ms UTC): these come now, with what they repeat. `ids`: all of the person's.
 */
export function bringForward(
  complaint: Complaint,
  { ids, until }: Pick<CommandOf<'bring-forward'>, 'ids' | 'until'>,
  context: DecisionContext,
): Outcome {
  if (!waitsForHours(complaint, ids, context)) return unchanged(NO_ANSWER);
  const near = planComplaintNudges(complaint, context.organisation).filter(
    ({ rule, to, at }) =>
      rule === 'promise-near' && to !== 'team' && ids.includes(to.person) && at < until,
  );
  const isDue = ({ about }: PlannedNudge): boolean =>
    complaint.promises.some(({ id, dueAt }) => id === about && dueAt < until);
  const last = near.filter((plan) => plan.round === plan.lastRound && isDue(plan));
  const late = near.filter(({ about }) => last.some((one) => one.about === about));
  return late.length === 0 ? unchanged(NO_ANSWER) : sendNudges(complaint, late, context);
}

/**
 * Do a person's reminders of this complaint wait for their hours? Those of what is critical do not, nor those
 * that they put off or that somebody else gets while they are away.
 */
function waitsForHours(
  complaint: Complaint,
  ids: CommandOf<'bring-forward'>['ids'],
  context: DecisionContext,
): boolean {
  if (complaint.details.impact === 'critical') return false;
  return ids.every(
    (id) =>
      (complaint.snoozes[id]?.until ?? 0) <= context.now &&
      findStandIn(id, complaint, context) === null,
  );
}

/** Sends these nudges now: one message to each recipient. */
function sendNudges(
  complaint: Complaint,
  due: readonly PlannedNudge[],
  context: DecisionContext,
): Outcome {
  const { organisation, now } = context;
  const messages = createMessages(complaint, due, context);
  const nudges = [...complaint.nudges, ...messages.flatMap((sent) => sent.records)];
  const drafts = [
    ...messages.map((sent) => sent.draft),
    ...draftReporterNews(complaint, messages, organisation.merged),
  ];
  const isBroken = due.some((plan) => plan.rule === 'promise-passed');
  const sent = messages.flatMap(({ records }) => records.map(toSentNudge));
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
 * The message to each reporter when everybody is reminded and was not before: once, until something
 * happens. A reporter who gets one of the reminders reads it there.
 */
function draftReporterNews(
  complaint: Complaint,
  messages: readonly NudgeMessage[],
  merged: Organisation['merged'],
): readonly OutboxDraft[] {
  const past = messages.flatMap(({ records }) => records).filter(isPastLastRung);
  if (past.length === 0 || isEverybodyWaiting(complaint)) return [];
  return draftToReporters(complaint, { name: 'reporter-waiting', args: {} }, (reporter) => {
    const present = merged?.get(reporter) ?? reporter;
    return past.some((sent) => findReader(sent) === present);
  });
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

/** A nudge in the history. Whoever stood in for its recipient is named only if there was somebody. */
function toSentNudge({ rule, about, rung, to, standIn }: NudgeRecord): SentNudge {
  const sent = { rule, about, rung, to };
  return standIn === undefined ? sent : { ...sent, standIn: standIn.person };
}

/** One message: what it says of the nudges that are due, and their records. */
interface NudgeMessage {
  readonly id: string;
  readonly reader: PersonId | null;
  readonly draft: OutboxDraft;
  readonly records: readonly NudgeRecord[];
}

/** A nudge that is due, and who gets it in place of its recipient; null: nobody else does. */
interface ReadPlan {
  readonly plan: PlannedNudge;
  readonly other: StandIn | null;
}

/** The nudges that are due for one recipient, and who reads them. */
interface ReaderGroup {
  readonly plans: readonly [PlannedNudge, ...PlannedNudge[]];
  readonly to: NudgeRecipient;
  readonly standIn: NudgeStandIn | undefined;
}

/**
 * Makes one message for each recipient. In place of somebody who is away their stand-in gets it (see
 * {@link findStandIn}), but not what the stand-in gets at the same time anyway.
 */
function createMessages(
  complaint: Complaint,
  due: readonly PlannedNudge[],
  context: DecisionContext,
): readonly NudgeMessage[] {
  const read = due.map((plan) => ({ plan, other: findOther(plan, complaint, context) }));
  const toKey = ({ plan, other }: ReadPlan): string =>
    `${toRecipientKey(plan.to)}/${other?.person ?? ''}`;
  const groups = [...groupBy(read, toKey).values()].map(toReaderGroup);
  const isOwn = ({ standIn }: ReaderGroup): boolean => standIn === undefined;
  const ordered = [...groups.filter(isOwn), ...groups.filter((group) => !isOwn(group))];
  const messages: NudgeMessage[] = [];
  for (const group of ordered) {
    const known = messages.filter(({ reader }) => reader === findReader(group));
    const said = known.flatMap(({ records }) => records);
    const covered = group.plans.flatMap((plan) => {
      const same = said.find((sent) => isSameNudge(sent, plan));
      return same === undefined ? [] : [{ plan, delivery: same.delivery }];
    });
    const [first, ...more] = group.plans.filter(
      (plan) => !covered.some((one) => one.plan === plan),
    );
    if (first !== undefined) {
      messages.push(createMessage(complaint, { ...group, plans: [first, ...more] }, context));
    }
    const records = covered.map(({ plan, delivery }) =>
      toRecord(plan, group, delivery, complaint, context),
    );
    for (const record of records) addRecord(messages, record);
  }
  return messages;
}

function addRecord(messages: NudgeMessage[], record: NudgeRecord): void {
  const at = messages.findIndex(({ id }) => id === record.delivery);
  const message = messages[at];
  if (message !== undefined) {
    messages[at] = { ...message, records: [...message.records, record] };
  }
}

function toReaderGroup([first, ...more]: readonly [ReadPlan, ...ReadPlan[]]): ReaderGroup {
  const { plan, other } = first;
  const standIn = other === null ? undefined : toNudgeStandIn(other);
  return { plans: [plan, ...more.map((one) => one.plan)], to: plan.to, standIn };
}

/** Who gets it in place of somebody who is away, or whom an escalation would reach too late. */
function findOther(
  { to, rung }: PlannedNudge,
  complaint: Complaint,
  context: DecisionContext,
): StandIn | null {
  if (to === 'team') return null;
  // What is critical waits for nobody's hours.
  const isHurried = rung > 0 && complaint.details.impact !== 'critical';
  return isHurried
    ? findReachable(to.person, complaint, context)
    : findStandIn(to.person, complaint, context);
}

function createMessage(
  complaint: Complaint,
  group: ReaderGroup,
  context: DecisionContext,
): NudgeMessage {
  const { plans, to, standIn } = group;
  const [first = plans[0], ...more] = selectReasons(plans);
  const id = `${complaint.id}/${toNudgeId({ ...first, to })}`;
  return {
    id,
    reader: findReader(group),
    draft: draftNudge(id, { to, reasons: [first, ...more], standIn }, complaint),
    records: plans.map((plan) => toRecord(plan, group, id, complaint, context)),
  };
}

function toRecord(
  plan: PlannedNudge,
  group: ReaderGroup,
  delivery: string,
  complaint: Complaint,
  { now }: DecisionContext,
): NudgeRecord {
  return createNudgeRecord(plan, group, { delivery, complaint, now });
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
