import { readFileSync } from 'node:fs';
import { loadConfig } from '../../src/config/load.js';
import { type Bot, startBot } from '../../src/main.js';
import { type Logger, silentLogger } from '../../src/ports/logger.js';

/** Starts the bot in the tests' own process, with these environment variables. Throws when they have faults. */
export async function startBotWith(
  environment: Readonly<Record<string, string>>,
  logger: Logger = silentLogger,
  realNow: () => number = Date.now,
  monotonicNow: () => number = () => performance.now(),
): Promise<Bot> {
  const outcome = loadConfig(environment, (path) => readFileSync(path, 'utf8'));
  if (outcome.kind === 'faulty') throw new Error(JSON.stringify(outcome.faults));
  return startBot(outcome.configuration, logger, realNow, monotonicNow);
}
