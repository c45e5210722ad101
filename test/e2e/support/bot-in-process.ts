import { createLogger } from '../../../src/log.js';
import type { Bot } from '../../../src/main.js';
import { startBotWith } from '../../support/start-bot.js';
import { BotProcess, type ExitResult } from './bot-process.js';

/**
 * The bot within the tests' own process, for tests that restart it in order very often: a start costs a
 * tenth of that of a process. It cannot be killed.
 */
export class BotInProcess extends BotProcess {
  /** How far the bot's real time is ahead, ms. Its timers run on, so only what it compares is later. */
  aheadMs = 0;
  /** How far the computer's clock is set ahead besides, ms; negative: set back. Monotonic time does not follow. */
  clockSetMs = 0;
  private bot: Bot | undefined;

  override get isAlive(): boolean {
    return this.bot !== undefined;
  }

  override async start(): Promise<void> {
    const write = (line: string): void => {
      this.output += line;
    };
    const logger = createLogger({ level: 'warn', destination: { write } });
    this.bot = await startBotWith(
      this.env,
      logger,
      () => Date.now() + this.aheadMs + this.clockSetMs,
      () => performance.now() + this.aheadMs,
    );
  }

  override async stop(): Promise<ExitResult> {
    const since = Date.now();
    const { bot } = this;
    this.bot = undefined;
    await bot?.stop();
    return { code: 0, ms: Date.now() - since };
  }

  override async kill(): Promise<void> {
    await this.stop();
  }

  override crash(): void {
    throw new Error('A bot in the tests’ own process cannot be killed.');
  }
}
