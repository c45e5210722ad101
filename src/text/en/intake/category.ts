import type { Inline, Text } from '../../../views/elements.js';

/** What a complaint is about, and how that is changed. */
export const category = {
  /** The form, see `form`. */
  form: {
    title: 'What it is about',
    submit: 'Change',
    intro: 'It goes to the team for what you choose. A team that it leaves can no longer see it.',
  },
  /** The button beside it. */
  change: 'Change',
  /** The title of what comes next after it was changed. */
  changedTitle: (id: string) => `${id} is changed`,
  about: (name: Inline): Text => ['About: ', name],
} as const;
