import type { AnswerArgs, AnswerCode } from '../../domain/complaint/answer.js';
import type { RefusalArgs, RefusalCode } from '../../domain/document/refusal.js';
import { writeMinute, writeQuietHours } from '../../domain/inbox/reminders/quiet-words.js';
import type { PersonId } from '../../domain/organisation/person.js';
import type { CommandWord } from '../../views/chat-commands.js';
import type { Inline, Text } from '../../views/elements.js';
import { states } from './cards.js';
import { formatMoment } from './dates.js';
import { form } from './forms.js';

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
  'category-unclear': () =>
    'The words do not say what it is about. Choose it here, or the one that comes closest.',
  'category-confidential': ({ name }) =>
    `It may be about “${name}”, which only a few people see. Choose that, or another answer.`,
  'unknown-choice': () => 'Choose one of the answers.',
  'named-anonymous': () =>
    'There is a name above. Remove it, or untick that they do not want to say it.',
  'authority-missing': () =>
    'Choose whether you have seen that they may speak for the complainant.',
  'phone-unread': () => 'This is no telephone number. Write its digits, such as 020 7946 0018.',
  'email-unread': () => 'This is no e-mail address. Write it as name@example.com.',
  missing: () => 'Please fill this in.',
  'too-long': ({ length, limit }) =>
    `That is ${length} characters, but only ${limit} fit here. Please shorten it, and put the rest in the thread.`,
  'no-date': () => 'Please choose a date and a time.',
  'date-past': () => 'That date has passed. Choose one in the future.',
  'date-future': () => 'That is in the future. Choose when it happened.',
  'date-before-received': () =>
    'That is before the complaint was received. Choose a later time, or ask the lead to correct the date received.',
  'date-long-ago': () => 'That is more than ten years ago. Choose a later date.',
  'received-late': () =>
    'The complaint was recorded, or the complainant was told of it, before that. Choose an earlier time.',
  'tell-first': () =>
    'The complainant must be told what was done before the follow-up. Press “Complainant has been told” first.',
  'promise-open': ({ what }) =>
    `A promise is still open: “${what}”. The person who has the complaint, the team’s lead or a complaints officer records in its details that it was kept or is no longer owed; then it can be followed up.`,
  'attempts-left': ({ made, needed }) =>
    `They were tried on ${made} of ${needed} days. Choose to try again another day.`,
  'date-unworked': ({ at, before, zone }) =>
    `Nobody works on ${formatMoment(at, zone)} (${zone}). The working moment before it is ${formatMoment(before, zone)}. Choose that, or tick “${form.unworked.keep}”.`,
  'date-before-work': ({ next, zone }) =>
    `Nobody works until ${formatMoment(next, zone)} (${zone}). Choose that time or a later one, or tick “${form.unworked.keep}”.`,
  'date-far': () => 'That is more than ten years away. Choose a nearer date.',
  'snooze-unread': () =>
    'Redress cannot read that as a date. Write it like “Friday noon”, “in 3 working days” or “tomorrow 10:00”.',
  'snooze-not-now': () =>
    'That would not end in the team’s working time. Choose another time to be reminded.',
  'snooze-far': ({ days }) =>
    `Reminders can be put off for ${days} days at most. Choose a nearer date.`,
  'snooze-past-promise': ({ due, before, zone }) =>
    before === null
      ? `A promise is due before that, on ${formatMoment(due, zone)} (${zone}), and there is no working time left before it.`
      : `A promise is due before that, on ${formatMoment(due, zone)} (${zone}). The last working moment before it is ${formatMoment(before, zone)}. Choose that or an earlier time.`,
  'absence-unread': () =>
    'Redress cannot read that. Write it like “until Friday”, “until 4 January” or “from Monday until 11 December”. To record a complaint that begins with these words, use the form.',
  'absence-far': ({ days }) =>
    `That is more than ${days} days ahead. Choose a nearer date, or leave it empty and say when you are back.`,
  'stand-in-self': () => 'You cannot stand in for yourself. Choose somebody else, or nobody.',
  'stand-in-away': () => 'They are away then, too. Choose somebody else, or nobody.',
  'too-many-messages': ({ most }) =>
    `At most ${most} messages a day are set up here. Choose ${most} or fewer.`,
  'quiet-unread': () =>
    'Redress cannot read that. Write from when until when, like “13:00-14:00” or “4 pm to 9 am”.',
  'too-quiet': ({ minutes }) =>
    `There must be ${minutes} minutes of each working day in which reminders can reach you. Choose shorter times.`,
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

