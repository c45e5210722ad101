import type { NudgeArgs, NudgeReason } from '../../domain/complaint/view-ref.js';
import { text } from '../../text/index.js';
import { createButton } from '../buttons.js';
import type { ViewContext } from '../context.js';
import type { Block, Card, Text } from '../elements.js';
import { withheldCard } from '../messages.js';
import { findFirstButton } from '../nudge-buttons.js';
import {
  absentText,
  findCardReader,
  isReasonSettled,
  nudgeCard,
  reasonText,
  subjectText,
} from '../nudge-card.js';
import { MOST_ROWS } from './complaint-rows.js';
import type { InboxViewContext, ReadLine } from './inbox-context.js';

const words = text.inbox.digest;

/** What is due, one line for each reminder, the most urgent first. A single one is shown in full. */
export function digestCard(context: InboxViewContext): Card {
  const lines = context.lines.toSorted(compareLines);
  const [only] = lines;
  if (only !== undefined && lines.length === 1) return singleCard(context, only);
  const open = lines.filter((one) => !isDone(context, one));
  const done = lines.filter((one) => isDone(context, one));
  const shown = [...open, ...done].slice(0, MOST_ROWS);
  const more = moreBlocks(lines.length - shown.length);
  const summary = open.length === 0 ? words.allDone : words.summary(open.length);
  return {
    summary,
    title: summary,
    blocks: [...shown.flatMap((one) => lineBlocks(context, one)), ...more],
  };
}

/** The higher rung first, then what has been due for longer. */
export function compareLines({ line: one }: ReadLine, { line: other }: ReadLine): number {
  const rung = ({ args }: ReadLine['line']): number =>
    Math.max(...args.reasons.map((reason) => reason.rung));
  const due = ({ args }: ReadLine['line']): number =>
    Math.min(...args.reasons.map(({ dueAt }) => dueAt));
  return rung(other) - rung(one) || due(one) - due(other) || (one.id < other.id ? -1 : 1);
}

function singleCard(context: InboxViewContext, { line, complaint }: ReadLine): Card {
  return complaint === undefined
    ? withheldCard(line.complaint)
    : nudgeCard(toViewContext(context, complaint), line.args);
}

export function toViewContext(
  { organisation, people, now, waiting }: InboxViewContext,
  complaint: ViewContext['complaint'],
): ViewContext {
  return { complaint, organisation, people, now, waiting };
}

/** Is nothing of it left to do, or may its reader no longer see the complaint? */
export function isDone(context: InboxViewContext, { line, complaint }: ReadLine): boolean {
  if (complaint === undefined) return true;
  const { reasons, to } = line.args;
  const view = toViewContext(context, complaint);
  return reasons.every((reason) => isReasonSettled(reason, to, view));
}

/** The sentences in one line. What was promised ends one of them without a full stop. */
function joinSentences(sentences: readonly Text[]): Text {
  return sentences.flatMap((one, n): Text => {
    const last = sentences[n - 1]?.at(-1);
    const isEnded = n === 0 || (typeof last === 'string' && last.endsWith('.'));
    return [isEnded ? ' ' : '. ', ...one];
  });
}

/** A line of a message with its buttons; of one that is done only that. `more`: what else the message asks for there. */
export function lineBlocks(
  context: InboxViewContext,
  read: ReadLine,
  more: readonly NudgeReason[] = [],
): readonly Block[] {
  const { line, complaint } = read;
  if (complaint === undefined || (isDone(context, read) && more.length === 0)) {
    return [{ kind: 'note', text: [words.done(line.complaint)] }];
  }
  const view = toViewContext(context, complaint);
  const { args } = line;
  const open = args.reasons.filter((reason) => !isReasonSettled(reason, args.to, view));
  return entryBlocks(view, args, [...open, ...more]);
}

/**
 * A complaint in a line: what it is about, what `open` asks for, the most useful button, one to complete what is
 * missing, and one to open it.
 */
export function entryBlocks(
  view: ViewContext,
  args: NudgeArgs,
  open: readonly NudgeReason[],
): readonly Block[] {
  const { complaint } = view;
  const sentences = [absentText(view, args), ...open.map((reason) => reasonText(view, reason))];
  const said = joinSentences(sentences.filter((one) => one.length > 0));
  const reader = findCardReader(view, args);
  // Of several promises nobody could tell which one a button is about.
  const promises = new Set(open.flatMap(({ about }) => about ?? []));
  const told = promises.size > 1 ? open.filter(({ about }) => about === null) : open;
  // What has a date is more use than an update, which it stands for too.
  const offered = told.toSorted((one, other) => toLast(one) - toLast(other));
  const first = offered.map((reason) => findFirstButton(view, reason, reader)).find((one) => one);
  const details = { ...createButton('details', complaint.id), label: words.open };
  // What is missing costs one short form, so it is offered beside what is more urgent.
  const missing = open.find(({ rule }) => rule === 'incomplete');
  const complete = missing && findFirstButton(view, missing, reader);
  const own = [first, complete?.action === first?.action ? undefined : complete];
  const buttons = [...own.flatMap((one) => one ?? []), details];
  return [
    { kind: 'text', text: words.line(complaint.id, subjectText(complaint), said) },
    { kind: 'buttons', buttons },
  ];
}

function toLast({ rule }: NudgeReason): number {
  return rule === 'quiet' ? 1 : 0;
}

/** Says how many lines are not shown, and which command shows them. */
export function moreBlocks(left: number): readonly Block[] {
  return left === 0 ? [] : [{ kind: 'note', text: words.more(left, { command: 'list' }) }];
}
