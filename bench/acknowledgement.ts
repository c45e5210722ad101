import { type Figure, toFigure } from './figures.js';
import { type Cost, measureCost } from './load.js';
import { startBot, startPeer } from './programs.js';
import { createSlashCommand } from './stubs/slack-requests.js';
import { startSlackStub } from './stubs/slack-stub.js';

/** Requests before the measurement, so that both programs are compiled and warm. */
const WARM_UP = 1500;
const AMOUNT = 3000;

/** Measures `/complaint` until its acknowledgement, beside a bare Bolt app that opens the same form. */
export async function measureAcknowledgement(pairs: number): Promise<readonly Figure[]> {
  const stub = await startSlackStub();
  const bot = await startBot(stub.url);
  await measureCost(bot, bot.port, 1, 1, createSlashCommand);
  const peer = await startPeer(stub.url, await stub.openedView());
  const figures: Figure[] = [];
  for (const each of [bot, peer])
    await measureCost(each, each.port, 10, WARM_UP, createSlashCommand);
  for (const connections of [10, 100]) {
    const measured: (readonly [Cost, Cost])[] = [];
    for (let n = 0; n < pairs; n += 1) {
      const ours = await measureCost(bot, bot.port, connections, AMOUNT, createSlashCommand);
      const theirs = await measureCost(peer, peer.port, connections, AMOUNT, createSlashCommand);
      measured.push([ours, theirs]);
    }
    const name = `slash-ack-${connections}`;
    figures.push(...toCostFigures(name, measured));
  }
  await bot.stop();
  await peer.stop();
  await stub.stop();
  return figures;
}

/** The figures CPU, p99 and throughput from interleaved pairs. */
export function toCostFigures(
  name: string,
  pairs: readonly (readonly [Cost, Cost])[],
): readonly Figure[] {
  const of = (key: keyof Cost) => pairs.map(([ours, peer]) => [ours[key], peer[key]] as const);
  return [
    toFigure(`${name}-cpu`, 'us/request', of('cpuUs')),
    toFigure(`${name}-p99`, 'ms', of('p99Ms')),
    toFigure(`${name}-throughput`, 'requests/s', of('perSecond')),
  ];
}
