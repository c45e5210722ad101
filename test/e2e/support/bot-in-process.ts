import { readFileSync } from 'node:fs';
import { loadConfig } from '../../../src/config/load.js';
import { createLogger } from '../../../src/log.js';
import { type Bot, startBot } from '../../../src/main.js';
import { BotProcess, type ExitResult } from './bot-process.js';

const readText = (path: string): string => readFileSync(path, 'utf8');

/**
 * The bot within the tests' own process, for tests that restart it in order very often: a start costs a
 * tenth of that of a process. It cannot be killed.
 */
export class BotInProcess extends BotProcess {
  private bot: Bot | undefined;

  override get isAlive(): boolean {
    return this.bot !== undefined;
  }

  override async start(): Promise<void> {
    const outcome = loadConfig(this.env, readText);
    if (outcome.kind === 'faulty') throw new Error(JSON.stringify(outcome.faults));
    const write = (line: string): void => {
      this.output += line;
    };
    const logger = createLogger({ level: 'warn', destination: { write } });
    this.bot = await startBot(outcome.configuration, logger);
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
