import type { ComplaintState } from '../../domain/complaint/complaint.js';
import type { RefusalCode } from '../../domain/complaint/decision.js';
import { states } from './cards.js';

type Args = Readonly<Record<string, unknown>>;

/** What a refusal says: what happened, and what to do. */
export const refusals: Readonly<Record<RefusalCode, (args: Args) => string>> = {
  'not-found': () => 'There is no such complaint that you can see. Check the reference.',
  'not-permitted': () =>
    'That is for the person who has it, the team’s lead or a complaints officer. Ask one of them.',
  'wrong-state': (args) =>
    `That cannot be done now: the complaint is “${states[args.state as ComplaintState] ?? 'changed'}”. Open its details to see what can be done.`,
  'already-taken': () => 'Somebody has taken it already. To take over, ask them to give it back.',
  'no-such-colleague': () => 'Choose somebody of the team, its lead or a complaints officer.',
  'no-such-promise': () => 'That promise is not there any more. Open the details to see them all.',
  'unknown-category': () => 'That category is not there any more. Choose another one.',
  'unknown-choice': () => 'Choose one of the answers.',
  missing: () => 'Please fill this in.',
  'too-long': (args) =>
    `That is ${args.length} characters; ${args.limit} fit here. Please shorten it, and put the rest in the thread.`,
  'no-date': () => 'Please choose a date and a time.',
  'date-past': () => 'That date has passed. Choose one in the future.',
  'date-far': () => 'That is more than ten years away. Choose a nearer date.',
  'history-full': () =>
    'This complaint’s history is full (5,000 entries). Resolve it, and record a new one that names it.',
  'sent-by-another': () =>
    'This was not recorded: it was opened by somebody else. Open it again and send it from there.',
};

/** A short answer; where the domain gives a moment, a second sentence is put around it. */
interface Answer {
  readonly line: string;
  readonly around?: readonly [before: string, after: string];
}

/** Short answers to the actor, by code. */
export const answers: Readonly<Record<string, Answer>> = {
  'already-yours': { line: 'You have it already.' },
  'already-theirs': { line: 'They have it already.' },
  'already-acknowledged': { line: 'It was acknowledged already.', around: ['That was on ', '.'] },
  'already-told': { line: 'The complainant has been told already.' },
  'promise-settled': { line: 'Nothing is left to do: that promise is settled.' },
  'nothing-to-correct': { line: 'Nothing was changed, so nothing was corrected.' },
  'reporter-told': { line: 'Sent to the reporter.' },
  'no-colleagues': {
    line: 'There is nobody else to give it to: add members to the team in redress.yml.',
  },
  'nothing-to-snooze': { line: 'There is no reminder of yours to put off.' },
  snoozed: { line: 'Snoozed.', around: ['Until ', '. Others are still reminded.'] },
};

export const notice = {
  saved: 'Saved.',
  recorded: (id: string, team: string) => `${id} is recorded and with ${team}.`,
  unavailable:
    'This could not be saved just now. Please send it again in a moment: nothing is recorded twice.',
  unavailableRead: 'Redress cannot reach its records just now. Please try again in a moment.',
  busy: 'Others changed this complaint at the same moment. Please try again.',
  fault: 'Something went wrong on our side, and it was logged. Please try again in a moment.',
  help: [
    'The command “complaint” opens the form. Words behind it are filled in.',
    '“complaint list” shows the complaints you reported or have, and your team’s.',
    '“complaint help” shows this.',
  ],
  helpHeading: 'Help',
  helpTitle: 'What Redress can do',
  helpMore: 'On each complaint’s card there are buttons for what can be done next.',
  list: {
    heading: 'Your complaints and your team’s',
    title: 'Complaints that are not closed',
    none: 'There is no complaint to show: you have reported none that is open, and have none.',
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
  assign: 'gave it to',
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
