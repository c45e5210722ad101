import type {
  AnswerArgs,
  AnswerCode,
  ToldOfReport,
  WhoOpens,
} from '../../domain/complaint/answer.js';
import { writeMinute, writeQuietHours } from '../../domain/inbox/reminders/quiet-words.js';
import type { PersonId } from '../../domain/organisation/person.js';
import type { CommandWord } from '../../views/chat-commands.js';
import type { Inline, Text } from '../../views/elements.js';
import { card } from './cards.js';

const { confidential } = card.reporter;

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

/** Who is told that the complainant complained again. */
const toldOfReport: Readonly<Record<ToldOfReport, string>> = {
  holder: 'Whoever has it is told.',
  team: 'Nobody has it yet, so its team is told.',
  handlers: 'Nobody has it yet, so somebody who can take it is told.',
};

const JOINED =
  'You are a reporter of it now: your card in the chat with Redress says how it stands.';

/** Who can open a complaint that is confidential now. */
function sayWhoOpens(team: string, { lead, isAlone }: WhoOpens): string {
  if (isAlone) return lead ? confidential.toLead(team) : confidential.toOfficers;
  return lead
    ? `It is confidential: only whoever recorded it, the lead of ${team} and the complaints officers can open it.`
    : 'It is confidential: only whoever recorded it and the complaints officers can open it.';
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
  recategorised: ({ category, team, opens }) => {
    const line = `It is about “${category}” now, and with ${team}.`;
    return { line: opens === undefined ? line : `${line} ${sayWhoOpens(team, opens)}` };
  },
  'same-category': () => ({ line: 'It is about that already, so nothing was changed.' }),
  promised: ({ dueAt }, { date }) => ({
    line: 'Recorded.',
    more: ['Promised by ', date(dueAt), '.'],
  }),
  'promise-corrected': ({ dueAt, was }, { date }) => ({
    line: 'The date is corrected.',
    more: ['Promised by ', date(dueAt), ', not by ', date(was), '.'],
  }),
  'nothing-to-correct': () => ({ line: 'Nothing was changed, so nothing was corrected.' }),
  'reporter-told': () => ({ line: 'Sent to the reporter.' }),
  'report-added': ({ joins, told }) => {
    const line = told === undefined ? 'Added.' : `Added. ${toldOfReport[told]}`;
    return joins ? { line, more: [JOINED] } : { line };
  },
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
    /** Of a form that was sent again with other words. */
    otherwise:
      'It was recorded when this form was sent before, and what you changed since is not in it. Use Correct in its details.',
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
