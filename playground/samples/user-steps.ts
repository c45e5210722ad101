import {
  type Entries,
  findTeamCard,
  type PersonName,
  type Post,
  type SimulatorUsers,
  type UserDriver,
} from '../users/user-driver.js';

/** The organisation has no such choice any more. */
export class MissingChoice extends Error {
  readonly choice: string;
  constructor(choice: string) {
    super(`There is no choice ${choice}.`);
    this.name = 'MissingChoice';
    this.choice = choice;
  }
}

/** The bot did not take a step, or not in time: the next step would fail, too. */
export class NoAnswer extends Error {
  constructor(what: string) {
    super(`Redress did not answer: ${what}.`);
    this.name = 'NoAnswer';
  }
}

/** How long a step may take, real ms: longer than a few retries of the bot while a platform refuses. */
const PATIENCE_MS = 15_000;
const POLL_MS = 50;

/**
 * Polls until `look` gives a value.
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
      setTimeout(resolve, POLL_MS);
    });
  }
}

/**
 * Files a complaint with the app's command. Leaves no form open.
 *
 * @throws MissingChoice when the form has no such category; Error in words when the bot does not take it.
 */
export async function fileComplaint(user: UserDriver, entries: Entries): Promise<void> {
  await withForm(user, async () => {
    await openForm(user);
    const category = String(entries.category);
    if (!user.choices().includes(category)) throw new MissingChoice(category);
    await submit(user, entries);
  });
}

/**
 * Adds to a known complaint of the same complainant: types the command again, and adds when the form says that the
 * complaint is known. Leaves no form open.
 *
 * @throws Error in words when the bot does not take it.
 */
export async function addToKnown(user: UserDriver, entries: Entries): Promise<void> {
  await withForm(user, async () => {
    await openForm(user);
    await submit(user, { ...entries, match: 'add' });
    await formOpens(user);
    await submit(user, {});
  });
}

/** References of the complaints that the bot's messages to this person name together with `words`. */
export function referencesTold(user: UserDriver, words: string): readonly string[] {
  return user
    .directMessages()
    .filter(({ text }) => text.includes(words))
    .flatMap(({ text }) => /\bC-\d+\b/.exec(text)?.[0] ?? []);
}

/** Has the bot sent this person a message with these words? */
export function wasTold(user: UserDriver, words: string): boolean {
  return user.directMessages().some(({ text }) => text.includes(words));
}

/** A complaint's card in its team's channel, and what people do with it. Every step leaves no form open. */
export interface TeamCard {
  hasButton(action: string): boolean;
  includes(words: string): boolean;
  /** @throws NoAnswer when the bot does not take it. */
  press(name: PersonName, action: string): Promise<void>;
  /** Opens a form by a button, fills it in and sends it. @throws Error in words when that fails. */
  submitForm(name: PersonName, action: string, entries: Entries): Promise<void>;
  replyInThread(name: PersonName, text: string): Promise<void>;
}

/** The team's card of a complaint in one of the simulators; undefined where it is not posted. */
export function openTeamCard(users: SimulatorUsers, reference: string): TeamCard | undefined {
  const posted = findTeamCard(users, reference);
  if (posted === undefined) return undefined;
  const now = (): Post | undefined => findTeamCard(users, reference);
  const press = async (user: UserDriver, action: string): Promise<void> => {
    const isTaken = await user.press(posted, action);
    if (!isTaken) throw new NoAnswer(`the button “${action}” was not taken`);
  };
  return {
    hasButton: (action) => now()?.buttons.includes(action) ?? false,
    includes: (words) => now()?.text.includes(words) ?? false,
    press: (name, action) => press(users.user(name), action),
    submitForm: (name, action, entries) => {
      const user = users.user(name);
      return withForm(user, async () => {
        await press(user, action);
        await formOpens(user);
        await submit(user, entries);
      });
    },
    replyInThread: (name, text) => users.user(name).replyInThread(posted, text),
  };
}

/** Works with a form, and closes it if it is still open. */
async function withForm(user: UserDriver, use: () => Promise<void>): Promise<void> {
  try {
    await use();
  } finally {
    await user.closeForm();
  }
}

/** Opens the form for a new complaint. */
async function openForm(user: UserDriver): Promise<void> {
  if (!(await user.typeCommand(''))) throw new NoAnswer('the command was not taken');
  await formOpens(user);
}

async function formOpens(user: UserDriver): Promise<void> {
  await untilSeen(() => user.hasForm(), 'the form did not open');
}

async function submit(user: UserDriver, entries: Entries): Promise<void> {
  const sent = await user.submit(entries);
  if (sent.status === 'unanswered') throw new NoAnswer('the form was not taken');
  if (sent.status === 'taken') return;
  throw new Error(Object.values(sent.faults).join(' ') || 'The form was refused.');
}
