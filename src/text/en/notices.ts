import type { AnswerArgs, AnswerCode } from '../../domain/complaint/answer.js';
import type { HistoryKind } from '../../domain/complaint/history.js';
import type { RefusalArgs, RefusalCode } from '../../domain/document/refusal.js';
import type { Inline, Text } from '../../views/elements.js';
import { states } from './cards.js';

/** Refusals, by code: what happened, and what to do. */
export const refusals: { readonly [C in RefusalCode]: (args: RefusalArgs[C]) => string } = {
  'not-found': () => 'No complaint that you can see has this reference. Please check it.',
  'not-permitted': () =>
    'Only the person who has it, the team’s lead or a complaints officer can do that. Please ask one of them.',
  'wrong-state': ({ state }) =>
    `That is not possible now. The complaint’s state is “${states[state]}”. Open its details to see what you can do.`,
  'already-taken': () => 'Somebody has already taken it. To take over, ask them to give it back.',
  'no-such-colleague': () => 'Choose a member of the team, its lead or a complaints officer.',
  'no-such-promise': () => 'That promise no longer exists. Open the details to see all promises.',
  'unknown-category': () => 'That category no longer exists. Choose another one.',
  'unknown-choice': () => 'Choose one of the answers.',
  missing: () => 'Please fill this in.',
  'too-long': ({ length, limit }) =>
    `That is ${length} characters, but only ${limit} fit here. Please shorten it, and put the rest in the thread.`,
  'no-date': () => 'Please choose a date and a time.',
  'date-past': () => 'That date has passed. Choose one in the future.',
  'date-far': () => 'That is more than ten years away. Choose a nearer date.',
  'history-full': () =>
    'This complaint’s history is full (5,000 entries). Please resolve it, and record a new complaint that mentions it.',
  'document-full': () =>
    'This complaint is full: it holds as much text as fits (1 MB). Please resolve it, and record a new complaint that mentions it.',
  'promises-full': () =>
    'This complaint has 100 promises, new dates included, and no more fit. Please resolve it, and record a new complaint that mentions it for what is still promised.',
  'sent-by-another': () =>
    'This was not recorded, because somebody else opened the form. Please open it yourself and send it from there.',
};

/** A short answer: its first line, plain, and what follows it. */
interface Answer {
  readonly line: string;
  readonly more?: Text;
}

/** Short answers to the actor, by code. `date` shows a time (ms UTC) to the reader. */
export const answers: {
  readonly [C in AnswerCode]: (args: AnswerArgs[C], date: (at: number) => Inline) => Answer;
} = {
  'already-yours': () => ({ line: 'You already have it.' }),
  'already-theirs': () => ({ line: 'They already have it.' }),
  'already-acknowledged': ({ at }, date) => ({
    line: 'It has already been acknowledged.',
    more: ['Acknowledged ', date(at), '.'],
  }),
  'already-told': () => ({ line: 'The complainant has already been told.' }),
  'promise-settled': () => ({ line: 'That promise is settled. There is nothing left to do.' }),
  'nothing-to-correct': () => ({ line: 'Nothing was changed, so nothing was corrected.' }),
  'reporter-told': () => ({ line: 'Sent to the reporter.' }),
  'no-colleagues': () => ({
    line: 'There is nobody else to assign it to. Add members to the team in redress.yml.',
  }),
  'nothing-to-snooze': () => ({ line: 'You have no reminder to snooze.' }),
  snoozed: ({ until }, date) => ({
    line: 'Snoozed.',
    more: ['Until ', date(until), '. Others are still reminded.'],
  }),
};

export const notice = {
  recorded: (id: string, team: string) => `${id} is recorded and with ${team}.`,
  unavailable:
    'This could not be saved just now. Please try again in a moment: nothing is recorded twice.',
  unavailableRead: 'Redress cannot reach its records just now. Please try again in a moment.',
  busy: 'Others changed this complaint at the same moment. Please try again.',
  fault: 'Something went wrong on our side, and it was logged. Please try again in a moment.',
  help: [
    'The command “complaint” opens the form. What you write after it is filled in.',
    '“complaint list” shows the complaints you reported, those you have, and your team’s.',
    '“complaint help” shows this help.',
  ],
  helpHeading: 'Help',
  helpTitle: 'What Redress can do',
  helpMore: 'Each complaint’s card has buttons for the next steps.',
  list: {
    heading: 'Your complaints and your team’s',
    title: 'Complaints that are not closed',
    none: 'There is nothing to show. No open complaint was reported by you, or is with you or your team.',
    more: (n: number) => `These are the latest ${n}.`,
    /** A complaint in a line: `with` and `next` only when there is somebody, or a date. */
    row: (id: string, category: string, state: string): Text => [
      { strong: id },
      ` · ${category} · ${state}`,
    ],
    with: (row: Text, person: Inline): Text => [...row, ' · with ', person],
    next: (row: Text, date: Inline): Text => [...row, ' · next date ', date],
  },
  noCategories: 'No category is set up yet. Ask the person who runs Redress to add one.',
} as const;

/** What each kind of history entry says: who did what, for whom or by when. */
export const history = {
  file: (by) => [by, ' recorded it'],
  acknowledge: (by) => [by, ' acknowledged it to the complainant'],
  take: (by) => [by, ' took it'],
  assign: (by, to) => [by, ' assigned it to ', to],
  release: (by) => [by, ' gave it back to the team'],
  promise: (by, due) => [by, ' promised, due ', due],
  keep: (by) => [by, ' kept a promise'],
  renegotiate: (by, due, was) => [by, ' agreed a new date, due ', due, ' instead of ', was],
  update: (by) => [by, ' wrote'],
  resolve: (by) => [by, ' resolved it'],
  tell: (by) => [by, ' told the complainant'],
  'follow-up': (by) => [by, ' followed up'],
  reopen: (by) => [by, ' reopened it'],
  withdraw: (by) => [by, ' withdrew it'],
  correct: (by) => [by, ' corrected the details'],
  snooze: (by) => [by, ' snoozed'],
  nudge: (by) => [by, ' sent a reminder'],
  hear: (by) => [by, ' wrote in the thread'],
  undelivered: (by) => [by, ' could not deliver a message'],
} as const satisfies { readonly [K in HistoryKind]: HistorySentence<K> };

/** The sentence of an entry: its author, then whom it names (`assign`) and its dates, as they are shown. */
type HistorySentence<K extends HistoryKind> = K extends 'assign' | 'promise'
  ? (by: Inline, other: Inline) => Text
  : K extends 'renegotiate'
    ? (by: Inline, due: Inline, was: Inline) => Text
    : (by: Inline) => Text;
