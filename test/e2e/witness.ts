import type { SlackWorkspace } from '../../playground/slack/server.js';
import { everythingSaid, type Said, type Where } from './conversations.js';

/** A message that has to be there: exactly one for each of these, and no other. */
export interface Expected {
  readonly where: Where;
  /** Its delivery id, references written `C-n`. */
  readonly id: RegExp;
  /** What it said when it was posted. */
  readonly says: RegExp;
}

/** What is not as it should be. */
export interface Differences {
  /** Expected and not there. */
  readonly lost: readonly string[];
  /** There, and not expected or there already. */
  readonly doubled: readonly string[];
}

/** Sees everything the bot posts at the moment it is posted, and remembers how it was first said. */
export class Witness {
  private readonly slack: SlackWorkspace;
  private readonly first = new Map<string, string>();
  private readonly watchers = new Set<() => void>();
  private isOver = false;
  private readonly watching: Promise<unknown>;

  constructor(slack: SlackWorkspace) {
    this.slack = slack;
    // The longest a timer takes; `close` ends it.
    this.watching = slack.until(() => this.look(), 'the end of the test', 2 ** 31 - 1);
  }

  /** Calls back at every change in the workspace, before the bot hears of it. Returns what ends that. */
  onChange(watcher: () => void): () => void {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  }

  private look(): boolean {
    for (const said of everythingSaid(this.slack)) {
      const key = keyOf(said);
      if (!this.first.has(key)) this.first.set(key, said.says);
    }
    for (const watcher of [...this.watchers]) watcher();
    return this.isOver;
  }

  /** Compares all the bot has posted with all it should have. */
  compare(expected: readonly Expected[]): Differences {
    const open = [...expected];
    const doubled: string[] = [];
    const ids = new Set<string>();
    for (const said of everythingSaid(this.slack)) {
      const found = open.findIndex((one) => this.isIt(one, said));
      const isTwin = said.id === null || ids.has(said.id);
      if (said.id !== null) ids.add(said.id);
      if (found === -1 || isTwin) doubled.push(`${said.where}: ${said.id}: ${said.says}`);
      else open.splice(found, 1);
    }
    return { lost: open.map((one) => `${one.where}: ${one.id} ${one.says}`), doubled };
  }

  private isIt(one: Expected, said: Said): boolean {
    const first = this.first.get(keyOf(said)) ?? said.says;
    return one.where === said.where && one.id.test(said.id ?? '') && one.says.test(first);
  }

  /** Ends the watching, so that the process can end. Any later change in the workspace must not be missed: call it last. */
  async close(): Promise<void> {
    this.isOver = true;
    const { state } = this.slack;
    const [somebody] = state.people.filter((person) => !person.isBot && !person.deleted);
    if (somebody !== undefined) this.slack.reactivate(somebody.id);
    await this.watching;
  }
}

function keyOf({ message }: Said): string {
  return `${message.channel}/${message.ts}`;
}

/** Throws with all that was lost or doubled. */
export function assertSame({ lost, doubled }: Differences): void {
  if (lost.length + doubled.length === 0) return;
  const list = (title: string, items: readonly string[]): string =>
    items.length === 0 ? '' : `\n${title}:\n  ${items.join('\n  ')}`;
  throw new Error(
    `The messages are not those expected.${list('lost', lost)}${list('doubled', doubled)}`,
  );
}