/** How an answer shows a time (ms UTC) and a person to its reader. */
export interface AnswerParts {
  readonly date: (at: number) => Inline;
  readonly person: (id: PersonId) => Inline;
}

/** Short answers to the actor, by code. */
export const answers: {
  readonly [C in AnswerCode]: (args: AnswerArgs[C], show: AnswerParts) => Answer;
} = {
  'already-yours': () => ({ line: 'You already have it.' }),
  'already-theirs': () => ({ line: 'They already have it.' }),
  'already-acknowledged': ({ at }, { date }) => ({
    line: 'It has already been acknowledged.',
    more: ['Acknowledged ', date(at), '.'],
  }),
  'already-told': () => ({ line: 'The complainant has already been told.' }),
  'promise-settled': () => ({ line: 'That promise is settled. There is nothing left to do.' }),
  'nothing-to-complete': () => ({ line: 'Nothing is missing any more.' }),
  'nothing-to-correct': () => ({ line: 'Nothing was changed, so nothing was corrected.' }),
  'reporter-told': () => ({ line: 'Sent to the reporter.' }),
  'no-colleagues': () => ({
    line: 'There is nobody else to assign it to. Add members to the team in redress.yml.',
  }),
  'nothing-to-snooze': () => ({ line: 'You have no reminder to snooze.' }),
  snoozed: ({ until }, { date }) => ({
    line: 'Snoozed.',
    more: ['Snoozed until ', date(until), '. Others are still reminded.'],
  }),
  away: ({ from, until, standIn }, { date, person }) => ({
    line: 'Your absence is noted.',
    more: [
      ...[
        'From ',
        date(from),
        ...(until === null ? [' until you say that you are back'] : [' until ', date(until)]),
      ],
      ...['. ', standIn === null ? 'The lead of each complaint’s team' : person(standIn)],
      ' gets your reminders meanwhile',
      standIn === null ? '.' : ', as far as they may see the complaint; the lead gets the rest.',
    ],
  }),
  back: () => ({ line: 'Welcome back. Your reminders come to you again.' }),
  'not-away': () => ({ line: 'You are not away. Your reminders come to you.' }),
  reminders: ({ listAt, most, quiet, next }, { date }) => ({
    line: 'Saved. This is how your reminders come.',
    more: [
      listAt === null
        ? 'The list of the day comes when you begin to work'
        : `The list of the day comes at ${writeMinute(listAt)}`,
      ...(next === null
        ? ['; there is nothing for it now. ']
        : ['; the next one ', date(next), '. ']),
      most === 0
        ? 'No message comes besides it, but for what cannot wait.'
        : `Besides it at most ${most} ${most === 1 ? 'message comes' : 'messages come'} a day, and what cannot wait.`,
      ...(quiet === null ? [] : [` Nothing comes ${writeQuietHours(quiet)}.`]),
    ],
  }),
};

/** An answer or a refusal, with the complaint that it is about. */
export const aboutComplaint = (id: string, line: string): string => `${id}: ${line}`;

export const notice = {
  recorded: {
    only: (id: string) => `${id} is recorded.`,
    goesTo: (id: string, team: string) => `${id} is recorded and goes to ${team}.`,
    confidentialToLead: (id: string, team: string) =>
      `${id} is recorded. It is confidential: besides you, only the lead of ${team} and the complaints officers can open it.`,
    confidentialToOfficers: (id: string) =>
      `${id} is recorded. It is confidential: besides you, only the complaints officers can open it.`,
  },
  unavailable:
    'This could not be saved just now. Please try again in a moment: nothing is recorded twice.',
  unavailableRead: 'Redress cannot reach its records just now. Please try again in a moment.',
  busy: 'Others changed this complaint at the same moment. Please try again.',
  fault: 'Something went wrong on our side, and it was logged. Please try again in a moment.',
  /** What each command does; `command`: as people type it. */
  help: {
    '': (command) => [command, ' opens the form. What you write after it is filled in.'],
    list: (command) => [
      command,
      ' shows the complaints you reported, those you have, and your team’s.',
    ],
    away: (command) => [
      command,
      ' until Friday: somebody else gets your reminders until then. Without a date it asks.',
    ],
    back: (command) => [command, ': you are back, and your reminders come to you again.'],
    reminders: (command) => [
      command,
      ' asks how you want your reminders: when the list of the day comes, how many, and when none.',
    ],
    help: (command) => [command, ' shows this help.'],
  } satisfies Readonly<Record<'' | CommandWord, (command: Inline) => Text>>,
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
