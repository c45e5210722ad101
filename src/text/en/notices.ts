import type { ComplaintState } from '../../domain/complaint/complaint.js';
import type { RefusalCode } from '../../domain/complaint/decision.js';
import { states } from './cards.js';

type Args = Readonly<Record<string, unknown>>;

/** Refusals, by code: what happened, and what to do. */
export const refusals: Readonly<Record<RefusalCode, (args: Args) => string>> = {
  'not-found': () => 'No complaint that you can see has this reference. Please check it.',
  'not-permitted': () =>
    'Only the person who has it, the team’s lead or a complaints officer can do that. Please ask one of them.',
  'wrong-state': (args) =>
    `That is not possible now. The complaint’s state is “${states[args.state as ComplaintState] ?? 'changed'}”. Open its details to see what you can do.`,
  'already-taken': () => 'Somebody has already taken it. To take over, ask them to give it back.',
  'no-such-colleague': () => 'Choose a member of the team, its lead or a complaints officer.',
  'no-such-promise': () => 'That promise no longer exists. Open the details to see all promises.',
  'unknown-category': () => 'That category no longer exists. Choose another one.',
  'unknown-choice': () => 'Choose one of the answers.',
  missing: () => 'Please fill this in.',
  'too-long': (args) =>
    `That is ${args.length} characters, but only ${args.limit} fit here. Please shorten it, and put the rest in the thread.`,
  'no-date': () => 'Please choose a date and a time.',
  'date-past': () => 'That date has passed. Choose one in the future.',
  'date-far': () => 'That is more than ten years away. Choose a nearer date.',
  'history-full': () =>
    'This complaint’s history is full (5,000 entries). Please resolve it, and record a new complaint that mentions it.',
  'sent-by-another': () =>
    'This was not recorded, because somebody else opened the form. Please open it yourself and send it from there.',
};

/** A short answer. When the domain gives a date, `dateSentence` follows with the date in the middle. */
interface Answer {
  readonly line: string;
  readonly dateSentence?: readonly [before: string, after: string];
}

/** Short answers to the actor, by code. */
export const answers: Readonly<Record<string, Answer>> = {
  'already-yours': { line: 'You already have it.' },
  'already-theirs': { line: 'They already have it.' },
  'already-acknowledged': {
    line: 'It has already been acknowledged.',
    dateSentence: ['Acknowledged ', '.'],
  },
  'already-told': { line: 'The complainant has already been told.' },
  'promise-settled': { line: 'That promise is settled. There is nothing left to do.' },
  'nothing-to-correct': { line: 'Nothing was changed, so nothing was corrected.' },
  'reporter-told': { line: 'Sent to the reporter.' },
  'no-colleagues': {
    line: 'There is nobody else to assign it to. Add members to the team in redress.yml.',
  },
  'nothing-to-snooze': { line: 'You have no reminder to snooze.' },
  snoozed: { line: 'Snoozed.', dateSentence: ['Until ', '. Others are still reminded.'] },
};

export const notice = {
  saved: 'Saved.',
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
    with: 'with ',
    next: 'next date ',
  },
  noCategories: 'No category is set up yet. Ask the person who runs Redress to add one.',
} as const;

/** One line for each kind of history entry. */
export const history: Readonly<Record<string, string>> = {
  file: 'recorded it',
  acknowledge: 'acknowledged it to the complainant',
  take: 'took it',
  assign: 'assigned it to',
  release: 'gave it back to the team',
  promise: 'promised',
  keep: 'kept a promise',
  renegotiate: 'agreed a new date',
  update: 'wrote',
  resolve: 'resolved it',
  tell: 'told the complainant',
  'follow-up': 'followed up',
  reopen: 'reopened it',
  withdraw: 'withdrew it',
  correct: 'corrected the details',
  snooze: 'snoozed',
  nudge: 'sent a reminder',
  hear: 'wrote in the thread',
  undelivered: 'could not deliver a message',
};
