import type { NudgeReason } from '../../domain/complaint/view-ref.js';
import type { Urgency } from '../../domain/inbox/line.js';
import { LIST_SECTIONS, type ListSection } from '../../domain/inbox/morning-list.js';
import { isAnswered } from '../../domain/nudges/nudge.js';
import { text } from '../../text/index.js';
import { createInboxButton } from '../buttons.js';
import type { Block, Card } from '../elements.js';
import { MOST_ROWS } from './complaint-rows.js';
import {
  compareLines,
  entryBlocks,
  isDone,
  lineBlocks,
  moreBlocks,
  toViewContext,
} from './digest.js';
import type { InboxViewContext, ReadItem } from './inbox-context.js';

const words = text.inbox.list;

/** One line of the list, and what it says. */
interface Row {
  readonly part: ListSection | 'reminders';
  readonly complaint: string;
  readonly isDone: boolean;
  /** The lowest is shown if not all are, see {@link RANKS}. */
  readonly rank: number;
  readonly blocks: readonly Block[];
}

/** What is shown rather than the rest if there is too much: what cannot wait, then what is late. */
const RANKS = { firm: 0, late: 1, gentle: 2, today: 3, ready: 4 } as const satisfies Readonly<
  Record<ListSection | Urgency, number>
>;

/**
 * The list at the start of somebody's day: the reminders that waited for it, what is late, what is for today, and
 * what can be closed.
 */
export function morningListCard(context: InboxViewContext): Card {
  const rows = [...toLineRows(context), ...toItemRows(context)];
  const open = new Set(rows.filter((row) => !row.isDone).map(({ complaint }) => complaint)).size;
  const shown = rows.toSorted(
    (one, other) => Number(one.isDone) - Number(other.isDone) || one.rank - other.rank,
  );
  const kept = new Set(shown.slice(0, MOST_ROWS));
  const summary = open === 0 ? words.allDone : words.summary(open);
  const waiting = context.items.length === 0 ? 0 : (context.inbox.list?.waiting ?? 0);
  return {
    summary,
    title: summary,
    blocks: [
      ...(['reminders', ...LIST_SECTIONS] as const).flatMap((part) =>
        partBlocks(
          part,
          rows.filter((row) => row.part === part && kept.has(row)),
        ),
      ),
      ...moreBlocks(rows.length - kept.size),
      ...(waiting === 0 ? [] : [{ kind: 'note', text: [words.waiting(waiting)] } as const]),
      { kind: 'buttons', buttons: [createInboxButton('reminders')] },
    ],
  };
}

function partBlocks(part: Row['part'], rows: readonly Row[]): readonly Block[] {
  if (rows.length === 0) return [];
  const heading: Block = { kind: 'text', text: [{ strong: words.parts[part] }] };
  return [heading, ...rows.flatMap(({ blocks }) => blocks)];
}

/** The lines. What else the list says of their complaints stands with them, where the list would have it. */
function toLineRows(context: InboxViewContext): readonly Row[] {
  return context.lines.toSorted(compareLines).map((read, n, all) => {
    const { complaint } = read.line;
    const isFirst = all.findIndex(({ line }) => line.complaint === complaint) === n;
    const item = isFirst
      ? context.items.find((one) => one.item.complaint === complaint)
      : undefined;
    const more = item === undefined ? [] : findOpen(context, item);
    return {
      part: item?.item.section ?? 'reminders',
      complaint,
      isDone: isDone(context, read) && more.length === 0,
      rank: Math.min(
        RANKS[read.line.urgency],
        item === undefined ? RANKS.gentle : RANKS[item.item.section],
      ),
      blocks: lineBlocks(context, read, more),
    };
  });
}

function toItemRows(context: InboxViewContext): readonly Row[] {
  const inLines = new Set(context.lines.map(({ line }) => line.complaint));
  const items = context.items.filter(({ item }) => !inLines.has(item.complaint));
  return items.map((read) => ({
    part: read.item.section,
    complaint: read.item.complaint,
    isDone: isItemDone(context, read),
    rank: RANKS[read.item.section],
    blocks: itemBlocks(context, read),
  }));
}

function itemBlocks(context: InboxViewContext, read: ReadItem): readonly Block[] {
  const { item, complaint } = read;
  const open = findOpen(context, read);
  if (complaint === undefined || open.length === 0) {
    return [{ kind: 'note', text: [text.inbox.digest.done(item.complaint)] }];
  }
  const args = { reasons: item.reasons, to: context.inbox.id };
  return entryBlocks(toViewContext(context, complaint), args, open);
}

/** Is nothing of it left to do, or may its reader no longer see the complaint? */
export function isItemDone(context: InboxViewContext, read: ReadItem): boolean {
  return findOpen(context, read).length === 0;
}

/** What the list asked for and is still to be done by the same person. */
function findOpen(
  { inbox, people }: InboxViewContext,
  { item, complaint }: ReadItem,
): readonly NudgeReason[] {
  if (complaint === undefined) return [];
  const person = people.get(inbox.id);
  const ids = [inbox.id, ...(person === undefined ? [] : [person.id, ...person.aliases])];
  if (complaint.assignee === null || !ids.includes(complaint.assignee)) return [];
  const sentAt = inbox.list?.at ?? 0;
  return item.reasons.filter((reason) => !isAnswered({ ...reason, sentAt }, complaint));
}
