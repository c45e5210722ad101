import type { NudgeRule } from '../../domain/complaint/facts.js';
import type { Inline, Text, Written } from '../../views/elements.js';

export const nudge = {
  summary: (id: string) => `A reminder about ${id}`,
  escalatedSummary: (id: string) => `${id} needs you`,
  doneSummary: (id: string) => `${id}: nothing left to do here`,
  done: (id: string) => `${id}: done, nothing is left to do here.`,
  snoozed: (until: Inline): Text => ['Snoozed until ', until, '.'],
  escalated: 'This comes to you because nothing has happened so far.',
  everybody:
    'This goes to everybody responsible, because each of them was reminded in turn and nothing happened.',
  /** After the sentence of its rule, from the second reminder on. `days`: working days since its date. */
  again: (days: number, reminder: number): string => {
    const count = `his is reminder ${reminder}`;
    if (days < 1) return `T${count}.`;
    return `It has waited for ${days} working ${days === 1 ? 'day' : 'days'}; t${count}.`;
  },
  unreachable: (person: Inline): Text => [person, ' could not be reached, so this comes to you.'],
  teamUnreachable: 'The team’s channel could not be reached, so this comes to you.',
  confidential:
    'Something is due on a confidential complaint. If you can open it, please take care of it.',
  /** Whom a reminder in the channel is for; a sentence follows. */
  isFor: (tagged: Inline): Text => ['For ', tagged, ':'],
  isWith: (person: Inline): Text => ['It is with ', person, '.'],
  nobodyHasIt: 'Nobody has it.',
  /** What each rule asks for. `date`: since when, or by when; `promise`: what was promised, in bold. */
  rules: {
    untaken: (date) => ['Nobody has taken it since ', date, '. Please take it, or say who should.'],
    acknowledgement: (date) => [
      'Please tell the complainant that we received the complaint, and record it here. Due ',
      date,
      '.',
    ],
    'promise-near': (date, promise) => ['A promise is due ', date, ': ', promise],
    'promise-passed': (date, promise) => [
      'A promise was due ',
      date,
      ' and is not done: ',
      promise,
    ],
    quiet: (date) => [
      'Nothing has happened since ',
      date,
      '. Please write a short update on where it stands.',
    ],
    tell: (date) => ['Resolved ', date, ', but the complainant has not been told yet.'],
    'follow-up': (date) => ['Resolved ', date, '. Ask the complainant whether they are satisfied.'],
  } satisfies Readonly<Record<NudgeRule, (date: Inline, promise: Written) => Text>>,
} as const;
