import type { Figure } from '../figures.js';
import { type Cost, measureCost, toCostFigures } from '../load.js';
import { measurePairs } from '../pairs.js';
import { type RunningProgram, startBot, startPeer } from '../programs.js';
import { createSlashCommand } from '../stubs/slack-requests.js';
import { startSlackStub } from '../stubs/slack-stub.js';

/** Requests before the measurement, so that both programs are compiled and warm. */
const WARM_UP = 1500;
const AMOUNT = 3000;

/** Measures `/complaint` until its acknowledgement, beside a bare Bolt app that opens the same form. */
export async function measureAcknowledgement(pairs: number): Promise<readonly Figure[]> {
  const stub = await startSlackStub();
  const bot = await startBot(stub.url);
  await measure(bot, 1, 1);
  const peer = await startPeer(stub.url, await stub.openedView());
  const figures: Figure[] = [];
  for (const each of [bot, peer]) await measure(each, 10, WARM_UP);
  for (const connections of [10, 100]) {
    const measured = await measurePairs(
      pairs,
      () => measure(bot, connections, AMOUNT),
      () => measure(peer, connections, AMOUNT),
    );
    figures.push(...toCostFigures(`slash-ack-${connections}`, measured));
  }
  await bot.stop();
  await peer.stop();
  await stub.stop();
  return figures;
}

function measure(program: RunningProgram, connections: number, amount: number): Promise<Cost> {
  return measureCost(program, program.port, connections, amount, () => createSlashCommand());
}
