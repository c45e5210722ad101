import type { NudgeRule } from '../../domain/complaint/complaint.js';

/** What a nudge says: `before`, then a date, then `after`. */
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
    'Something is due on a confidential complaint. If you can open it, please take care of it.',
  isWith: 'It is with ',
  nobodyHasIt: 'Nobody has it.',
  rules: {
    untaken: {
      before: 'Nobody has taken it since ',
      after: '. Please take it, or say who should.',
    },
    acknowledgement: {
      before:
        'Please tell the complainant that we received the complaint, and record it here. Due ',
      after: '.',
    },
    'promise-near': { before: 'A promise is due ', after: ': ' },
    'promise-passed': { before: 'A promise was due ', after: ' and is not done: ' },
    quiet: {
      before: 'Nothing has happened since ',
      after: '. Please write a short update on where it stands.',
    },
    tell: {
      before: 'Resolved ',
      after: ', but the complainant has not been told yet.',
    },
    'follow-up': {
      before: 'Resolved ',
      after: '. Ask the complainant whether they are satisfied.',
    },
  } satisfies Readonly<Record<NudgeRule, Wording>>,
} as const;
