import { setTimeout as pause } from 'node:timers/promises';
import type { Entries, Hands, Name, Post, Town } from './platform-driver.js';
import type { World } from '../harness.js';

export type { Name } from './platform-driver.js';

/** How long somebody goes on trying, ms; several restarts fit into it. */
const PATIENCE_MS = 90_000;
/** How long somebody waits for a form or an answer before they try again, ms. */
const WAIT_MS = 3000;

/**
 * A person as people are: when the bot does not answer they try again when it is back, send the
 * form that is still open again, and press the button again if it is still there.
 */
export class Someone {
  private readonly world: World;
  private readonly town: Town;
  private readonly hands: Hands;

  constructor(world: World, name: Name) {
    this.world = world;
    this.town = world.townOf(name);
    this.hands = this.town.hands(name);
  }

  /** Types the command until the form is open, fills it in and sends it until it is taken. */
  async complains(words: string, entries: Entries): Promise<void> {
    await this.insists('type the command', async () => {
      if (this.hands.hasForm()) return true;
      return (await this.hands.types(words)) && (await this.opens());
    });
    await this.sends(entries);
  }

  /**
   * Presses a button until the bot has taken it. A button that has gone was taken: the bot answered
   * no more, and what it did shows.
   */
  async presses(find: () => Post, action: string): Promise<void> {
    let tried = false;
    await this.insists(`press ${action}`, async () => {
      const post = find();
      if (tried && !post.buttons.includes(action)) return true;
      tried = true;
      return this.hands.press(post, action);
    });
  }

  /** Presses a button until its form is open, fills it in and sends it until it is taken. */
  async fillsIn(find: () => Post, action: string, entries: Entries): Promise<void> {
    await this.insists(`open ${action}`, async () => {
      if (this.hands.hasForm()) return true;
      return (await this.hands.press(find(), action)) && (await this.opens());
    });
    await this.sends(entries);
  }

  /** Writes in the thread of a message; the platform goes on sending it until the bot took it. */
  async writesUnder(head: Post, text: string): Promise<void> {
    await this.hands.writesUnder(head, text);
  }

  private async opens(): Promise<boolean> {
    return this.town
      .until(() => this.hands.hasForm(), 'a form', WAIT_MS)
      .then(() => true)
      .catch(() => false);
  }

  /** Sends the open form until it closes: what stays open was not taken, or its answer was lost. */
  private async sends(entries: Entries): Promise<void> {
    await this.insists('send the form', () => this.hands.send(entries));
    await this.hands.close();
  }

  /** Tries again and again while the bot is up, for as long as patience lasts. */
  private async insists(what: string, once: () => Promise<boolean>): Promise<void> {
    const deadline = Date.now() + PATIENCE_MS;
    while (Date.now() < deadline) {
      await this.world.bot.whenUp();
      if (await once()) return;
      await pause(50);
    }
    throw new Error(`It was not possible to ${what}.\n${this.world.bot.tail()}`);
  }
}
