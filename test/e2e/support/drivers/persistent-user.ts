import { setTimeout as pause } from 'node:timers/promises';
import type {
  Entries,
  PersonName,
  Post,
  UserDriver,
} from '../../../../playground/users/user-driver.js';
import type { Harness } from '../harness.js';
import type { PlatformDriver } from './platform-driver.js';

/** How long a person goes on trying, ms; several restarts fit into it. */
const PATIENCE_MS = 90_000;
/** How long a person waits for a form before the next try, ms. */
const FORM_WAIT_MS = 3000;

/**
 * A person who does not give up: when the bot does not answer, they try again once it is back. They
 * send a form that is still open again, and press a button again that is still there.
 */
export class PersistentUser {
  private readonly harness: Harness;
  private readonly driver: PlatformDriver;
  private readonly user: UserDriver;

  constructor(harness: Harness, name: PersonName) {
    this.harness = harness;
    this.driver = harness.driverFor(name);
    this.user = this.driver.user(name);
  }

  /** Types the command until the form is open, fills it in and sends it until the bot takes it. */
  async fileComplaint(words: string, entries: Entries): Promise<void> {
    await this.retry('type the command', async () => {
      if (this.user.hasForm()) return true;
      return (await this.user.typeCommand(words)) && (await this.formOpens());
    });
    await this.submit(entries);
  }

  /**
   * Presses a button until the bot takes it. A button that is gone after the first try was taken, even
   * if the answer was lost: what it did shows.
   */
  async press(find: () => Post, action: string): Promise<void> {
    let tried = false;
    await this.retry(`press ${action}`, async () => {
      const post = find();
      if (tried && !post.buttons.includes(action)) return true;
      tried = true;
      return this.user.press(post, action);
    });
  }

  /** Presses a button until its form is open, fills it in and sends it until the bot takes it. */
  async submitForm(find: () => Post, action: string, entries: Entries): Promise<void> {
    await this.retry(`open ${action}`, async () => {
      if (this.user.hasForm()) return true;
      return (await this.user.press(find(), action)) && (await this.formOpens());
    });
    await this.submit(entries);
  }

  /** Writes in the thread of a message; the platform sends it again until the bot takes it. */
  async replyInThread(post: Post, text: string): Promise<void> {
    await this.user.replyInThread(post, text);
    await this.driver.eventsIdle();
  }

  private async formOpens(): Promise<boolean> {
    return this.driver
      .until(() => this.user.hasForm(), 'a form', FORM_WAIT_MS)
      .then(() => true)
      .catch(() => false);
  }

  /** Sends the open form until it closes: while it is open, it was not taken or its answer was lost. */
  private async submit(entries: Entries): Promise<void> {
    await this.retry('send the form', async () => {
      const sent = await this.user.submit(entries);
      if (sent.status !== 'refused') return sent.status === 'taken';
      throw new Error(`Refused: ${JSON.stringify(sent.faults)} ${sent.text}`);
    });
    await this.user.closeForm();
  }

  /** Repeats a step while the bot is up, for as long as patience lasts. */
  private async retry(what: string, step: () => Promise<boolean>): Promise<void> {
    const deadline = Date.now() + PATIENCE_MS;
    while (Date.now() < deadline) {
      await this.harness.bot.whenUp();
      if (await step()) return;
      await pause(50);
    }
    throw new Error(`It was not possible to ${what}.\n${this.harness.bot.tail()}`);
  }
}
