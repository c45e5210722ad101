import type { PromiseAnswer } from '../../domain/complaint/command.js';
import type { Complaint } from '../../domain/complaint/complaint.js';
import type { Delivered, FollowUpOutcome, Means } from '../../domain/complaint/handling.js';
import type { HistoryArgs, HistoryKind } from '../../domain/complaint/history.js';
import type { Details } from '../../domain/intake/details.js';
import { isolate } from '../../domain/text/isolate.js';
import { text } from '../../text/index.js';
import { shortenText } from '../facts.js';
import { findCorrections } from './corrections.js';

const words = text.form.details;

/** How many characters of a text are shown before and after a correction. */
const LETTERS_CORRECTED = 1500;

/** A text that an entry records. */
export interface EntryPart {
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
  // what it is linked to is not for everybody who sees it, see the details
  file: { receivedAt: notShown, links: notShown },
  acknowledge: { at: notShown, means: meansPart, words: reporterPart },
  take: {},
  assign: { from: notShown, to: notShown },
  release: { from: notShown },
  promise: {
    promise: notShown,
    what: reporterPart,
    dueAt: notShown,
    unworked: unworkedPart,
    basis: basisPart,
  },
  keep: { promise: promisePart },
  waive: { promise: promisePart, words: internalPart },
  renegotiate: {
    promise: promisePart,
    was: notShown,
    new: notShown,
    dueAt: notShown,
    unworked: unworkedPart,
    basis: basisPart,
  },
  update: { audience: notShown, text: reporterPart },
  resolve: {
    done: reporterPart,
    delivered: deliveredPart,
    told: toldPart,
    telling: tellingPart,
    promises: promiseAnswersPart,
  },
  tell: { at: notShown, means: meansPart, words: reporterPart },
  'follow-up': {
    outcome: outcomePart,
    satisfaction: satisfactionPart,
    words: internalPart,
    closes: closesPart,
  },
  reopen: { reason: internalPart },
  withdraw: { reason: internalPart },
  correct: { before: (before, { after }) => correctionParts(before, after), after: notShown },
  complete: { after: (after) => completionParts(after) },
  recategorise: { from: notShown, category: notShown },
  'correct-promise': {
    promise: promisePart,
    was: notShown,
    dueAt: notShown,
    unworked: unworkedPart,
  },
  'correct-received': { was: notShown, receivedAt: notShown, reason: internalPart },
  'add-report': { receivedAt: notShown, means: meansPart, words: reporterPart },
  snooze: { until: notShown },
  'name-colleague': { before: notShown, after: notShown, from: notShown },
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
  placed: { slot: notShown, since: notShown },
  'channel-changed': { slot: notShown },
};

/** Returns the texts of an entry, in order. */
export function toEntryParts<K extends HistoryKind>(
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
function reporterPart(written: string | undefined): readonly EntryPart[] {
  return toPart(written, words.written, true);
}

/** A text for the record, see `canReadWordsBy`. */
function internalPart(written: string): readonly EntryPart[] {
  return toPart(written, words.written, false);
}

/** On what basis something was promised, for the record. */
function basisPart(basis: string): readonly EntryPart[] {
  return toPart(basis, words.basisWas, false);
}

function toPart(
  written: string | undefined,
  say: (written: string) => string,
  isForReporter: boolean,
): readonly EntryPart[] {
  return written === undefined || written === ''
    ? []
    : [{ text: say(isolate(written)), isForReporter }];
}

/** A sentence of ours, which says nothing that somebody wrote for the record. */
function plainPart(sentence: string): readonly EntryPart[] {
  return [{ text: sentence, isForReporter: true }];
}

/** That nobody works when it is due. */
function unworkedPart(isUnworked: true | undefined): readonly EntryPart[] {
  return isUnworked === undefined ? [] : plainPart(words.unworked);
}

/** What was promised, by the promise's id. */
function promisePart(id: string, _args: unknown, complaint: Complaint): readonly EntryPart[] {
  return reporterPart(findPromised(complaint, id));
}

function findPromised({ promises }: Complaint, id: string): string {
  return promises.find((promise) => promise.id === id)?.what ?? '';
}

function meansPart(means: Means | undefined): readonly EntryPart[] {
  return means === undefined ? [] : plainPart(text.means[means]);
}

function deliveredPart(delivered: Delivered): readonly EntryPart[] {
  return plainPart(words.delivered(text.delivered[delivered]));
}

/** Whether the complainant was told when it was resolved; how is in the next part. */
function toldPart(told: boolean): readonly EntryPart[] {
  return plainPart(told ? words.isTold : words.notTold);
}

function tellingPart(telling: HistoryArgs['resolve']['telling']): readonly EntryPart[] {
  return telling === undefined ? [] : [...meansPart(telling.means), ...reporterPart(telling.words)];
}

/** What was said of each promise when the complaint was resolved. */
function promiseAnswersPart(
  answers: readonly PromiseAnswer[] | undefined,
  _args: unknown,
  complaint: Complaint,
): readonly EntryPart[] {
  return (answers ?? []).flatMap(({ promise, answer }) =>
    plainPart(words.promiseWas[answer](isolate(findPromised(complaint, promise)))),
  );
}

/** What came of the follow-up, unless the complainant answered. */
function outcomePart(outcome: FollowUpOutcome | undefined): readonly EntryPart[] {
  return outcome === undefined || outcome === 'answered' ? [] : plainPart(words.outcomes[outcome]);
}

function satisfactionPart(satisfaction: number | null): readonly EntryPart[] {
  return satisfaction === null ? [] : plainPart(text.card.team.satisfaction(satisfaction));
}

function closesPart(
  closes: boolean | undefined,
  { outcome }: HistoryArgs['follow-up'],
): readonly EntryPart[] {
  const isUnanswered = outcome !== undefined && outcome !== 'answered';
  return closes === true && isUnanswered ? plainPart(words.closed) : [];
}

/** Each field that was completed, with what it says now. */
function completionParts(after: Partial<Details>): readonly EntryPart[] {
  return findCorrections({}, after).map(({ label, is }) => ({
    text: words.completed(label, isolate(shortenText(is, LETTERS_CORRECTED))),
    isForReporter: false,
  }));
}

/** Each corrected field with its old and new value. */
function correctionParts(before: Partial<Details>, after: Partial<Details>): readonly EntryPart[] {
  const shorten = (value: string): string =>
    isolate(shortenText(value, LETTERS_CORRECTED)) || words.nothing;
  return findCorrections(before, after).map(({ label, was, is }) => ({
    text: words.corrected(label, shorten(was), shorten(is)),
    isForReporter: false,
  }));
}
