/** Where a message is, in words: `billing`, `billing thread`, `dm ben`. */
export type Where = string;

/** The colleagues of both playgrounds, by their first names. */
export type Name = 'ann' | 'ben' | 'cleo' | 'lena' | 'dev' | 'rita' | 'omar';

/** A message of the bot as people read it, on whichever platform. */
export interface Post {
  readonly where: Where;
  /** The platform's own words for this message, unique on it. */
  readonly key: string;
  /** Its delivery id, with every reference written `C-n`; null where the platform carries none. */
  readonly id: string | null;
  /** What it says now: its text and its blocks, buttons left out; people as `@Name`, no marks of markup. */
  readonly says: string;
  /** The actions of its buttons. */
  readonly buttons: readonly string[];
}

/** A date with a time, ms UTC. */
export interface Moment {
  readonly moment: number;
}

/** What is entered into a form: by field the text, the value or label of a choice, a moment, a tick. */
export type Entries = Readonly<Record<string, string | boolean | Moment>>;

/** What one person can do with the bot on a platform. What the platform would not let them do throws. */
export interface Hands {
  /** Types the command. True when the bot took it. */
  types(words: string): Promise<boolean>;
  /** Presses a button. True when the bot took it. */
  press(post: Post, action: string): Promise<boolean>;
  hasForm(): boolean;
  /** Fills in the form in front of them and sends it. True when the bot took it; throws when it found faults. */
  send(entries: Entries): Promise<boolean>;
  /** Puts away whatever form is in front of them. */
  close(): Promise<void>;
  /** Writes in the thread of a message; resolves when the bot took it. */
  writesUnder(post: Post, text: string): Promise<void>;
}

/** Something that goes wrong once or more often. */
export interface Mischief {
  readonly name: string;
  /** How many answers to a post are lost. */
  readonly lostPosts: number;
  unleash(): void;
}

/** A chat platform with its people, as the tests see it. */
export interface Town {
  readonly platform: 'slack' | 'teams';
  /** It keeps no ids of ours: what is sent again after a lost answer is there twice. */
  readonly forgets: boolean;
  /** What its API may do to the bot at any time; all of it leaves it to the bot to find out what was done. */
  readonly mischief: readonly Mischief[];
  /** To how many posts the answer was lost so far; 0 where that can be looked up. */
  lostAnswers(): number;
  /** Everything the bot has said, in all conversations, oldest first in each. */
  said(): readonly Post[];
  /** Calls back at every change. Returns what ends that. */
  onChange(watcher: () => void): () => void;
  hands(name: Name): Hands;
  /** Waits until `check` holds; throws after `ms` of real time. */
  until(check: () => boolean, what: string, ms: number): Promise<void>;
}

/** Where Ann, who reports, is, and where the team is with everybody else. */
export interface Cast {
  readonly reporter: Town['platform'];
  readonly team: Town['platform'];
}
