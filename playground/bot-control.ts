import { setTimeout as sleep } from 'node:timers/promises';
import type { BotProcess } from './bot-process.js';
import type { BotControl } from './frame/bot-control.js';
import { dropDatabase, markReset, removeFiles, removeResetMark } from './reset.js';

/** How long the bot gets to end before a reset, which erases what it would still write. Real ms. */
const GRACE_MS = 3000;
/** How long it may take to be ready again; longer than any start on a busy computer. Real ms. */
const READY_MS = 60_000;
/** How often the bot is asked whether it is ready, real ms. */
const POLL_MS = 100;

export interface BotControlDependencies {
  /** The bot, once there is one. */
  readonly bot: () => BotProcess | undefined;
  readonly isReady: () => Promise<boolean>;
  /** The playground's folder. */
  readonly folder: string;
  /** The bot's MONGODB_URI; when empty or missing, it keeps everything in the folder. */
  readonly databaseUri: string | undefined;
  /** Resets both simulators and the page's state of them. */
  readonly resetSimulators: () => Promise<void>;
}

/** Creates the control of the bot. A reset that is asked for while one runs joins that one. */
export function createBotControl(deps: BotControlDependencies): BotControl {
  let running: Promise<void> | undefined;
  return {
    kill: () => deps.bot()?.kill(),
    reset: () => {
      running ??= reset(deps).finally(() => {
        running = undefined;
      });
      return running;
    },
  };
}

async function reset(deps: BotControlDependencies): Promise<void> {
  const bot = deps.bot();
  if (bot === undefined) throw new Error('Redress has not been started yet; try again.');
  await bot.pause(GRACE_MS);
  try {
    await eraseAll(deps);
  } finally {
    bot.resume();
  }
  await waitUntilReady(deps, bot);
}

/**
 * Erases in an order that makes a crash harmless: while the mark is there, the next start finishes the
 * reset. The database goes first, since only it can refuse; then nothing was erased.
 */
async function eraseAll({
  folder,
  databaseUri,
  resetSimulators,
}: BotControlDependencies): Promise<void> {
  await markReset(folder);
  try {
    await dropDatabase(databaseUri);
  } catch (error) {
    await removeResetMark(folder);
    const words = error instanceof Error ? error.message : String(error);
    throw new Error(`${words} Nothing was forgotten.`, { cause: error });
  }
  await removeFiles(folder);
  await resetSimulators();
  await removeResetMark(folder);
}

async function waitUntilReady({ isReady }: BotControlDependencies, bot: BotProcess): Promise<void> {
  let isOver = false;
  void bot.ended.then(() => {
    isOver = true;
  });
  const deadline = Date.now() + READY_MS;
  while (!(await isReady())) {
    if (isOver) throw new Error('Everything is forgotten, but Redress has ended.');
    if (Date.now() > deadline) {
      throw new Error('Everything is forgotten, but Redress does not come back; see the terminal.');
    }
    await sleep(POLL_MS);
  }
}
