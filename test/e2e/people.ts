import { setTimeout as pause } from 'node:timers/promises';
import { CHANNELS, PEOPLE } from '../../playground/slack/seed.js';
import type { EntryValues, View } from '../../playground/slack/server.js';
import type { Said } from './conversations.js';
import type { World } from './world.js';

export type Name = keyof typeof PEOPLE;

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
  private readonly user: string;

  constructor(world: World, name: Name) {
    this.world = world;
    this.user = PEOPLE[name];
  }

  /** Types `/complaint` until the form is open, fills it in and sends it until it is taken. */
  async complains(words: string, values: EntryValues): Promise<void> {
    const { slack } = this.world;
    await this.insists('type /complaint', async () => {
      if (this.form() !== undefined) return true;
      const typed = await slack.slash(this.user, CHANNELS.general, '/complaint', words);
      return typed.status === 'ok' && (await this.opens()) !== undefined;
    });
    await this.sends(values);
  }

  /**
   * Presses a button until the bot has taken it. A button that has gone was taken: the bot answered
   * no more, and what it did shows.
   */
  async presses(find: () => Said, action: string): Promise<void> {
    let tried = false;
    await this.insists(`press ${action}`, async () => {
      const said = find();
      if (tried && !said.buttons.includes(action)) return true;
      tried = true;
      return (await this.press(said, action)) === 'ok';
    });
  }

  /** Presses a button until its form is open, fills it in and sends it until it is taken. */
  async fillsIn(find: () => Said, action: string, values: EntryValues): Promise<void> {
    await this.insists(`open ${action}`, async () => {
      if (this.form() !== undefined) return true;
      return (await this.press(find(), action)) === 'ok' && (await this.opens()) !== undefined;
    });
    await this.sends(values);
  }

  /** Writes in the thread of a message; Slack goes on sending the event until the bot took it. */
  async writesUnder(head: Said, text: string): Promise<void> {
    const { slack } = this.world;
    await slack.write(this.user, head.message.channel, text, head.message.ts);
    await slack.eventsIdle();
  }

  /** The form in front of this person. */
  form(): View | undefined {
    return this.world.slack.modals(this.user).at(-1);
  }

  private async press({ message }: Said, action: string): Promise<'ok' | 'failed'> {
    const at = { channel: message.channel, ts: message.ts };
    return (await this.world.slack.press(this.user, at, action)).status;
  }

  private async opens(): Promise<View | undefined> {
    return this.world.slack.until(() => this.form(), 'a form', WAIT_MS).catch(() => undefined);
  }

  /** Sends the open form until it closes: what stays open was not taken, or its answer was lost. */
  private async sends(values: EntryValues): Promise<void> {
    const { slack } = this.world;
    await this.insists('send the form', async () => {
      const form = this.form();
      if (form === undefined) throw new Error('The form has gone though nobody closed it.');
      const sent = await slack.submit(this.user, form.id, values);
      if (sent.status === 'errors') throw new Error(`Refused: ${JSON.stringify(sent.errors)}`);
      return sent.status === 'closed' || sent.status === 'updated';
    });
    const left = this.form();
    if (left !== undefined) await slack.closeModal(this.user, left.id, true);
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
