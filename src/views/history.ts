import type {
  Complaint,
  Details,
  HistoryAuthor,
  HistoryEntry,
} from '../domain/complaint/complaint.js';
import {
  isOnlyReporter,
  isViewer,
  type Viewer,
  type VisibilityFacts,
} from '../domain/complaint/permissions.js';
import { text } from '../text/index.js';
import { renderDate, renderPerson, type ViewContext } from './context.js';
import type { Block, Text } from './elements.js';
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

/** Hides the team's internal entries from a viewer who only reported the complaint. */
function isShown(entry: HistoryEntry, viewer: Viewer, complaint: Complaint): boolean {
  if (entry.what === 'update') {
    return entry.args.audience === 'reporter' || canReadWordsBy(viewer, complaint, entry.by);
  }
  const isInternal = ['hear', 'nudge', 'snooze', 'undelivered'].includes(entry.what);
  return !(isInternal && isOnlyReporter(viewer, complaint));
}

/** True for a wake-up that only corrected the next time and reminded nobody. */
function isEmptyNudge({ what, args }: HistoryEntry): boolean {
  return what === 'nudge' && Array.isArray(args.sent) && args.sent.length === 0;
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
function entryLine(context: ViewContext, { at, by, what, args }: HistoryEntry): Text {
  const author: Text = by === 'redress' ? ['Redress'] : [renderPerson(context, by)];
  const line: Text = [renderDate(context, at), ' · ', ...author, ` ${text.history[what] ?? what}`];
  if (what === 'assign' && typeof args.to === 'string')
    return [...line, ' ', renderPerson(context, args.to)];
  if (typeof args.dueAt !== 'number') return line;
  const due: Text = [...line, words.until, renderDate(context, args.dueAt)];
  return typeof args.was === 'number'
    ? [...due, words.instead, renderDate(context, args.was)]
    : due;
}

/** A text that an entry records. */
interface EntryPart {
  readonly text: string;
  /** The reporter may read it: the complainant was told, or the reporter’s card shows it. */
  readonly isForReporter: boolean;
}

function toEntryParts({ what, args }: HistoryEntry, complaint: Complaint): readonly EntryPart[] {
  switch (what) {
    case 'acknowledge':
      return reporterPart(args.words);
    case 'promise':
      return [...reporterPart(args.what), ...internalPart(args.basis, words.basis)];
    case 'keep':
      return reporterPart(findPromiseText(complaint, args.promise));
    case 'renegotiate':
      return [
        ...reporterPart(findPromiseText(complaint, args.promise)),
        ...internalPart(args.basis, words.basis),
      ];
    case 'update':
      return reporterPart(args.text);
    case 'resolve':
      return [...reporterPart(args.done), ...deliveredPart(args.delivered)];
    case 'follow-up':
      return [...satisfactionPart(args.satisfaction), ...internalPart(args.words)];
    case 'reopen':
    case 'withdraw':
      return internalPart(args.reason);
    case 'correct':
      return correctionParts(args.before, args.after);
    default:
      return [];
  }
}

/** A text that the reporter may read. */
function reporterPart(value: unknown): readonly EntryPart[] {
  return typeof value === 'string' && value !== ''
    ? [{ text: `“${value}”`, isForReporter: true }]
    : [];
}

/** A text for the record, see {@link canReadWordsBy}. */
function internalPart(value: unknown, label = ''): readonly EntryPart[] {
  if (typeof value !== 'string' || value === '') return [];
  return [{ text: label === '' ? `“${value}”` : `${label}: “${value}”`, isForReporter: false }];
}

function deliveredPart(value: unknown): readonly EntryPart[] {
  const answer = findLabel(text.delivered, value);
  return answer === undefined
    ? []
    : [{ text: `${words.delivered} ${answer}`, isForReporter: true }];
}

function satisfactionPart(value: unknown): readonly EntryPart[] {
  if (typeof value !== 'number') return [];
  return [{ text: text.card.team.satisfaction(value), isForReporter: true }];
}

function findPromiseText(complaint: Complaint, id: unknown): string | undefined {
  return complaint.promises.find((promise) => promise.id === id)?.what;
}

/** Each corrected field with its old and new value. */
function correctionParts(before: unknown, after: unknown): readonly EntryPart[] {
  const was = toLabelledValues(before);
  const is = new Map(toLabelledValues(after));
  return was
    .filter(([label, value]) => is.get(label) !== value)
    .map(([label, value]) => {
      const [old, now] = [value, is.get(label) ?? ''].map(
        (one) => shortenText(one, LETTERS_CORRECTED) || words.nothing,
      );
      return { text: words.corrected(label, old ?? '', now ?? ''), isForReporter: false };
    });
}

/** The details in an entry, with the labels and words that people read. */
function toLabelledValues(stored: unknown): readonly (readonly [label: string, value: string])[] {
  const details = (stored ?? {}) as Partial<Details>;
  const { complainant, description, desiredOutcome, impact, means, isPublic } = details;
  const labels = text.card.team;
  const all: readonly (readonly [string, string | undefined])[] = [
    [labels.complainant, complainant?.name],
    [labels.account, complainant?.account],
    [labels.happened, description],
    [labels.wanted, desiredOutcome],
    [labels.impact, findLabel(text.impacts, impact)],
    [labels.cameInBy, findLabel(text.means, means)],
    [labels.visibility, isPublic === undefined ? undefined : publicLabel(isPublic)],
  ];
  return all.flatMap(([label, value]) => (value === undefined ? [] : [[label, value] as const]));
}

function publicLabel(isPublic: boolean): string {
  return isPublic ? text.card.team.isPublic : words.notPublic;
}

/** The words for a stored value, or the value itself when this version has no words for it. */
function findLabel(labels: Readonly<Record<string, string>>, value: unknown): string | undefined {
  return typeof value === 'string' ? (labels[value] ?? value) : undefined;
}
