import type { Inline, Text } from '../../views/elements.js';

/** To add to a complaint that is there already. */
export const addReport = {
  title: 'Add to this complaint',
  submit: 'Add',
  intro:
    'The same complainant complained again about the same. Whoever has the complaint is told, and its reporters can read it.',
  joins: 'You become one of its reporters, and get a card that says how it stands.',
  /** All that is told of a complaint to somebody who may not see it and knows its complainant. */
  toldOf: (id: string, team: string, state: string, since: Inline): Text => [
    { strong: id },
    ` · ${team} · ${state} · since `,
    since,
  ],
  receivedAt: 'When did they complain again?',
  means: 'How did it come in?',
  words: 'What did they say?',
} as const;

/** Complaints that belong together. `ids`: references. */
export const links = {
  heading: 'Linked complaints',
  open: (id: string) => `Open ${id}`,
  linked: (ids: string) => `It is linked to ${ids}.`,
  notLinked: (ids: string) =>
    `It is not linked to ${ids}: no complaint that you can see has this reference.`,
} as const;
