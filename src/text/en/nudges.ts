import type { NudgeRule } from '../../domain/complaint/complaint.js';

/** What each nudge says. `before` and `after` stand around a moment, where there is one. */
interface Wording {
  readonly before: string;
  readonly after: string;
}

export const nudge = {
  summary: (id: string) => `A reminder about ${id}`,
  escalatedSummary: (id: string) => `${id} needs you`,
  doneSummary: (id: string) => `${id}: nothing left to do here`,
  done: (id: string) => `${id}: done, nothing is left to do here.`,
  snoozed: 'Snoozed until ',
  escalated: 'This comes to you because nothing has happened so far.',
  unreachable: ' could not be reached, so this comes to you.',
  teamUnreachable: 'The team’s channel could not be reached, so this comes to you.',
  confidential:
    'Something is due for a confidential complaint. Whoever may open it: please see to it.',
  isWith: 'It is with ',
  nobodyHasIt: 'Nobody has it.',
  rules: {
    untaken: {
      before: 'Nobody has taken it since ',
      after: '. Please take it or say whose it is.',
    },
    acknowledgement: {
      before: 'The complainant should be told that it was received by ',
      after: '. Do it, then record it.',
    },
    'promise-near': { before: 'A promise is due ', after: ': ' },
    'promise-passed': { before: 'A promise passed at ', after: ' and is not done: ' },
    quiet: {
      before: 'Nothing has happened since ',
      after: '. Is it going on? Write a word on where it stands.',
    },
    tell: {
      before: 'It was resolved on ',
      after: ', but the complainant has not been told.',
    },
    'follow-up': {
      before: 'It was resolved on ',
      after: '. Ask the complainant whether they are satisfied.',
    },
  } satisfies Readonly<Record<NudgeRule, Wording>>,
} as const;
