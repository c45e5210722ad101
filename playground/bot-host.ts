import { setTimeout as sleep } from 'node:timers/promises';
import type { BotProcess } from './bot-process.js';
import type { Host } from './frame/host.js';
import { forgetDatabase, forgetFiles, noteReset, noteResetDone } from './reset.js';

/** How long the bot gets to end before a reset: what it would still write is forgotten anyway. Real ms. */
const GRACE_MS = 3000;
/** How long it may take to be ready again; longer than any start on a busy computer. Real ms. */
const READY_MS = 60_000;
/** How often it is asked, real ms. */
const ASK_MS = 100;

export interface HostParts {
  /** The bot, once there is one. */
  readonly bot: () => BotProcess | undefined;
  readonly isReady: () => Promise<boolean>;
  /** The playground's folder. */
  readonly folder: string;
  /** The bot's MONGODB_URI; empty or missing: it keeps everything in the folder. */
  readonly databaseUri: string | undefined;
  /** Puts both chat platforms, and what the page knows of them, back to how they began. */
  readonly forget: () => Promise<void>;
}

/** What the page's server can do with the bot. Resets that are asked for while one runs are that one. */
export function makeHost(parts: HostParts): Host {
  let running: Promise<void> | undefined;
  return {
    kill: () => parts.bot()?.kill(),
    reset: () => {
      running ??= reset(parts).finally(() => {
        running = undefined;
      });
      return running;
    },
  };
}

async function reset(parts: HostParts): Promise<void> {
  const bot = parts.bot();
  if (bot === undefined) throw new Error('Redress has not been started yet; try again.');
  await bot.rest(GRACE_MS);
  try {
    await forgetAll(parts);
  } finally {
    bot.resume();
  }
  await untilReady(parts, bot);
}

/**
 * Forgets in an order that makes a crash harmless: with the note there, the next start begins anew.
 * The database goes first, for it alone can refuse; then nothing was forgotten.
 */
async function forgetAll({ folder, databaseUri, forget }: HostParts): Promise<void> {
  await noteReset(folder);
  try {
    await forgetDatabase(databaseUri);
  } catch (error) {
    await noteResetDone(folder);
    const words = error instanceof Error ? error.message : String(error);
    throw new Error(`${words} Nothing was forgotten.`, { cause: error });
  }
  await forgetFiles(folder);
  await forget();
  await noteResetDone(folder);
}

async function untilReady({ isReady }: HostParts, bot: BotProcess): Promise<void> {
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
    await sleep(ASK_MS);
  }
}
