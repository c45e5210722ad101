import type { FailureReason } from '../complaint/failure-reason.js';
import type { DocumentDecision } from '../document/decision.js';
import type { PersonHours } from '../organisation/person-teams.js';
import { acceptInbox, draftDigest, type InboxDraft, isOnList, UNCHANGED } from './accept-inbox.js';
import type { Inbox } from './inbox.js';
import type { InboxLine, Line, LineCommand, ListCommand } from './line.js';
import { toReasonKey } from './morning-list.js';
import { nextListTime, nextQuarter, nextReach, type ReachHours, toLocalDate } from './reach.js';

/** What a decision on lines depends on. Times are ms UTC. */
export interface LineContext {
  /** Business time. */
  readonly now: number;
  /** Real time. Deliveries carry it. */
  readonly realNow: number;
  /** When messages can reach the inbox's person, but for the quiet hours of the inbox. */
  readonly hours: PersonHours;
}

/**
 * Decides what a complaint tells an inbox. A line that came before changes nothing: it is known by its id, as
 * long as it is kept.
 */
export function decideLine(
  inbox: Inbox,
  command: LineCommand | ListCommand,
  context: LineContext,
): DocumentDecision<Inbox> {
  switch (command.kind) {
    case 'add-line':
      return addLine(inbox, command.line, context);
    case 'update-line':
      return updateLine(inbox, command, context);
    case 'expect-list':
      return inbox.listAt === null
        ? acceptInbox(inbox, context, { changed: { listAt: findListTime(inbox, context) } })
        : UNCHANGED;
  }
}

/** When messages can reach the inbox's person. */
export function toHours({ settings }: Inbox, { hours }: Pick<LineContext, 'hours'>): ReachHours {
  return { ...hours, quiet: settings.quiet };
}

/** When the list of the person's next working day comes, ms UTC. */
export function findListTime(inbox: Inbox, context: Pick<LineContext, 'now' | 'hours'>): number {
  return nextListTime(toHours(inbox, context), inbox.settings.listAt, context.now);
}

function addLine(inbox: Inbox, line: Line, context: LineContext): DocumentDecision<Inbox> {
  if (inbox.lines.some(({ id }) => id === line.id)) return UNCHANGED;
  const waiting = inbox.lines.filter(({ sent }) => sent === null);
  if (waiting.some((one) => replaces(one, line))) return UNCHANGED;
  const replaced = waiting.filter((one) => replaces(line, one));
  const listAt = inbox.listAt ?? findListTime(inbox, context);
  const usual = isForList(inbox, line, context) ? listAt : findSendTime(inbox, line, context);
  const sendAt = Math.min(usual, ...replaced.map((one) => one.sendAt));
  const added: InboxLine = { ...line, sendAt, sent: null, isDone: false };
  const lines = [...inbox.lines.filter((one) => !replaced.includes(one)), added];
  return acceptInbox(inbox, context, { changed: { lines, listAt } });
}

/**
 * Does this line say all that an earlier one that still waits would say, as it is now? Of each complaint a person
 * gets one line, not one for every time.
 */
function replaces(line: Line, earlier: Line): boolean {
  if (line.complaint !== earlier.complaint || line.args.to !== earlier.args.to) return false;
  if (line.urgency === 'gentle' && earlier.urgency === 'firm') return false;
  return earlier.args.reasons.every((said) =>
    line.args.reasons.some(
      (one) => toReasonKey(one) === toReasonKey(said) && one.dueAt > said.dueAt,
    ),
  );
}

/** Does it come with a morning list only, because its person wants that or has read of it in today's? */
export function isForList(
  { settings, list }: Pick<Inbox, 'settings' | 'list'>,
  { urgency, complaint, args }: Line,
  { hours, now }: Pick<LineContext, 'now' | 'hours'>,
): boolean {
  if (urgency === 'firm') return false;
  if (args.reasons.every(({ rule }) => settings.inList.some((one) => one === rule))) return true;
  if (list === null || toLocalDate(hours, list.at) !== toLocalDate(hours, now)) return false;
  const item = list.items.find((one) => one.complaint === complaint);
  const said = new Set(item?.reasons.map(toReasonKey));
  return args.reasons.every((reason) => said.has(toReasonKey(reason)));
}

/**
 * The next quarter hour in which the person can be reached; at once when that is too late: a warning that comes
 * after its date helps nobody.
 */
function findSendTime(inbox: Inbox, { before }: Line, context: LineContext): number {
  const { now } = context;
  const sendAt = nextReach(toHours(inbox, context), nextQuarter(now));
  return before !== null && sendAt >= before ? now : sendAt;
}

/** What is done before it was sent is not sent; what was sent is shown as it is now. */
function updateLine(
  inbox: Inbox,
  { id, isDone }: Extract<LineCommand, { kind: 'update-line' }>,
  context: Pick<LineContext, 'realNow'>,
): DocumentDecision<Inbox> {
  const line = inbox.lines.find((one) => one.id === id);
  if (line === undefined) return UNCHANGED;
  if (line.sent === null) {
    if (!isDone) return UNCHANGED;
    const lines = inbox.lines.filter((one) => one !== line);
    return acceptInbox(inbox, context, {
      changed: { lines },
      drafts: draftListUpdate(inbox, line),
    });
  }
  const lines = inbox.lines.map((one) => (one === line ? { ...one, isDone } : one));
  const { digest, inList } = line.sent;
  // Nobody reads a list of before: it stays as it was that morning.
  const isOld = inList === true && inbox.list?.n !== digest;
  const drafts = isOld ? [] : [draftDigest('update', inbox, digest)];
  return acceptInbox(inbox, context, {
    changed: { lines },
    drafts: [...drafts, ...draftListUpdate(inbox, line)],
  });
}

/** The last list, if it asks for something about the complaint of a line that did not come with it. */
function draftListUpdate(
  inbox: Inbox,
  { complaint, sent }: Pick<InboxLine, 'complaint' | 'sent'>,
): readonly InboxDraft[] {
  const { list } = inbox;
  if (list === null || list.n === sent?.digest) return [];
  return isOnList(inbox, complaint) ? [draftDigest('update', inbox, list.n)] : [];
}

/**
 * Gives the lines of a message that its person did not get back to their complaints, see {@link loseLines}. Of a
 * morning list that they did not get nothing counts as said.
 */
export function loseDigest(
  inbox: Inbox,
  n: number,
  reason: FailureReason,
  context: Pick<LineContext, 'realNow'>,
): DocumentDecision<Inbox> {
  const lost = inbox.lines.filter(({ sent, isDone }) => sent?.digest === n && !isDone);
  const isList = inbox.list?.n === n;
  return loseLines(inbox, lost, reason, context, isList ? { list: null } : {});
}

/** Gives lines that do not reach their person back to their complaints, which send them on to the next on the ladder. */
export function loseLines(
  inbox: Inbox,
  lost: readonly InboxLine[],
  reason: FailureReason,
  context: Pick<LineContext, 'realNow'>,
  changed: Partial<Pick<Inbox, 'list'>> = {},
): DocumentDecision<Inbox> {
  if (lost.length === 0 && changed.list === undefined) return UNCHANGED;
  const drafts = lost.map(({ id, complaint, args, before, urgency }): InboxDraft => {
    const command = {
      kind: 'lose-line',
      line: { id, complaint, args, before, urgency },
      reason,
    } as const;
    return { kind: 'relay', relay: { target: { kind: 'complaint', id: complaint }, command } };
  });
  const lines = inbox.lines.filter((line) => !lost.includes(line));
  return acceptInbox(inbox, context, { changed: { ...changed, lines }, drafts });
}
