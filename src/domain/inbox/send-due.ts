import type { Complaint } from '../complaint/complaint.js';
import type { ComplaintId } from '../complaint/facts.js';
import type { DocumentDecision } from '../document/decision.js';
import { nextWorkingMoment } from '../organisation/calendar.js';
import type { Organisation } from '../organisation/organisation.js';
import type { PersonId } from '../organisation/person.js';
import { isAway } from './absence.js';
import { acceptInbox, draftDigest, findOldSlots, isOnList, UNCHANGED } from './accept-inbox.js';
import { findListTime, type LineContext, toHours } from './decide-lines.js';
import type { Inbox, RecordedInbox } from './inbox.js';
import type { InboxLine } from './line.js';
import { findListContent, type ListContent, type ListItem, toReasonKey } from './morning-list.js';
import {
  endOfLocalDay,
  nextLastCall,
  nextListTime,
  nextQuarter,
  nextReach,
  QUARTER_MS,
  startOfLocalDay,
  toLocalDate,
} from './reach.js';
import { toMostADay } from './reminders/reminder-settings.js';

/** What a decision on a message with lines depends on besides its time. */
export interface SendContext extends LineContext {
  readonly organisation: Organisation;
  /** At most so many messages a day, by the configuration. */
  readonly mostADay: number;
  /** The complaints that the person has, for a morning list. Not read while none is due. */
  readonly owned: readonly Complaint[];
  /** All ids of the person. */
  readonly ids: readonly PersonId[];
}

const DAY_MS = 86_400_000;

/** A line that was sent is forgotten after so long: its message is no longer updated. */
const KEPT_MS = 30 * DAY_MS;

/** Draws the list of the day again, if this complaint stands on it: somebody has done something there. */
export function refreshList(
  inbox: Inbox,
  complaint: ComplaintId,
  context: Pick<LineContext, 'now' | 'realNow'>,
): DocumentDecision<Inbox> {
  const { list } = inbox;
  const isListed = isOnList(inbox, complaint);
  if (list === null || !isListed || context.now - list.at > DAY_MS) return UNCHANGED;
  return acceptInbox(inbox, context, { drafts: [draftDigest('update', inbox, list.n)] });
}

/** Is it the last quarter hour before the quiet hours, at `now` (ms UTC)? */
export function isLastCall({ callAt }: Pick<Inbox, 'callAt'>, now: number): boolean {
  return callAt !== null && callAt <= now;
}

/** Notes when the next quiet hours begin, once what they would hold back was looked for. */
export function passLastCall(inbox: Inbox, context: LineContext): DocumentDecision<Inbox> {
  const { now } = context;
  if (!isLastCall(inbox, now)) return UNCHANGED;
  const callAt = nextLastCall(toHours(inbox, context), now);
  return acceptInbox(inbox, context, { changed: { callAt } });
}

/** Is a morning list due at `now` (ms UTC)? */
export function isListDue({ listAt }: Pick<Inbox, 'listAt'>, now: number): boolean {
  return listAt !== null && listAt <= now;
}

/**
 * Sends what is due, all in one message: the morning list with the lines that waited for it, or the lines whose
 * time has come. More messages than the person wants in a day wait for the next list, unless one of their lines
 * cannot wait. Outside of the hours in which the person can be reached all waits until then.
 */
export function sendDue(inbox: Inbox, context: SendContext): DocumentDecision<Inbox> {
  const held = holdBack(inbox, context);
  const isList = isListDue(held, context.now);
  const due = held.lines.filter((line) => isDue(line, held, context, isList));
  const decided = isList ? sendList(held, due, context) : sendDigest(held, due, context);
  if (decided !== undefined) return decided;
  const { lines, listAt } = held;
  return held === inbox ? UNCHANGED : acceptInbox(inbox, context, { changed: { lines, listAt } });
}

/**
 * What was due counts as sent, at whatever time it is: after a restore, when it was before. The caller leaves out the
 * message.
 */
