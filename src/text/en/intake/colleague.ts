import type { Inline, Text } from '../../../views/elements.js';

/** What forms and cards say of the colleague whom a complaint is about. */
export const colleague = {
  /** In the form for a new complaint. */
  asked: 'Is it about a colleague?',
  askedHint: 'They will not see it. It becomes confidential.',
  /** Before the name, in the details. */
  about: 'About a colleague',
  /** The form for a complaint that is recorded. */
  form: {
    title: 'About a colleague',
    submit: 'Save',
    intro:
      'Whom you name no longer sees this complaint, and can neither have nor review it. It becomes confidential, and stays so.',
    /** Whom it is about now. */
    named: (people: readonly Inline[]): Text => [
      'Now it is about ',
      ...people.flatMap((one, n) => (n === 0 ? [one] : [', ', one])),
      '.',
    ],
    colleague: 'Which colleague is it about?',
    nobody: 'Nobody?',
    isNobody: 'It is about no colleague',
  },
} as const;
