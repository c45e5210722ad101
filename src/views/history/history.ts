import type { VisibilityFacts } from '../../domain/complaint/audience.js';
import type { Complaint } from '../../domain/complaint/complaint.js';
import type { NudgeRule } from '../../domain/complaint/facts.js';
import type {
  HistoryArgs,
  HistoryAuthor,
  HistoryEntry,
  HistoryKind,
  SentNudge,
} from '../../domain/complaint/history.js';
import { isOnlyReporter, isViewer, type Viewer } from '../../domain/complaint/permissions.js';
import { toRecipientKey } from '../../domain/nudges/nudge.js';
import type { PersonId } from '../../domain/organisation/person.js';
import type { Reminder } from '../../text/en/history.js';
import { text } from '../../text/index.js';
import { renderDate, renderPerson, toCategoryName, type ViewContext } from '../context.js';
import type { Block, Inline, Text } from '../elements.js';
import { shortenText } from '../facts.js';
import { RECORDED_AT_ONCE_MS } from '../intake/intake-facts.js';
import { toEntryParts } from './history-parts.js';

const { history } = text;

/** A modal takes 100 blocks. Older entries stay in the store. */
const ENTRIES_SHOWN = 50;
/** Texts longer than this get their own paragraph. */
const LETTERS_IN_LINE = 500;
/** How many characters are shown in full, newest first. A modal takes about 70,000 in all. */
const LETTERS_IN_FULL = 24_000;
/** How many characters of each older text are shown. */
const LETTERS_SHORTENED = 100;

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
  waive: false,
  renegotiate: false,
  update: false,
  resolve: false,
  tell: false,
  'follow-up': false,
  reopen: false,
  withdraw: false,
  correct: false,
  complete: false,
  'add-report': false,
  recategorise: false,
  'correct-received': false,
  'correct-promise': false,
  'name-colleague': true,
  snooze: true,
  nudge: true,
  hear: true,
  undelivered: true,
  placed: true,
  'channel-changed': true,
} as const satisfies Readonly<Record<HistoryKind, boolean>>;

/** Hides the team's internal entries from a viewer who only reported the complaint. */
export function isShown(entry: HistoryEntry, viewer: Viewer, complaint: Complaint): boolean {
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
    return [{ kind: 'note', text: [...line, ': ', { written }] }];
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

/** What an entry says, without what somebody wrote. `toPerson`: how the people besides its author are shown. */
export function sayEntry(
  context: ViewContext,
  entry: HistoryEntry,
  author: Inline,
  toPerson: (id: PersonId) => Inline = (id) => renderPerson(context, id),
): Text {
  switch (entry.what) {
    case 'file':
    case 'add-report':
      return history[entry.what](author, sayReceived(context, entry.args.receivedAt, entry.at));
    case 'acknowledge':
    case 'tell':
      return history[entry.what](author, sayOther(context, entry.args.at ?? entry.at, entry.at));
    case 'resolve':
      return history.resolve(author, sayTold(context, entry.args.telling, entry.at));
    case 'correct-received':
      return history[entry.what](author, ...sayDates(context, entry.args.receivedAt, entry.args));
    case 'recategorise':
      return history.recategorise(author, ...sayCategories(context, entry.args));
    case 'nudge':
    case 'assign':
    case 'name-colleague':
      return sayNamedPeople(entry, author, toPerson);
    case 'promise':
      return history.promise(author, renderDate(context, entry.args.dueAt));
    case 'renegotiate':
    case 'correct-promise':
      return history[entry.what](author, ...sayDates(context, entry.args.dueAt, entry.args));
    case 'snooze':
      return history.snooze(author, renderDate(context, entry.args.until));
    case 'placed':
      return history.placed(author, renderDate(context, entry.args.since));
    case 'take':
    case 'release':
    case 'keep':
    case 'waive':
    case 'update':
    case 'follow-up':
    case 'reopen':
    case 'withdraw':
    case 'correct':
    case 'complete':
    case 'hear':
    case 'undelivered':
    case 'channel-changed':
      return history[entry.what](author);
  }
}

/** Whom it is about; null: nobody. The first id is that of their record then, the others are of merged ones. */
function sayNamed(
  { after: [named] }: HistoryArgs['name-colleague'],
  toPerson: (id: PersonId) => Inline,
): Inline | null {
  return named === undefined ? null : toPerson(named);
}

/** What an entry says that names people besides its author. */
function sayNamedPeople(
  entry: Extract<HistoryEntry, { readonly what: 'nudge' | 'assign' | 'name-colleague' }>,
  author: Inline,
  toPerson: (id: PersonId) => Inline,
): Text {
  switch (entry.what) {
    case 'nudge':
      return history.nudge(author, findReminders(toPerson, entry.args.sent));
    case 'assign':
      return history.assign(author, toPerson(entry.args.to));
    case 'name-colleague':
      return history[entry.what](author, sayNamed(entry.args, toPerson));
  }
}

/** A date, and the one before it. Ms UTC. */
function sayDates(
  context: ViewContext,
  is: number,
  { was }: { readonly was: number },
): readonly [Inline, Inline] {
  return [renderDate(context, is), renderDate(context, was)];
}

/** What it is about, and what it was about before. */
function sayCategories(
  context: ViewContext,
  { category: is, from }: HistoryArgs['recategorise'],
): readonly [Inline, Inline] {
  return [toCategoryName(context, is), toCategoryName(context, from)];
}

/** A date that differs from when it was recorded, as said; null when it says nothing new. Ms UTC. */
function sayOther(context: ViewContext, at: number, recordedAt: number): Inline | null {
  return recordedAt - at < RECORDED_AT_ONCE_MS ? null : renderDate(context, at);
}

/** When the complainant complained, see {@link sayOther}. */
function sayReceived(
  context: ViewContext,
  receivedAt: number | undefined,
  recordedAt: number,
): Inline | null {
  return sayOther(context, receivedAt ?? recordedAt, recordedAt);
}

/** When the complainant was told of the resolution, see {@link sayOther}. */
function sayTold(
  context: ViewContext,
  telling: HistoryArgs['resolve']['telling'],
  recordedAt: number,
): Inline | null {
  return sayOther(context, telling?.at ?? recordedAt, recordedAt);
}

type Reminded = Required<Pick<SentNudge, 'to' | 'rule'>> & {
  readonly standIn: PersonId | undefined;
};

/** Who was reminded and of what. Empty for older entries, which do not say who. */
function findReminders(
  toPerson: (id: PersonId) => Inline,
  sent: HistoryArgs['nudge']['sent'],
): readonly Reminder[] {
  const recipients = new Map<string, Omit<Reminded, 'rule'> & { rules: NudgeRule[] }>();
  for (const { to, standIn, rule } of sent) {
    if (to === undefined) continue;
    const key = `${toRecipientKey(to)} ${standIn ?? ''}`;
    const rules = recipients.get(key)?.rules ?? [];
    recipients.set(key, { to, standIn, rules: rules.includes(rule) ? rules : [...rules, rule] });
  }
  return [...recipients.values()].map(({ to, standIn, rules }) => ({
    to: to === 'team' ? to : toPerson(to.person),
    standIn: standIn === undefined ? null : toPerson(standIn),
    rules,
  }));
}
