import type { Group } from '../domain/organisation/organisation.js';
import type { Account } from '../domain/organisation/person.js';

/** A person as shown: a mention where the platform knows one of the accounts, else the name. */
export interface Mention {
  readonly name: string;
  readonly accounts: readonly Account[];
}

/** A team's tag: its user group where the platform has one, else its members. */
export interface TeamTag {
  readonly name: string;
  readonly group: Group | null;
  readonly members: readonly Mention[];
}

/** A piece of running text. Strings are literal: adapters escape them. */
export type Inline =
  | string
  | { readonly strong: string }
  | { readonly person: Mention }
  | { readonly team: TeamTag }
  /** A moment (ms UTC), shown in the reader's zone where the platform can, else in `zone`. */
  | { readonly moment: number; readonly zone: string };

export type Text = readonly Inline[];

/** A button. Pressing it gives a `press` gesture with `action` and `value`. */
export interface Button {
  readonly action: string;
  readonly value: string;
  readonly label: string;
  readonly style: 'primary' | 'danger' | 'plain';
  /** Answers with a form or something to read, rather than acting at once: Teams must know before it is pressed. */
  readonly opens: boolean;
  /** Asked before it is sent. */
  readonly confirm?: string;
}

export type Block =
  | { readonly kind: 'text'; readonly text: Text }
  /** What a person wrote, literally. Longer than `max` characters it is shortened with an ellipsis. */
  | { readonly kind: 'quote'; readonly label: string; readonly text: string; readonly max: number }
  | { readonly kind: 'facts'; readonly facts: readonly Fact[] }
  /** Small print. */
  | { readonly kind: 'note'; readonly text: Text }
  | { readonly kind: 'buttons'; readonly buttons: readonly Button[] }
  /**
   * A line. After the last one come a heading and, newest first, entries, each beginning with a note:
   * where there is too little room they are the first to go, from the end.
   */
  | { readonly kind: 'divider' };

export interface Fact {
  readonly label: string;
  readonly value: Text;
}

/** A message in a channel, a thread or a DM. */
export interface Card {
  /** What a notification and a screen reader say; plain. */
  readonly summary: string;
  readonly title: string | null;
  readonly blocks: readonly Block[];
}

/** Something only the actor sees. */
export interface Notice {
  /** What it is, in a word or two, where it gets a window of its own. */
  readonly title?: string;
  /** Its first line, plain; shown above the blocks, so they do not repeat it. */
  readonly text: string;
  readonly blocks: readonly Block[];
}

/** One question of a form. `name` is unique in the form. */
export type Field = {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly required: boolean;
} & (
  | {
      readonly kind: 'text';
      readonly lines: 'one' | 'many';
      readonly max: number;
      readonly initial?: string;
    }
  | {
      readonly kind: 'choice';
      readonly options: readonly Option[];
      readonly initial?: string;
      readonly look: 'menu' | 'radio';
    }
  /** A date with a time; ms UTC. Entered in the person's own zone. */
  | { readonly kind: 'moment'; readonly initial?: number }
  | { readonly kind: 'tick'; readonly text: string; readonly initial?: boolean }
  /** A colleague on the same platform. */
  | { readonly kind: 'person'; readonly initial?: Account }
);

export interface Option {
  readonly value: string;
  readonly label: string;
}

/** Something to fill in, or (without `submit`) to read. */
export interface Form {
  /** Which form it is; comes back with the submission. */
  readonly id: string;
  /** Minted by us when the form is opened; the event id of its submission. */
  readonly submissionId: string;
  /** Comes back with the submission; at most 500 characters. */
  readonly context: string;
  readonly title: string;
  readonly submit: string | null;
  readonly blocks: readonly Block[];
  readonly fields: readonly Field[];
}

/** A fault of a form; `field` null when it is about the form as a whole. */
export interface FormFault {
  readonly field: string | null;
  readonly message: string;
}
