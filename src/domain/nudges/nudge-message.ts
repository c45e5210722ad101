import type { Complaint } from '../complaint/complaint.js';
import type { OutboxDraft, RelayDraft } from '../complaint/delivery.js';
import type {
  ComplaintFacts,
  NudgeRecipient,
  NudgeRecord,
  NudgeRule,
  NudgeStandIn,
} from '../complaint/facts.js';
import type { NudgeArgs, NudgeReason } from '../complaint/view-ref.js';
import type { LineCommand, ListCommand, Urgency } from '../inbox/line.js';
import { isPatient } from '../inbox/reminders/reminder-settings.js';
import type { StandIn } from '../inbox/stand-in.js';
import type { PersonId } from '../organisation/person.js';
import { toNudgeId } from './nudge.js';

/** The place of each rule's reason in one message: the lowest comes first. */
const PRIORITY = {
  'promise-passed': 1,
  acknowledgement: 2,
  untaken: 3,
  tell: 4,
  'follow-up': 5,
  'promise-near': 6,
  incomplete: 7,
  quiet: 8,
} as const satisfies Readonly<Record<NudgeRule, number>>;

/** What a nudge's message says: its reasons, and whom it is for. */
export interface NudgeContent {
  readonly to: NudgeRecipient;
  readonly reasons: readonly (NudgeReason & Pick<NudgeRecord, 'lastRound'>)[];
  readonly standIn?: NudgeStandIn | undefined;
  /** Who could not be reached, so that it goes to `to`. */
  readonly unreachable?: PersonId | 'team';
}

/** Returns the arguments of a nudge's view: the identity of each reason, and the recipient. */
export function toNudgeArgs({ reasons, to, standIn, unreachable }: NudgeContent): NudgeArgs {
  const asked = { reasons: reasons.map(toReason), to: to === 'team' ? null : to.person };
  const absent = standIn === undefined ? asked : { ...asked, standIn };
  return unreachable === undefined ? absent : { ...absent, unreachable };
}

function toReason({ rule, about, rung, round, repeat, dueAt }: NudgeReason): NudgeReason {
  return { rule, about, rung, round, repeat, dueAt };
}

/**
 * Does a nudge go to the inbox of whoever reads it, which collects what is due? What is critical goes at once
 * and alone, and so does what the team reads in its thread.
 */
function isForInbox(
  content: Pick<NudgeContent, 'to' | 'standIn'>,
  { details }: Pick<ComplaintFacts, 'details'>,
): boolean {
  return findReader(content) !== null && details.impact !== 'critical';
}

/** Drafts a nudge, to whoever reads it. */
export function draftNudge(
  id: string,
  content: NudgeContent,
  complaint: Pick<ComplaintFacts, 'id' | 'details' | 'promises'>,
): OutboxDraft {
  const args = toNudgeArgs(content);
  const person = findReader(content);
  if (person === null || !isForInbox(content, complaint)) {
    return { kind: 'nudge', slot: `nudge:${id}`, id, view: { name: 'nudge', args }, person };
  }
  const before = findDateAhead(content.reasons, complaint);
  const urgency = findUrgency(content.reasons);
  const line = { id, complaint: complaint.id, args, before, urgency } as const;
  return draftToInbox(person, { kind: 'add-line', line }, id);
}

/** The nearest date of a promise of which these reasons warn, ms UTC; null when they warn of none. */
function findDateAhead(
  reasons: readonly NudgeReason[],
  { promises }: Pick<ComplaintFacts, 'promises'>,
): number | null {
  const warned = reasons.filter(({ rule }) => rule === 'promise-near').map(({ about }) => about);
  const dates = promises.filter(({ id }) => warned.includes(id)).map(({ dueAt }) => dueAt);
  return dates.length === 0 ? null : Math.min(...dates);
}

/**
 * How long a message with these reasons can wait: for the morning list only if all of them can come again. An
 * earlier warning before a promise can, and so can what asks the person who has the complaint to go on with it.
 * What somebody put off comes when they wanted it.
 */
function findUrgency(reasons: NudgeContent['reasons']): Urgency {
  return reasons.every(isGentle) ? 'gentle' : 'firm';
}

function isGentle({
  rule,
  rung,
  round,
  repeat,
  lastRound,
}: NudgeContent['reasons'][number]): boolean {
  if (rung > 0 || repeat > 0) return false;
  if (rule === 'promise-near') return lastRound !== undefined && round < lastRound;
  return rule === 'incomplete' || isPatient(rule);
}

/** Drafts what an inbox is told. */
export function draftToInbox(
  person: PersonId,
  command: LineCommand | ListCommand,
  id?: string,
): RelayDraft {
  const relay = { target: { kind: 'inbox', id: person }, command } as const;
  return { kind: 'relay', relay, ...(id === undefined ? {} : { id }) };
}

/** Creates the record of a nudge that is decided at `now` (ms UTC) and sent in `delivery`. */
export function createNudgeRecord(
  reason: NudgeReason & Pick<NudgeRecord, 'lastRound'>,
  content: Pick<NudgeContent, 'to' | 'standIn'>,
  sent: { readonly delivery: string; readonly complaint: Complaint; readonly now: number },
): NudgeRecord {
  const { to, standIn } = content;
  const { delivery, complaint, now } = sent;
  const id = toNudgeId({ ...reason, to });
  const { lastRound } = reason;
  const last = lastRound === undefined ? {} : { lastRound };
  const absent = standIn === undefined ? {} : { standIn };
  const inInbox = isForInbox(content, complaint) ? { inInbox: true as const } : {};
  const times = { sentAt: now, delivery, settledAt: null };
  return { id, ...toReason(reason), ...last, to, ...absent, ...inInbox, ...times };
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

/** Who stands in for the recipient of a nudge, and until when, as a record and a message keep it. */
export function toNudgeStandIn({ person, until, isHeld }: StandIn): NudgeStandIn {
  return isHeld === undefined ? { person, until } : { person, until, isHeld };
}

/** Who reads a nudge: its recipient, or who stands in for them; null: the team. */
export function findReader({ to, standIn }: Pick<NudgeContent, 'to' | 'standIn'>): PersonId | null {
  return standIn?.person ?? (to === 'team' ? null : to.person);
}
