import type { HistoryEntry, HistoryKind } from '../../domain/complaint/history.js';
import type { Viewer } from '../../domain/complaint/permissions.js';
import { text } from '../../text/index.js';
import { renderDate, toMention, type ViewContext } from '../context.js';
import type { Inline, Text } from '../elements.js';
import { isShown, sayEntry } from './history.js';

const words = text.nudge;

/** Which kinds of entries say where a complaint stands: what people did, not what became of Redress's messages. */
const IS_NEWS = {
  file: true,
  acknowledge: true,
  take: true,
  assign: true,
  release: true,
  promise: true,
  keep: true,
  waive: true,
  renegotiate: true,
  update: true,
  resolve: true,
  tell: true,
  'follow-up': true,
  reopen: true,
  withdraw: true,
  correct: true,
  complete: true,
  'add-report': true,
  recategorise: true,
  'correct-received': true,
  'correct-promise': true,
  // No reminder says whom a complaint is about.
  'name-colleague': false,
  snooze: false,
  nudge: false,
  hear: true,
  undelivered: false,
  placed: false,
  'channel-changed': false,
} as const satisfies Readonly<Record<HistoryKind, boolean>>;

/**
 * What happened last, in one sentence without anything that somebody wrote: who did what, and when. If
 * nothing happened since the complaint was recorded, who recorded it and when. People are named, not
 * mentioned: nobody is called because they did something. `viewer`: who reads it; null for the team.
 */
export function lastHappenedText(context: ViewContext, viewer: Viewer | null): Text {
  const { complaint } = context;
  const last = complaint.history.findLast(
    (entry) => IS_NEWS[entry.what] && (viewer === null || isShown(entry, viewer, complaint)),
  );
  const toName = (id: string): Inline => ({ written: toMention(context.people, id).name });
  if (last === undefined || last.what === 'file') {
    return words.recorded(toName(complaint.reporter), renderDate(context, complaint.filedAt));
  }
  return words.last(sayLast(context, last, toName), renderDate(context, last.at));
}

/** As in the history, but without its dates: one of two in a sentence would be taken for the other. */
function sayLast(context: ViewContext, entry: HistoryEntry, toName: (id: string) => Inline): Text {
  const author = entry.by === 'redress' ? 'Redress' : toName(entry.by);
  switch (entry.what) {
    case 'update':
      return words.wrote[entry.args.audience](author);
    case 'promise':
    case 'renegotiate':
    case 'correct-received':
    case 'correct-promise':
      return words.undated[entry.what](author);
    case 'acknowledge':
    case 'resolve':
    case 'tell':
    case 'add-report':
      return text.history[entry.what](author, null);
    case 'file':
    case 'take':
    case 'assign':
    case 'release':
    case 'keep':
    case 'waive':
    case 'follow-up':
    case 'reopen':
    case 'withdraw':
    case 'correct':
    case 'complete':
    case 'name-colleague':
    case 'recategorise':
    case 'snooze':
    case 'nudge':
    case 'hear':
    case 'undelivered':
    case 'placed':
    case 'channel-changed':
      return sayEntry(context, entry, author, toName);
  }
}
