/** The people in the samples, as both seeds call them. */
export type Who = 'ann' | 'ben' | 'cleo' | 'dev' | 'rita';

/** What is filled into a form, by field name: text, the key of a choice, or a moment in Unix ms. */
export type Entries = Readonly<Record<string, string | { readonly moment: number }>>;

/** A complaint's card in its team's channel, and what people do with it. */
export interface TeamCard {
  has(action: string): boolean;
  says(words: string): boolean;
  /** @throws Error in words when the bot does not take it. */
  press(who: Who, action: string): Promise<void>;
  /** Opens a form by a button, fills it in and sends it. @throws Error in words when that fails. */
  fill(who: Who, action: string, entries: Entries): Promise<void>;
  /** Writes in the card's thread. */
  reply(who: Who, text: string): Promise<void>;
}

/** What people do in one of the two workspaces. Nothing is left open after any of it. */
export interface Hands {
  /** Has this person a form open? It would be lost. */
  isBusy(who: Who): boolean;
  nameOf(who: Who): string;
  /**
   * Reports a complaint with the app's command.
   *
   * @throws MissingChoice when the form has no such category; Error in words when the bot does not take it.
   */
  report(who: Who, entries: Entries): Promise<void>;
  /** The complaints that the bot told this person of with these words. */
  reported(who: Who, words: string): readonly string[];
  /** Has the bot said these words to this person, in their own chat? */
  told(who: Who, words: string): boolean;
  /** The team's card of a complaint, if it stands here. */
  card(reference: string): TeamCard | undefined;
}

/** The organisation has nothing of this name any more. */
export class MissingChoice extends Error {
  readonly choice: string;
  constructor(choice: string) {
    super(`There is no choice ${choice}.`);
    this.name = 'MissingChoice';
    this.choice = choice;
  }
}

/** The bot did not take something, or did not do it in time; there is no use in going on. */
export class NoAnswer extends Error {
  constructor(what: string) {
    super(`Redress did not answer: ${what}.`);
    this.name = 'NoAnswer';
  }
}

/** How long something may take, real ms: longer than a few tries of the bot's while a platform refuses. */
const PATIENCE_MS = 15_000;
const LOOK_MS = 50;

/**
 * Looks again until there is something.
 *
 * @throws NoAnswer after 15 s of real time.
 */
export async function untilSeen<T>(look: () => T | undefined | false, what: string): Promise<T> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const seen = look();
    if (seen !== undefined && seen !== false) return seen;
    if (Date.now() > deadline) throw new NoAnswer(what);
    await new Promise((resolve) => {
      setTimeout(resolve, LOOK_MS);
    });
  }
}

/** All that stands in something, without the backslashes that keep characters from being markup. */
export function textOf(shown: unknown): string {
  return JSON.stringify(shown).replaceAll('\\', '');
}

/** Every object in something, however deep. */
export function* objectsIn(value: unknown): Generator<Readonly<Record<string, unknown>>> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield value as Readonly<Record<string, unknown>>;
  for (const part of Object.values(value)) yield* objectsIn(part);
}

/** The first reference in each of the texts with these words. */
export function referencesIn(texts: readonly string[], words: string): readonly string[] {
  return texts
    .filter((text) => text.includes(words))
    .flatMap((text) => /\bC-\d+\b/.exec(text)?.[0] ?? []);
}
