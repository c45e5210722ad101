import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createBotControl } from '../../../playground/bot-control.js';
import { type BotProcess, runBot } from '../../../playground/bot-process.js';
import type { BotControl } from '../../../playground/frame/bot-control.js';
import { findFreePort } from '../../support/ports.js';

const FAKE_BOT = fileURLToPath(new URL('../../fixtures/fake-bot.mjs', import.meta.url));

/** A fake bot that the launcher's code runs, with its own folder. */
export interface ResetHarness {
  readonly folder: string;
  readonly bot: BotProcess;
  readonly botControl: BotControl;
  /** Ends that a restart followed: exit code and wait. */
  readonly deaths: (readonly [code: number, waitMs: number])[];
  /** Number of starts of a bot. */
  starts(): number;
  ready(): Promise<boolean>;
  /** Resolves when a bot answers after `count` starts. */
  upAfter(count: number): Promise<void>;
  close(): Promise<void>;
}

/** Polls until `check` holds, or fails after 15 s: a start is slow on a busy machine. */
export async function until(check: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 15_000;
  while (!(await check())) {
    if (Date.now() > deadline) throw new Error('It did not happen within 15 s.');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** `mode`: the fake bot's mode. `resetSimulators`: runs at a reset. */
export async function startResetHarness(
  options: { mode?: string; databaseUri?: string; resetSimulators?: () => Promise<void> } = {},
): Promise<ResetHarness> {
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
  const botControl = createBotControl({
    bot: () => bot,
    isReady: ready,
    folder,
    databaseUri: options.databaseUri,
    resetSimulators: options.resetSimulators ?? (() => Promise.resolve()),
  });
  return {
    folder,
    bot,
    botControl,
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
