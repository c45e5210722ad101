import type { NudgeRule } from '../../domain/complaint/facts.js';
import type { Inline, Text, Written } from '../../views/elements.js';

/** What the sentence of a rule can say besides its date. */
interface RuleParts {
  /** What was promised, in bold. */
  readonly promise: Written;
  /** What is still to be completed, in words. */
  readonly missing: readonly string[];
}

export const nudge = {
  summary: (id: string) => `A reminder about ${id}`,
  escalatedSummary: (id: string) => `${id} needs you`,
  doneSummary: (id: string) => `${id}: nothing left to do here`,
  done: (id: string) => `${id}: done, nothing is left to do here.`,
  /** What it is about. `start`: the first words of what happened. `complainant`: null while nobody knows who it is. */
  about: (complainant: Inline | null, start: Inline): Text => [
    ...(complainant === null ? ['“'] : [complainant, ' · “']),
    start,
    '”',
  ],
  /** What happened last. `what`: the sentence of the history, or one of `wrote` and `undated`. */
  last: (what: Text, at: Inline): Text => ['Last: ', ...what, ', ', at, '.'],
  wrote: {
    reporter: (by: Inline): Text => [by, ' wrote to the reporter'],
    team: (by: Inline): Text => [by, ' wrote to the team'],
  },
  undated: {
    promise: (by: Inline): Text => [by, ' recorded a promise'],
    renegotiate: (by: Inline): Text => [by, ' agreed a new date'],
    'correct-received': (by: Inline): Text => [by, ' corrected when it was received'],
    'correct-promise': (by: Inline): Text => [by, ' corrected the date of a promise'],
  },
  /** In place of `last`, when nothing happened since. */
  recorded: (by: Inline, at: Inline): Text => ['Recorded by ', by, ', ', at, '.'],
  snoozed: (until: Inline): Text => ['Snoozed until ', until, '.'],
  escalated: 'This comes to you because nothing has happened so far.',
  /** Who was reminded of it before, each as {@link told} says. */
  toldBefore: (all: readonly Text[]): Text => [
    'Reminded before you: ',
    ...all.flatMap((one, n): Text => (n === 0 ? one : ['; ', ...one])),
    '.',
  ],
  told: (who: Inline, at: Inline): Text => [who, ', ', at],
  theTeam: 'the team',
  everybody: 'This goes to everybody responsible, because earlier reminders changed nothing.',
  /** After the sentence of its rule, from the second reminder on. `days`: working days since its date. */
  again: (days: number, reminder: number): string => {
    const count = `his is reminder ${reminder}`;
    if (days < 1) return `T${count}.`;
    return `It has waited for ${days} working ${days === 1 ? 'day' : 'days'}; t${count}.`;
  },
  /** To a stand-in. `until`: null when the absence has no end. */
  inPlaceOf: (absent: Inline, until: Inline | null): Text =>
    until === null
      ? [absent, ' is away, so this comes to you.']
      : [absent, ' is away until ', until, ', so this comes to you.'],
  /** To somebody who reads it in time. `until`: when the other person can be reached. */
  inTimeFor: (other: Inline, until: Inline | null): Text =>
    until === null
      ? [other, ' cannot be reached now, so this comes to you.']
      : [other, ' cannot be reached until ', until, ', so this comes to you.'],
  unreachable: (person: Inline): Text => [person, ' could not be reached, so this comes to you.'],
  teamUnreachable: 'The team’s channel could not be reached, so this comes to you.',
  confidential:
    'Something is due on a confidential complaint. If you can open it, please take care of it.',
  /** Whom a reminder in the channel is for; a sentence follows. */
  isFor: (tagged: Inline): Text => ['For ', tagged, ':'],
  isWith: (person: Inline): Text => ['It is with ', person, '.'],
  nobodyHasIt: 'Nobody has it.',
  /** What each rule asks for. `date`: since when, or by when; `parts`: see {@link RuleParts}. */
  rules: {
    untaken: (date) => ['Nobody has taken it since ', date, '. Please take it, or say who should.'],
    acknowledgement: (date) => [
      'Please tell the complainant that we received the complaint, and record it here. Due ',
      date,
      '.',
    ],
    incomplete: (date, { missing }) => [
      'Recorded ',
      date,
      `. Still to be completed: ${missing.join(', ')}. Please ask the complainant.`,
    ],
    'promise-near': (date, { promise }) => ['A promise is due ', date, ': ', promise],
    'promise-passed': (date, { promise }) => [
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
  } satisfies Readonly<Record<NudgeRule, (date: Inline, parts: RuleParts) => Text>>,
  /** The next step, where the sentence of the rule does not say it. */
  next: {
    untaken: null,
    acknowledgement: null,
    incomplete: null,
    'promise-near':
      'Please see to it in time, or agree a new date with the complainant before then.',
    'promise-passed': 'Please do it now and press Done, or agree a new date with the complainant.',
    quiet: null,
    tell: 'Please tell them what was done, and record it here.',
    'follow-up': null,
  } satisfies Readonly<Record<NudgeRule, string | null>>,
  /** The next step of a promise while nobody has its complaint. */
  takeFirst: 'Please take it, so that the promise can be kept.',
} as const;
