import { cpSync, rmSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { type Figure, toFigure } from '../figures.js';
import { measurePairs } from '../pairs.js';
import { type BotOptions, createFolder, startBotIn } from '../programs.js';
import { createPostLimits } from '../stubs/post-limits.js';
import { startSlackStub } from '../stubs/slack-stub.js';
import { toAnswerFigures, watchAnswers } from './answers.js';
import { toBurstOptions, writeDueNudges } from './due-nudges.js';
import { arrange } from './orders.js';
import { readSize } from './size.js';

/** The process is watched for so long while all of them are due, ms. */
const WATCHED_MS = 60_000;

/**
 * Measures a start with 20,000 nudges due until it is ready, beside a start with nothing due; then how the
 * process answers in the first minute while they are due.
 */
export async function measureWaiting(pairs: number): Promise<readonly Figure[]> {
  const { nudges, channels } = readSize(process.env.REDRESS_BENCH_WAITING, { nudges: 20_000 });
  const stub = await startSlackStub(createPostLimits());
  const options = toBurstOptions(stub.url, channels);
  const { folder: full } = await writeDueNudges(options, arrange('random', nudges, channels));
  const { folder: empty } = await writeDueNudges(options, []);
  const starts = await measurePairs(
    pairs,
    () => timeStart(full, options),
    () => timeStart(empty, options),
  );
  const bot = await startBotIn(full, options);
  const answers = watchAnswers(bot, stub);
  await pause(WATCHED_MS);
  const answered = await answers.stop();
  await bot.stop();
  await stub.stop();
  for (const folder of [full, empty]) rmSync(folder, { recursive: true, force: true });
  const name = `waiting-${nudges}`;
  return [toFigure(`${name}-ready`, 'ms', starts), ...toAnswerFigures(name, answered)];
}

/** Time until a bot on a copy of this folder is ready, ms. */
async function timeStart(folder: string, options: BotOptions): Promise<number> {
  const copy = createFolder();
  cpSync(folder, copy, { recursive: true });
  const bot = await startBotIn(copy, options);
  await bot.stop();
  rmSync(copy, { recursive: true, force: true });
  return bot.readyMs;
}
