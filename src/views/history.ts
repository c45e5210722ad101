import type { VisibilityFacts } from '../domain/complaint/audience.js';
import type { Complaint } from '../domain/complaint/complaint.js';
import type { Delivered, Details } from '../domain/complaint/facts.js';
import type {
  HistoryArgs,
  HistoryAuthor,
  HistoryEntry,
  HistoryKind,
} from '../domain/complaint/history.js';
import { isOnlyReporter, isViewer, type Viewer } from '../domain/complaint/permissions.js';
import { text } from '../text/index.js';
import { renderDate, renderPerson, type ViewContext } from './context.js';
import { findCorrections } from './corrections.js';
import type { Block, Inline, Text } from './elements.js';
import { shortenText } from './facts.js';

const words = text.form.details;

/** A modal takes 100 blocks. Older entries stay in the store. */
const ENTRIES_SHOWN = 50;
/** Texts longer than this get their own paragraph. */
const LETTERS_IN_LINE = 500;
/** How many characters are shown in full, newest first. A modal takes about 70,000 in all. */
const LETTERS_IN_FULL = 24_000;
/** How many characters of each older text are shown. */
const LETTERS_SHORTENED = 100;
/** How many characters of a text are shown before and after a correction. */
const LETTERS_CORRECTED = 1500;

/**
 * True when the viewer may read what `by` wrote for the record. A viewer who only reported the
 * complaint may read only their own words.
 */
export function canReadWordsBy(
  viewer: Viewer,
  complaint: VisibilityFacts,
  by: HistoryAuthor,
): boolean {
  return isViewer(viewer, by) || !isOnlyReporter(viewer, complaint);
}

/** The latest history entries, newest first, with the texts that the viewer may read. */
export function historyBlocks(context: ViewContext, viewer: Viewer): readonly Block[] {
  const { complaint } = context;
  const shown = complaint.history
    .filter((entry) => isShown(entry, viewer, complaint) && !isEmptyNudge(entry))
    .slice(-ENTRIES_SHOWN)
    .reverse();
  let left = LETTERS_IN_FULL;
  return shown.flatMap((entry) => {
    const written = toEntryParts(entry, complaint)
      .filter((part) => part.isForReporter || canReadWordsBy(viewer, complaint, entry.by))
      .map((part) => part.text)
      .join(' · ');
    const isFull = written.length <= left;
    if (isFull) left -= written.length;
    return entryBlocks(context, entry, isFull ? written : shortenText(written, LETTERS_SHORTENED));
  });
}

/** Which kinds of entries are the team's own: a viewer who only reported the complaint does not see them. */
const IS_INTERNAL = {
  file: false,
  acknowledge: false,
  take: false,
  assign: false,
  release: false,
  promise: false,
  keep: false,
  renegotiate: false,
  update: false,
  resolve: false,
  tell: false,
  'follow-up': false,
  reopen: false,
  withdraw: false,
  correct: false,
  snooze: true,
  nudge: true,
  hear: true,
  undelivered: true,
} as const satisfies Readonly<Record<HistoryKind, boolean>>;

/** Hides the team's internal entries from a viewer who only reported the complaint. */
function isShown(entry: HistoryEntry, viewer: Viewer, complaint: Complaint): boolean {
  if (entry.what === 'update') {
    return entry.args.audience === 'reporter' || canReadWordsBy(viewer, complaint, entry.by);
  }
  return !(IS_INTERNAL[entry.what] && isOnlyReporter(viewer, complaint));
}

/** True for a wake-up that only corrected the next time and reminded nobody. */
function isEmptyNudge(entry: HistoryEntry): boolean {
  return entry.what === 'nudge' && entry.args.sent.length === 0;
}

function entryBlocks(context: ViewContext, entry: HistoryEntry, written: string): readonly Block[] {
  const line = entryLine(context, entry);
  if (written === '') return [{ kind: 'note', text: line }];
  if (written.length <= LETTERS_IN_LINE) {
    return [{ kind: 'note', text: [...line, ': ', written] }];
  }
  return [
    { kind: 'note', text: [...line, ':'] },
    { kind: 'quote', label: '', text: written, max: written.length },
  ];
}

/** When, who, what, and for whom or by when. */
function entryLine(context: ViewContext, entry: HistoryEntry): Text {
  const author = entry.by === 'redress' ? 'Redress' : renderPerson(context, entry.by);
  return [renderDate(context, entry.at), ' · ', ...sayEntry(context, entry, author)];
}

