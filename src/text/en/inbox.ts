import type { ListSection } from '../../domain/inbox/morning-list.js';
import type { Inline, Text } from '../../views/elements.js';

export const inbox = {
  /** To a stand-in. `until`: null without an end; `from`: null when it has begun. */
  standIn: {
    summary: (absent: string) => `You stand in for ${absent}`,
    intro: (absent: Inline, from: Inline | null, until: Inline | null): Text => [
      absent,
      ...(from === null ? [' is away'] : [' is away from ', from]),
      ...(until === null ? ['.'] : [' until ', until, '.']),
      ' Meanwhile you get their reminders about complaints that you may see, and can do about them what they can.',
    ],
    endedSummary: (absent: string) => `You no longer stand in for ${absent}`,
    ended: (absent: Inline): Text => ['You no longer stand in for ', absent, '.'],
    unreachedSummary: 'Your stand-in could not be reached',
    unreached: (standIn: Inline): Text => [
      standIn,
      ' could not be reached in chat. What they do not get goes to the lead. You can choose somebody else.',
    ],
  },
  welcomeBack: {
    summary: 'Welcome back',
    intro: 'Your reminders come to you again.',
  },
  away: {
    title: 'Away',
    /** Above the complaints that somebody who goes may want to hand over. */
    dueMeanwhile: 'This will be due meanwhile. You can hand it over:',
    nothingDue: 'Nothing of yours will be due meanwhile.',
  },
  back: { title: 'Back' },
  remindersTitle: 'Reminders',
  /** Reminders in one message. */
  digest: {
    summary: (n: number) => `${n} ${n === 1 ? 'reminder' : 'reminders'}`,
    allDone: 'Reminders: nothing left to do here',
    /** `said`: what is due, and why it comes. */
    line: (id: string, subject: Text, said: Text): Text => [
      { strong: id },
      ' · ',
      ...subject,
      '.',
      ...said,
    ],
    done: (id: string) => `${id}: done, nothing is left to do here.`,
    more: (n: number, command: Inline): Text => [`And ${n} more. `, command, ' shows them.'],
    open: 'Open',
  },
  /** The list at the start of somebody's day. */
  list: {
    summary: (n: number) =>
      n === 1 ? 'Today: one complaint needs you' : `Today: ${n} complaints need you`,
    allDone: 'Today: nothing left to do here',
    /** Above each part; `reminders`: lines that waited for the list. */
    parts: {
      reminders: 'Reminders',
      late: 'Late',
      today: 'For today',
      ready: 'Ready to close',
    } satisfies Readonly<Record<ListSection | 'reminders', string>>,
    waiting: (n: number) =>
      n === 1
        ? 'One more complaint waits until the complainant can be asked.'
        : `${n} more complaints wait until the complainant can be asked.`,
  },
  /** Above a person's complaints. */
  withYou: 'These complaints are with you:',
  nothingWithYou: 'No complaint is with you.',
  withThem: (absent: Inline): Text => ['These complaints are with ', absent, ':'],
  more: (n: number) => `And ${n} more.`,
  buttons: { away: 'Change', back: 'I am back', reminders: 'My reminders' },
} as const;
