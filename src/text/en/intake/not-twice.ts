import type { MatchStep } from '../../../domain/matching/match-answer.js';
import type { Inline, Text } from '../../../views/elements.js';
import { formatDay } from '../dates.js';

/** What was found for a complaint that is about to be recorded. */
export const match = {
  label: 'Is it one of these?',
  hint: 'Nothing is recorded yet. Choose, then press Record.',
  hintOfMany:
    'More complaints than these have this account, e-mail address or telephone number: is it the complainant’s own? Nothing is recorded yet. Choose, then press Record.',
  isNew: 'No, it is a new complaint',
  /** One option, as short as can be: of a longer one Slack shows 75 characters. */
  option: {
    add: (line: string) => `Add to ${line}`,
    link: (line: string) => `New, linked to ${line}`,
    reopen: (line: string) => `Reopen ${line}`,
  } satisfies Readonly<Record<MatchStep, (line: string) => string>>,
  /** A complaint in a line. A part that is empty is not known or not to be said. */
  line: (parts: {
    id: string;
    team: string;
    state: string;
    person: string;
    /** Since when it is recorded, ms UTC. */
    since: number;
    /** The reader’s zone, IANA. */
    zone: string;
    happened: string;
  }) =>
    [
      parts.id,
      parts.team,
      parts.person === '' ? parts.state : `with ${parts.person}`,
      `since ${formatDay(parts.since, parts.zone)}`,
      parts.happened,
    ]
      .filter((part) => part !== '')
      .join(' · '),
  onlyNamed: 'Also of this complainant: ',
} as const;

/** To add to a complaint that is there already. */
export const addReport = {
  title: 'Add to this complaint',
  submit: 'Add',
  intro:
    'The complainant complained again about the same matter. Whoever looks after the complaint is told, and its reporters can read what you write.',
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
  /** What else was entered in the form for a new complaint, in a line each below what happened. */
  entered: {
    wanted: (what: string) => `They want: ${what}`,
    spokenFor: (name: string) => `${name} speaks for them.`,
  },
} as const;

/** Complaints that belong together. `ids`: references. */
export const links = {
  heading: 'Linked complaints',
  open: (id: string) => `Open ${id}`,
  linked: (ids: string) => `It is linked to ${ids}.`,
} as const;
