import type { Said } from '../../domain/complaint/answer.js';
import type { Complaint } from '../../domain/complaint/complaint.js';
import type { Organisation } from '../../domain/organisation/organisation.js';
import type { Person, PersonId } from '../../domain/organisation/person.js';
import { text } from '../../text/index.js';
import { createInboxButton } from '../buttons.js';
import type { Block, Notice } from '../elements.js';
import { sayAnswer } from '../notices.js';
import { complaintRows, toHandOver } from './complaint-rows.js';

const words = text.inbox;

/** The answers to what a person does to their inbox. */
export const INBOX_ANSWERS = [
  'away',
  'back',
  'not-away',
  'reminders',
] as const satisfies readonly Said['code'][];
export type InboxAnswer = Extract<Said, { readonly code: (typeof INBOX_ANSWERS)[number] }>;

/** What the answer is rendered from. */
export interface AnswerContext {
  /** The complaints that the person has, the most urgent first. */
  readonly complaints: readonly Complaint[];
  readonly organisation: Organisation;
  readonly people: ReadonlyMap<PersonId, Person>;
  /** The reader's, IANA. */
  readonly zone: string;
}

/** Says what was done, and lists what is with the person: to hand over when they go, to take up when they are back. */
export function inboxNotice(said: InboxAnswer, context: AnswerContext): Notice {
  const { line, more } = sayAnswer(said, context.zone, context.people);
  const says: readonly Block[] = more === undefined ? [] : [{ kind: 'text', text: more }];
  switch (said.code) {
    case 'away':
      return {
        title: words.away.title,
        text: line,
        blocks: [
          ...says,
          { kind: 'buttons', buttons: [createInboxButton('away'), createInboxButton('back')] },
          ...dueBlocks(said.until, context),
        ],
      };
    case 'back':
      return { title: words.back.title, text: line, blocks: [...says, ...withYouBlocks(context)] };
    case 'not-away':
      return { title: words.back.title, text: line, blocks: says };
    case 'reminders':
      return { title: words.remindersTitle, text: line, blocks: says };
  }
}

/** What will be due while the person is away. */
function dueBlocks(until: number | null, context: AnswerContext): readonly Block[] {
  const due = context.complaints.filter(
    ({ nextActionAt }) => nextActionAt !== null && (until === null || nextActionAt < until),
  );
  return due.length === 0
    ? [{ kind: 'note', text: [words.away.nothingDue] }]
    : complaintRows([words.away.dueMeanwhile], due, context, toHandOver);
}

function withYouBlocks(context: AnswerContext): readonly Block[] {
  const { complaints } = context;
  return complaints.length === 0
    ? [{ kind: 'note', text: [words.nothingWithYou] }]
    : complaintRows([words.withYou], complaints, context);
}
