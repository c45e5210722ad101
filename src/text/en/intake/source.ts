import type { SourceCount, UnreadReason } from '../../../domain/intake/source.js';
import type { Inline, Text } from '../../../views/elements.js';

const of = (count: number, one: string, many: string): string =>
  `${count} ${count === 1 ? one : many}`;

const counted = ({ messages, people, leftOut }: SourceCount): string => {
  const what = `${of(messages, 'message', 'messages')} of ${of(people, 'person', 'people')}`;
  return leftOut === 0 ? what : `${what}; ${leftOut} in the middle are left out`;
};

/** Of the conversation that a complaint is recorded from. */
export const source = {
  /** In the form: the question, and its box to tick. */
  label: 'The conversation it comes from',
  keep: 'Keep it with the complaint',
  reading: 'Redress is reading the thread. Until then only this message and its link are kept.',
  /** What is kept if the box is ticked. */
  kept: (count: SourceCount, hasLink: boolean): string =>
    `Kept: ${counted(count)}${hasLink ? ', with the link' : ''}.`,
  isPrivate:
    'It is private, so nothing but what stands under What happened? is kept unless you tick this.',
  seenBy: 'Only people who see the whole complaint can read it.',
  /** After it was recorded. */
  keptWith: (count: SourceCount): string => `Kept with it: ${counted(count)}.`,
  /** Why there is no more. `needs`: the missing scope or consent, empty if it is not known. */
  unread: {
    'not-member': () => 'Redress is not in this conversation, so it read no other message.',
    'not-permitted': (needs) =>
      `Redress may not read this thread${needs === '' ? '' : `: it lacks ${needs}`}.`,
    never: () => 'Redress reads no other messages of such a conversation.',
    'no-answer': () => 'The rest of the thread could not be read in time.',
    'too-long': () => 'The thread is long: not all of it was read in time.',
    'not-shown': () => 'The form was sent before it showed the thread, so the rest is not kept.',
    forgotten: () =>
      'Redress was restarted while the form was open, so the rest of the thread is not kept.',
  } satisfies Readonly<Record<UnreadReason, (needs: string) => string>>,
  /** In the details of the complaint. */
  heading: (count: SourceCount): string => `The conversation it comes from: ${counted(count)}`,
  open: 'Open the message',
  privateNote: 'It was a private conversation.',
  author: (by: Inline, at: Inline, isChosen: boolean): Text => [
    by,
    ' · ',
    at,
    ...(isChosen ? [' · the message it was recorded from'] : []),
  ],
  leftOut: (count: number): string => `… ${of(count, 'message', 'messages')} left out …`,
  files: 'Files: ',
} as const;
