import { NO_ANSWER } from '../complaint/answer.js';
import type { FailureReason } from '../complaint/failure-reason.js';
import type { DocumentDecision } from '../document/decision.js';
import { type Calendar, nextWorkingMoment } from '../organisation/calendar.js';
import { acceptInbox, type InboxDraft } from './accept-inbox.js';
import type { Inbox, InboxSlot } from './inbox.js';
import type { InboxLine, Line, LineCommand } from './line.js';

/** What a decision on lines depends on. Times are ms UTC. */
export interface LineContext {
  /** Business time. */
  readonly now: number;
  /** Real time. Deliveries carry it. */
  readonly realNow: number;
  /** When the inbox's person works. */
  readonly calendar: Calendar;
}

const UNCHANGED = { kind: 'unchanged', answer: NO_ANSWER } as const;

/** Lines go out at :00, :15, :30 and :45, so that several that are due at once are one message. */
const QUARTER_MS = 900_000;

/** A line that was sent is forgotten after so long: its message is no longer updated. */
const KEPT_MS = 30 * 86_400_000;

/** The slot of a message with lines. */
function toDigestSlot(n: number): InboxSlot {
  return `digest:${n}`;
}

/**
 * Decides what a complaint tells an inbox. A line that came before changes nothing: it is known by its id, as
 * long as it is kept.
 */
export function decideLine(
  inbox: Inbox,
  command: LineCommand,
  context: LineContext,
): DocumentDecision<Inbox> {
  switch (command.kind) {
    case 'add-line': {
      if (inbox.lines.some(({ id }) => id === command.line.id)) return UNCHANGED;
      const sendAt = findSendTime(command.line, context);
      const added: InboxLine = { ...command.line, sendAt, sent: null, isDone: false };
      return acceptInbox(inbox, context, { changed: { lines: [...inbox.lines, added] } });
    }
    case 'update-line':
      return updateLine(inbox, command, context);
  }
}

/**
 * The next quarter hour in which the person works; at once when that is too late: a warning that comes after its
 * date helps nobody.
 */
function findSendTime({ before }: Line, { now, calendar }: LineContext): number {
  const quarter = (Math.floor(now / QUARTER_MS) + 1) * QUARTER_MS;
  const sendAt = nextWorkingMoment(calendar, quarter);
  return before !== null && sendAt >= before ? now : sendAt;
}

/** What is done before it was sent is not sent; what was sent is shown as it is now. */
function updateLine(
  inbox: Inbox,
  { id, isDone }: Extract<LineCommand, { kind: 'update-line' }>,
  context: LineContext,
): DocumentDecision<Inbox> {
  const line = inbox.lines.find((one) => one.id === id);
  if (line === undefined) return UNCHANGED;
  if (line.sent === null) {
    if (!isDone) return UNCHANGED;
    const lines = inbox.lines.filter((one) => one !== line);
    return acceptInbox(inbox, context, { changed: { lines } });
  }
  const lines = inbox.lines.map((one) => (one === line ? { ...one, isDone } : one));
  const draft = draftDigest('update', inbox, line.sent.digest);
  return acceptInbox(inbox, context, { changed: { lines }, drafts: [draft] });
}

/** Sends the lines whose time has come, all in one message. */
export function sendDueLines(
  inbox: Inbox,
  context: Omit<LineContext, 'calendar'>,
): DocumentDecision<Inbox> {
  const { now } = context;
  const isDue = ({ sent, sendAt }: InboxLine): boolean => sent === null && sendAt <= now;
  if (!inbox.lines.some(isDue)) return UNCHANGED;
  const n = inbox.digests + 1;
  const lines = inbox.lines
    .filter(({ sent }) => sent === null || sent.at > now - KEPT_MS)
    .map((line) => (isDue(line) ? { ...line, sent: { digest: n, at: now } } : line));
  const draft = draftDigest('post', inbox, n);
  return acceptInbox(inbox, context, { changed: { lines, digests: n }, drafts: [draft] });
}

function draftDigest(kind: 'post' | 'update', { id }: Inbox, n: number): InboxDraft {
  return { kind, slot: toDigestSlot(n), view: { name: 'digest', args: { n } }, person: id };
}

/**
 * Gives the lines of a message that its person did not get back to their complaints, which send them on to the
 * next on the ladder.
 */
export function loseDigest(
  inbox: Inbox,
  n: number,
  reason: FailureReason,
  context: Pick<LineContext, 'realNow'>,
): DocumentDecision<Inbox> {
  const lost = inbox.lines.filter(({ sent, isDone }) => sent?.digest === n && !isDone);
  if (lost.length === 0) return UNCHANGED;
  const drafts = lost.map(({ id, complaint, args, before }): InboxDraft => {
    const command = {
      kind: 'lose-line',
      line: { id, complaint, args, before },
      reason,
    } as const;
    return { kind: 'relay', relay: { target: { kind: 'complaint', id: complaint }, command } };
  });
  const lines = inbox.lines.filter((line) => !lost.includes(line));
  return acceptInbox(inbox, context, { changed: { lines }, drafts });
}