export function passDueOver(inbox: Inbox, context: SendContext): DocumentDecision<Inbox> {
  const { now } = context;
  const due = inbox.lines.filter(({ sent, sendAt }) => sent === null && sendAt <= now);
  const isList = isListDue(inbox, now);
  if (due.length === 0 && !isList) return UNCHANGED;
  const listAt = isList ? findListTime(inbox, context) : inbox.listAt;
  return post(inbox, due, { listAt }, context);
}

/**
 * The inbox after an outage: what was due while its person cannot be reached is moved to when they can, but for a
 * warning that would come after its date then. What waited for a list that comes late waits on with it, and what is
 * due besides goes with it if it comes in the next quarter hour.
 */
function holdBack(inbox: Inbox, context: SendContext): Inbox {
  const { now } = context;
  const hours = toHours(inbox, context);
  const late = findLateListTime(inbox, context);
  const reach = late === nextQuarter(now) ? late : nextReach(hours, now);
  const isHeld = ({ sent, sendAt, before }: InboxLine): boolean =>
    reach > now && sent === null && sendAt <= now && (before === null || reach < before);
  const isForList = ({ sent, sendAt, urgency }: InboxLine): boolean =>
    late !== null && sent === null && sendAt === inbox.listAt && urgency === 'gentle';
  if (late === null && !inbox.lines.some(isHeld)) return inbox;
  const listAt = late ?? inbox.listAt;
  const lines = inbox.lines.map((line) => {
    if (isForList(line) && listAt !== null) return { ...line, sendAt: listAt };
    return isHeld(line) ? { ...line, sendAt: reach } : line;
  });
  return { ...inbox, lines, listAt };
}

/**
 * When a list comes that is late, ms UTC. After an outage: in the next quarter hour, so that what is decided
 * meanwhile goes with it, or when its person can be reached next; also if their hours have changed since. Null: it
 * is not late, or it has waited for a quarter hour before.
 */
function findLateListTime(inbox: Inbox, context: SendContext): number | null {
  const { now } = context;
  const { listAt, settings } = inbox;
  if (listAt === null || listAt > now) return null;
  if (now - listAt < QUARTER_MS && isListTime(inbox, context)) return null;
  const hours = toHours(inbox, context);
  const hasWaited = nextListTime(hours, settings.listAt, listAt - DAY_MS) !== listAt;
  if (hasWaited && nextReach(hours, now) === now) return null;
  const quarter = nextQuarter(now);
  const reach = nextReach(hours, quarter);
  if (reach === quarter) return quarter;
  const next = findListTime(inbox, context);
  return toLocalDate(hours, reach) === toLocalDate(hours, next) ? next : Math.min(reach, next);
}

/** Can the list come now? At a time that its person has chosen it can come whenever they work on that date. */
function isListTime(inbox: Inbox, context: SendContext): boolean {
  const { now, hours } = context;
  if (inbox.settings.listAt === null) return nextReach(toHours(inbox, context), now) === now;
  const start = startOfLocalDay(hours, now);
  return nextWorkingMoment(hours.calendar, start) < endOfLocalDay(hours, now);
}

/** With the list goes what waits for the person to be reached next, too. */
function isDue(line: InboxLine, inbox: Inbox, context: SendContext, isList: boolean): boolean {
  const { now } = context;
  const end = isList ? nextReach(toHours(inbox, context), now) : now;
  return line.sent === null && line.sendAt <= end;
}

/** Undefined: nothing is due. */
function sendDigest(
  inbox: Inbox,
  due: readonly InboxLine[],
  context: SendContext,
): DocumentDecision<Inbox> | undefined {
  if (due.length === 0) return undefined;
  const { now, hours } = context;
  const date = toLocalDate(hours, now);
  const messages = inbox.day?.date === date ? inbox.day.messages : 0;
  const isFirm = due.some(({ urgency }) => urgency === 'firm');
  if (!isFirm && messages >= toMostADay(inbox.settings, context.mostADay)) {
    const listAt = inbox.listAt ?? findListTime(inbox, context);
    const lines = inbox.lines.map((one) => (due.includes(one) ? { ...one, sendAt: listAt } : one));
    return acceptInbox(inbox, context, { changed: { lines, listAt } });
  }
  const day = isFirm ? inbox.day : { date, messages: messages + 1 };
  return post(inbox, due, { day }, context);
}

