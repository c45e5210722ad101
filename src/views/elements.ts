import type { Group } from '../domain/organisation/organisation.js';
import type { Account } from '../domain/organisation/person.js';
import type { CommandWord } from './chat-commands.js';

/** A person as shown: a mention if the platform knows one of the accounts, else the name. */
export interface Mention {
  readonly name: string;
  readonly accounts: readonly Account[];
}

/** A team's tag: its user group if the platform has one, else its members. */
export interface TeamTag {
  readonly name: string;
  readonly group: Group | null;
  readonly members: readonly Mention[];
}

/**
 * What somebody wrote, inside a line of ours. Adapters show it literally, and keep it from reordering
 * the line, see `isolate` in `src/domain/text/isolate.ts`. They do the same with names.
 */
export interface Written {
  readonly written: string;
  readonly isStrong?: true;
}

/** A piece of text. Strings are our own words; adapters escape them. */
export type Inline =
  | string
  | { readonly strong: string }
  | Written
  /** A link (`https`) with its words, which somebody may have written. */
  | { readonly link: string; readonly label: string }
  /**
   * A person. `isCalled`: something is asked of them. Where a mention would notify people who have nothing to do,
   * only those are mentioned, and others stand there by name.
   */
  | { readonly person: Mention; readonly isCalled?: true }
  | { readonly team: TeamTag }
  /** A command as people type it on the platform: the form's without a word. */
  | { readonly command: '' | CommandWord }
  /** A date and time (ms UTC), shown in the reader's zone if the platform can, else in `zone` (IANA). */
  | { readonly moment: number; readonly zone: string };

/** A line of text. */
export type Text = readonly Inline[];

/** A button. Pressing it sends an action event with `action` and `value`. */
export interface Button {
  readonly action: string;
  readonly value: string;
  readonly label: string;
  readonly style: 'primary' | 'danger' | 'plain';
  /** True when it opens a form or something to read. Teams must know this before the button is pressed. */
  readonly opens: boolean;
  /** A question to confirm before the press is sent. */
  readonly confirm?: string;
}

/** A part of a card, notice or form, from top to bottom. */
export type Block =
  | { readonly kind: 'text'; readonly text: Text }
  /** What a person wrote, literally. Cut to `max` characters; an ellipsis marks the cut. */
  | { readonly kind: 'quote'; readonly label: string; readonly text: string; readonly max: number }
  | { readonly kind: 'facts'; readonly facts: readonly Fact[] }
  /** Small print. */
  | { readonly kind: 'note'; readonly text: Text }
  /** Buttons in a row, and a menu behind them with those of `more`. */
  | {
      readonly kind: 'buttons';
      readonly buttons: readonly Button[];
      readonly more?: readonly Button[];
    }
  /**
   * A line. After the last divider come a heading and entries, newest first; each entry starts with a
   * note. An adapter that has too little room drops these entries first, starting from the end.
   */
  | { readonly kind: 'divider' };

/** A label with its value. */
export interface Fact {
  readonly label: string;
  readonly value: Text;
}

/** A message in a channel, a thread or a DM. */
export interface Card {
  /** Plain text for notifications and screen readers. */
  readonly summary: string;
  readonly title: string | null;
  readonly blocks: readonly Block[];
}

/** Something only the actor sees. */
export interface Notice {
  /** One or two words, shown when the notice opens in a window. */
  readonly title?: string;
  /** The first line, plain text. It is shown above the blocks, so they do not repeat it. */
  readonly text: string;
  readonly blocks: readonly Block[];
}

/** One question of a form. `name` is unique in the form. */
export type Field = {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly required: boolean;
  /** Shown only behind “More details”; such a field is never required. */
  readonly isMore?: true;
  /** What is entered is looked up at once, on platforms that tell while somebody types. */
  readonly isLookedUp?: true;
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
  /** A date with a time (ms UTC). People enter it in their own zone. */
  | { readonly kind: 'moment'; readonly initial?: number }
  | { readonly kind: 'tick'; readonly text: string; readonly initial?: boolean }
  /** A colleague on the same platform. */
  | { readonly kind: 'person'; readonly initial?: Account }
);

/** One answer of a choice. */
export interface Option {
  readonly value: string;
  readonly label: string;
}

/** A form to fill in, or, without `submit`, a page to read. */
export interface Form {
  /** The name of the form. The submission carries it. */
  readonly id: string;
  /** Created when the form is opened. It is the event id of the submission. */
  readonly submissionId: string;
  /** The submission carries it. At most 1,500 characters as JSON. */
  readonly context: string;
  readonly title: string;
  readonly submit: string | null;
  /** What it means to close it without sending it, where the platform has room for that. */
  readonly close?: string;
  readonly blocks: readonly Block[];
  readonly fields: readonly Field[];
  /** The person asked for “More details”: all fields are shown. */
  readonly isUnfolded?: true;
}

/** A fault in a form. `field` is null when the fault concerns the whole form. */
export interface FormFault {
  readonly field: string | null;
  readonly message: string;
}
