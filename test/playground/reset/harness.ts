import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createBotControl } from '../../../playground/bot-control.js';
import { type BotProcess, runBot } from '../../../playground/bot-process.js';
import type { BotControl } from '../../../playground/frame/bot-control.js';
import { findFreePort } from '../../../playground/ports.js';

const FAKE_BOT = fileURLToPath(new URL('../../fixtures/fake-bot.mjs', import.meta.url));

/** A fake bot under the launcher's care, with a folder of its own. */
export interface ResetRoom {
  readonly folder: string;
  readonly bot: BotProcess;
  readonly host: BotControl;
  /** The deaths that were followed by a restart: exit code and wait. */
  readonly deaths: (readonly [code: number, waitMs: number])[];
  /** How often a bot was started. */
  starts(): number;
  ready(): Promise<boolean>;
  /** Resolves when a bot answers and `count` were started. */
  upAfter(count: number): Promise<void>;
  close(): Promise<void>;
}

/** Looks again until it is so, or fails after 15 s: a start takes its time on a busy machine. */
export async function until(look: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 15_000;
  while (!(await look())) {
    if (Date.now() > deadline) throw new Error('It did not happen within 15 s.');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** `mode`: as the fake bot takes it. `forget`: what the platforms do at a reset. */
export async function openResetRoom(
  options: { mode?: string; databaseUri?: string; forget?: () => Promise<void> } = {},
): Promise<ResetRoom> {
  const folder = mkdtempSync(join(tmpdir(), 'redress-reset-'));
  const log = join(folder, '..', `${folder.slice(-6)}-bot.log`);
  const port = await findFreePort();
  const deaths: (readonly [number, number])[] = [];
  const bot = runBot({
    program: { command: process.execPath, args: [FAKE_BOT] },
    environment: {
      PATH: process.env.PATH,
      PORT: String(port),
      HOST: '127.0.0.1',
      FAKE_BOT_LOG: log,
      FAKE_BOT: options.mode,
    },
    restart: true,
    onDeath: (code, waitMs) => deaths.push([code, waitMs]),
  });
  const ready = (): Promise<boolean> =>
    fetch(`http://127.0.0.1:${port}/readyz`, { headers: { connection: 'close' } }).then(
      ({ ok }) => ok,
      () => false,
    );
  const starts = (): number => {
    try {
      return readFileSync(log, 'utf8').match(/^start /gm)?.length ?? 0;
    } catch {
      return 0; // none yet
    }
  };
  const host = createBotControl({
    bot: () => bot,
    isReady: ready,
    folder,
    databaseUri: options.databaseUri,
    resetSimulators: options.forget ?? (() => Promise.resolve()),
  });
  return {
    folder,
    bot,
    host,
    deaths,
    starts,
    ready,
    upAfter: (count) => until(async () => starts() === count && (await ready())),
    async close() {
      bot.stop(0);
      bot.stop(0);
      await bot.ended;
      rmSync(folder, { recursive: true, force: true });
      rmSync(log, { force: true });
    },
  };
}