/**
 * The list of the day; no message if there is nothing to say. The next one comes on the next working day, as long
 * as the person has a complaint or a line waits.
 */
function sendList(
  inbox: Inbox,
  due: readonly InboxLine[],
  context: SendContext,
): DocumentDecision<Inbox> {
  const { now, owned } = context;
  const isKept = owned.length > 0 || inbox.lines.some(({ sent }) => sent === null);
  const listAt = isKept ? findListTime(inbox, context) : null;
  const isGone = isAway(inbox.absence, now);
  const all = isGone ? EMPTY : findAll(context);
  const lines = inbox.lines.filter((line) => !due.includes(line) || !isOutdated(line, all, now));
  const current = { ...inbox, lines };
  const sent = due.filter((line) => lines.includes(line));
  const content = withoutSaid(all, current, sent, context);
  if (sent.length === 0 && content.items.length === 0) {
    return acceptInbox(inbox, context, { changed: { lines, listAt } });
  }
  if (isGone) return post(current, sent, { listAt }, context);
  const list = { n: inbox.digests + 1, at: now, ...content };
  return post(current, sent, { listAt, list }, context);
}

const EMPTY: ListContent = { items: [], waiting: 0 };

function findAll({ now, hours, owned, ids, organisation }: SendContext): ListContent {
  return findListContent(owned, ids, { organisation, now, dayEnd: endOfLocalDay(hours, now) });
}

/** Does a line warn of a date that has passed, as the list says? */
function isOutdated(line: InboxLine, { items }: ListContent, now: number): boolean {
  if (line.before === null || line.before > now) return false;
  const said = items.find(({ complaint }) => complaint === line.complaint)?.reasons ?? [];
  const keys = new Set(said.map(toReasonKey));
  return line.args.reasons.every((reason) => keys.has(toReasonKey(reason)));
}

/** What the list says, without what its lines say and what the person was reminded of today. */
function withoutSaid(
  content: ListContent,
  inbox: Inbox,
  due: readonly InboxLine[],
  { now, hours }: SendContext,
): ListContent {
  const today = toLocalDate(hours, now);
  const isToday = ({ sent }: InboxLine): boolean =>
    sent !== null && toLocalDate(hours, sent.at) === today;
  const said = new Set([...due, ...inbox.lines.filter(isToday)].flatMap(toKeys));
  const items = content.items.flatMap((item): readonly ListItem[] => {
    const [first, ...more] = item.reasons.filter((one) => !said.has(toKey(item.complaint, one)));
    return first === undefined ? [] : [{ ...item, reasons: [first, ...more] }];
  });
  return { ...content, items };
}

function toKeys({ complaint, args }: InboxLine): readonly string[] {
  return args.reasons.map((reason) => toKey(complaint, reason));
}

function toKey(complaint: string, reason: Parameters<typeof toReasonKey>[0]): string {
  return `${complaint}/${toReasonKey(reason)}`;
}

/** Posts the next message with these lines. It is a morning list if `changed` has its content. */
function post(
  inbox: Inbox,
  due: readonly InboxLine[],
  changed: Partial<RecordedInbox>,
  context: SendContext,
): DocumentDecision<Inbox> {
  const { now } = context;
  const n = inbox.digests + 1;
  const inList = changed.list === undefined ? {} : { inList: true as const };
  const sent = { digest: n, at: now, ...inList };
  const lines = inbox.lines
    .filter((line) => line.sent === null || line.sent.at > now - KEPT_MS)
    .map((line) => (due.includes(line) ? { ...line, sent } : line));
  const draft = draftDigest('post', { ...inbox, ...changed }, n);
  return acceptInbox(inbox, context, {
    changed: { ...changed, lines, digests: n },
    drafts: [draft],
    forgets: findOldSlots({ ...inbox, ...changed, lines }),
  });
}