function sayEntry(context: ViewContext, entry: HistoryEntry, author: Inline): Text {
  const { history } = text;
  switch (entry.what) {
    case 'assign':
      return history.assign(author, renderPerson(context, entry.args.to));
    case 'promise':
      return history.promise(author, renderDate(context, entry.args.dueAt));
    case 'renegotiate': {
      const { dueAt, was } = entry.args;
      return history.renegotiate(author, renderDate(context, dueAt), renderDate(context, was));
    }
    case 'file':
    case 'acknowledge':
    case 'take':
    case 'release':
    case 'keep':
    case 'update':
    case 'resolve':
    case 'tell':
    case 'follow-up':
    case 'reopen':
    case 'withdraw':
    case 'correct':
    case 'snooze':
    case 'nudge':
    case 'hear':
    case 'undelivered':
      return history[entry.what](author);
  }
}

/** A text that an entry records. */
interface EntryPart {
  readonly text: string;
  /** The reporter may read it: the complainant was told, or the reporter’s card shows it. */
  readonly isForReporter: boolean;
}

/** What one detail of an entry shows. */
type ToParts<Args, Value> = (
  value: Value,
  args: Args,
  complaint: Complaint,
) => readonly EntryPart[];

type PartsOf<Args> = { readonly [A in keyof Args]-?: ToParts<Args, Args[A]> };

/** A detail that is not shown, or that the line of its entry says. */
const notShown = (): readonly EntryPart[] => [];

/** What each detail of each kind of entry shows, in this order. */
const ENTRY_PARTS: { readonly [K in HistoryKind]: PartsOf<HistoryArgs[K]> } = {
  file: {},
  acknowledge: { means: notShown, words: reporterPart },
  take: {},
  assign: { from: notShown, to: notShown },
  release: { from: notShown },
  promise: {
    promise: notShown,
    what: reporterPart,
    dueAt: notShown,
    basis: basisPart,
  },
  keep: { promise: promisePart },
  renegotiate: {
    promise: promisePart,
    was: notShown,
    new: notShown,
    dueAt: notShown,
    basis: basisPart,
  },
  update: { audience: notShown, text: reporterPart },
  resolve: { done: reporterPart, delivered: deliveredPart, told: notShown },
  tell: {},
  'follow-up': { satisfaction: satisfactionPart, words: internalPart },
  reopen: { reason: internalPart },
  withdraw: { reason: internalPart },
  correct: { before: (before, { after }) => correctionParts(before, after), after: notShown },
  snooze: { until: notShown },
  nudge: { sent: notShown },
  hear: { at: notShown },
  undelivered: {
    delivery: notShown,
    slot: notShown,
    kind: notShown,
    view: notShown,
    reason: notShown,
    unreached: notShown,
    from: notShown,
  },
};

function toEntryParts<K extends HistoryKind>(
  { what, args }: { readonly what: K; readonly args: HistoryArgs[K] },
  complaint: Complaint,
): readonly EntryPart[] {
  return joinParts(ENTRY_PARTS[what], args, complaint);
}

function joinParts<Args>(
  toParts: PartsOf<Args>,
  args: Args,
  complaint: Complaint,
): readonly EntryPart[] {
  const names = Object.keys(toParts) as (keyof Args)[];
  return names.flatMap((name) => toParts[name](args[name], args, complaint));
}

/** A text that the reporter may read. */
function reporterPart(written: string): readonly EntryPart[] {
  return written === '' ? [] : [{ text: words.written(written), isForReporter: true }];
}

/** A text for the record, see {@link canReadWordsBy}. */
function internalPart(written: string): readonly EntryPart[] {
  return written === '' ? [] : [{ text: words.written(written), isForReporter: false }];
}

/** On what basis something was promised, for the record. */
function basisPart(basis: string): readonly EntryPart[] {
  return basis === '' ? [] : [{ text: words.basisWas(basis), isForReporter: false }];
}

/** What was promised, by the promise's id. */
function promisePart(id: string, _args: unknown, { promises }: Complaint): readonly EntryPart[] {
  return reporterPart(promises.find((promise) => promise.id === id)?.what ?? '');
}

function deliveredPart(delivered: Delivered): readonly EntryPart[] {
  return [{ text: words.delivered(text.delivered[delivered]), isForReporter: true }];
}

function satisfactionPart(satisfaction: number): readonly EntryPart[] {
  return [{ text: text.card.team.satisfaction(satisfaction), isForReporter: true }];
}

/** Each corrected field with its old and new value. */
function correctionParts(before: Partial<Details>, after: Partial<Details>): readonly EntryPart[] {
  const shorten = (value: string): string => shortenText(value, LETTERS_CORRECTED) || words.nothing;
  return findCorrections(before, after).map(({ label, was, is }) => ({
    text: words.corrected(label, shorten(was), shorten(is)),
    isForReporter: false,
  }));
}
