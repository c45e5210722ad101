import type { Complaint } from '../complaint/complaint.js';
import type { ComplaintId, NudgeRecord } from '../complaint/facts.js';
import { findOpenPromises } from '../complaint/promise.js';
import type { NudgeReason } from '../complaint/view-ref.js';
import { owesAcknowledgement } from '../intake/acknowledgement.js';
import { planComplaintNudges } from '../nudges/next-action.js';
import { findRepeatingRule, isOutstanding, REPEATING_RULES } from '../nudges/nudge.js';
import { acknowledgementDue } from '../nudges/plan-steps.js';
import { findRound } from '../nudges/rounds.js';
import { findCalendar, findPolicy, type Organisation } from '../organisation/organisation.js';
import type { PersonId } from '../organisation/person.js';

/**
 * The parts of a morning list, in their order.
 *
 * - `late`: a date has passed, or a reminder of a day before has changed nothing
 * - `today`: asked for in the course of the day
 * - `ready`: the complainant is to be asked whether they are satisfied, then it can be closed
 */
export const LIST_SECTIONS = ['late', 'today', 'ready'] as const;
export type ListSection = (typeof LIST_SECTIONS)[number];

/** A complaint on a morning list, and what is asked for. */
export interface ListItem {
  readonly complaint: ComplaintId;
  readonly section: ListSection;
  readonly reasons: readonly [NudgeReason, ...NudgeReason[]];
}

/** What stands on a morning list besides the lines that wait. */
export interface ListContent {
  readonly items: readonly ListItem[];
  /** So many more complaints wait for somebody else. */
  readonly waiting: number;
}

/** A list says no more than so many complaints one by one. */
const MOST_ITEMS = 30;

/** When the list is made, and when its day ends. Times are business time, ms UTC. */
interface ListDay {
  readonly organisation: Organisation;
  readonly now: number;
  readonly dayEnd: number;
}

/**
 * What a morning list says of the complaints that a person has: what is late, what is asked for until the end
 * of the day, the most urgent first, and how many wait for somebody else. Nothing of what they put off.
 */
export function findListContent(
  owned: readonly Complaint[],
  ids: readonly PersonId[],
  day: ListDay,
): ListContent {
  const read = owned.flatMap((complaint) => toItem(complaint, ids, day) ?? []);
  const items = read.toSorted(compareItems).slice(0, MOST_ITEMS);
  const listed = new Set(read.map(({ complaint }) => complaint));
  const waiting = owned.filter((one) => !listed.has(one.id) && isWaiting(one)).length;
  return { items, waiting };
}

function compareItems(one: ListItem, other: ListItem): number {
  const due = ({ reasons }: ListItem): number => Math.min(...reasons.map(({ dueAt }) => dueAt));
  return (
    LIST_SECTIONS.indexOf(one.section) - LIST_SECTIONS.indexOf(other.section) ||
    due(one) - due(other) ||
    (one.complaint < other.complaint ? -1 : 1)
  );
}

function compareDates({ dueAt: one }: NudgeReason, { dueAt: other }: NudgeReason): number {
  return one - other;
}

/** The complainant was told what was done, and is asked some days later. */
function isWaiting(complaint: Complaint): boolean {
  return findRepeatingRule(complaint) === 'follow-up';
}

function toItem(complaint: Complaint, ids: readonly PersonId[], day: ListDay): ListItem | null {
  const isPutOff = ids.some((id) => (complaint.snoozes[id]?.until ?? 0) > day.now);
  if (isPutOff) return null;
  const late = distinct([...listLateDates(complaint, day), ...listUnanswered(complaint, ids)]);
  const today = distinct([
    ...listPlanned(complaint, ids, day),
    ...listDatesOfToday(complaint, day),
  ]);
  const isNew = (reason: NudgeReason): boolean => !late.some((one) => isSame(one, reason));
  const [first, ...more] = [...late, ...today.filter(isNew)].toSorted(compareDates);
  if (first === undefined) return null;
  const isReady = more.length === 0 && first.rule === 'follow-up';
  const section = isReady ? 'ready' : late.length > 0 ? 'late' : 'today';
  return { complaint: complaint.id, section, reasons: [first, ...more] };
}

function isSame(one: ReasonKey, other: ReasonKey): boolean {
  return toReasonKey(one) === toReasonKey(other);
}

function distinct(reasons: readonly NudgeReason[]): readonly NudgeReason[] {
  return [...new Map(reasons.map((reason) => [toReasonKey(reason), reason])).values()];
}

/** What a reason is about. */
type ReasonKey = Pick<NudgeReason, 'rule' | 'about'>;

/** What a reason asks for, as text: that a promise is near and that it passed are the same. */
export function toReasonKey({ rule, about }: ReasonKey): string {
  return about === null ? rule : `promise/${about}`;
}

function listLateDates(complaint: Complaint, day: ListDay): readonly NudgeReason[] {
  return listDates(complaint, day).filter(({ dueAt }) => dueAt <= day.now);
}

function listDatesOfToday(complaint: Complaint, day: ListDay): readonly NudgeReason[] {
  return listDates(complaint, day).filter(({ dueAt }) => dueAt > day.now && dueAt < day.dayEnd);
}

/** The dates that are still to be met: of the acknowledgement, and of each promise. */
function listDates(complaint: Complaint, { organisation, now }: ListDay): readonly NudgeReason[] {
  const calendar = findCalendar(complaint.team, organisation);
  const policy = findPolicy(complaint, organisation);
  const dueAt = acknowledgementDue(complaint.receivedAt, policy, calendar);
  const acknowledgement = owesAcknowledgement(complaint)
    ? [toReason(complaint, { rule: 'acknowledgement', about: null, dueAt })]
    : [];
  const promises = findOpenPromises(complaint).map((promise) => {
    const rule = promise.dueAt <= now ? 'promise-passed' : 'promise-near';
    return toReason(complaint, { rule, about: promise.id, dueAt: promise.dueAt });
  });
  return [...acknowledgement, ...promises];
}

/** What the person was asked for before, again and again, and has not answered. */
function listUnanswered(complaint: Complaint, ids: readonly PersonId[]): readonly NudgeReason[] {
  const isOwn = ({ to }: NudgeRecord): boolean => to !== 'team' && ids.includes(to.person);
  return complaint.nudges
    .filter((sent) => REPEATING_RULES.some((rule) => rule === sent.rule))
    .filter((sent) => isOwn(sent) && isOutstanding(sent, complaint))
    .map(({ rule, about, rung, round, repeat, dueAt }) => {
      return { rule, about, rung, round, repeat, dueAt };
    });
}

/** What the person is to be asked for until the end of the day. */
function listPlanned(
  complaint: Complaint,
  ids: readonly PersonId[],
  { organisation, dayEnd }: ListDay,
): readonly NudgeReason[] {
  return planComplaintNudges(complaint, organisation)
    .filter(
      ({ to, at, rung }) => to !== 'team' && ids.includes(to.person) && rung === 0 && at < dayEnd,
    )
    .map((plan) => toReason(complaint, plan));
}

function toReason(
  complaint: Complaint,
  { rule, about, dueAt }: ReasonKey & Pick<NudgeReason, 'dueAt'>,
): NudgeReason {
  return { rule, about, rung: 0, round: findRound(rule, complaint), repeat: 0, dueAt };
}
