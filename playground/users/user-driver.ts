import type { PEOPLE } from '../slack/seed.js';

export type PlatformName = 'slack' | 'teams';

/** The people of both seeds, by first name. */
export type PersonName = keyof typeof PEOPLE;

/** Where a message stands, in words: `billing`, `billing thread`, `dm ben`. */
export type Where = string;

/** A message of the bot as people read it, on either platform. */
export interface Post {
  readonly where: Where;
  readonly kind: 'channel' | 'thread' | 'dm';
  /** The platform's address of this message, unique on it. */
  readonly key: string;
  /** Its delivery id, with every reference written `C-n`; null where the platform carries none. */
  readonly id: string | null;
  /** What it says now: text and blocks without buttons; people as `@Name`, no markup. */
  readonly text: string;
  /** The actions of its buttons, those in menus too. */
  readonly buttons: readonly string[];
  /** References of the complaints that its buttons `details` open. */
  readonly complaints: readonly string[];
}

/** A date with a time, ms UTC. */
export interface Moment {
  readonly moment: number;
}

/**
 * Values for a form, by field name: text, the value or label of a choice, a moment, a tick. `match`: what to do
 * with a known complaint if the form asks, `add`, `link` or `reopen` with the first that offers it; else it is a
 * new one. What opens then stays open.
 */
export type Entries = Readonly<Record<string, string | boolean | Moment>>;

/** The choice of an open form that does this with a known complaint, see {@link Entries}. */
export function findMatchChoice(choices: readonly string[], step: Entries[string] = 'new'): string {
  return choices.find((choice) => choice.startsWith(`${step}:`)) ?? 'new';
}

/** The outcome of sending a form. */
export type Submission =
  | { readonly status: 'taken' }
  /** The bot did not answer; the form stays open with its content. */
  | { readonly status: 'unanswered' }
  /** The form stays open. `faults`: words by field; `text`: what the form says where it names none. */
  | {
      readonly status: 'refused';
      readonly faults: Readonly<Record<string, string>>;
      readonly text: string;
    };

/**
 * One person using the app in a simulator. Methods throw `NotPossible` when the platform's own client
 * would not allow the step.
 */
export interface UserDriver {
  /** The name that others see. */
  readonly displayName: string;
  /**
   * Uses the app's command in the channel `general`. Where a command takes no words (Teams), they go
   * into the description of the form that this driver submits next. True when the bot took it.
   */
  typeCommand(words: string): Promise<boolean>;
  /** Presses a button of a message, or chooses it in a menu there. True when the bot took it. */
  press(post: Post, action: string): Promise<boolean>;
  hasForm(): boolean;
  /** The values of the choices in the open form. */
  choices(): readonly string[];
  /**
   * Fills in the open form and sends it.
   *
   * @throws Error when no form is open.
   */
  submit(entries: Entries): Promise<Submission>;
  /** Closes the open form, if any. */
  closeForm(): Promise<void>;
  /** Writes in the thread of a message. Does not wait until the bot has the event. */
  replyInThread(post: Post, text: string): Promise<void>;
  /** The bot's messages in this person's own chat with it, oldest first. */
  directMessages(): readonly Post[];
}

/** The people of one simulator. */
export interface SimulatorUsers {
  readonly platform: PlatformName;
  user(name: PersonName): UserDriver;
  /** All messages of the bot, in all conversations, oldest first in each. */
  posts(): readonly Post[];
}

/** The card of a complaint in its team's channel, as it stands now. */
export function findTeamCard(users: SimulatorUsers, reference: string): Post | undefined {
  return users
    .posts()
    .find(({ kind, complaints }) => kind === 'channel' && complaints.includes(reference));
}

/** Every object in `value`, at any depth. */
export function* objectsIn(value: unknown): Generator<Readonly<Record<string, unknown>>> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield value as Readonly<Record<string, unknown>>;
  for (const part of Object.values(value)) yield* objectsIn(part);
}
