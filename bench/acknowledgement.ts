import { type Figure, figure } from './figures.js';
import { type Cost, cost } from './load.js';
import { startBot, startPeer } from './programs.js';
import { slashCommand } from './stubs/slack-requests.js';
import { startSlackStub } from './stubs/slack-stub.js';

/** Requests before anything is measured, so that both are compiled and warm. */
const WARM_UP = 1500;
const AMOUNT = 3000;

/** `/complaint` to its acknowledgement, beside a bare Bolt app that opens the same form. */
export async function acknowledgement(pairs: number): Promise<readonly Figure[]> {
  const stub = await startSlackStub();
  const bot = await startBot(stub.url);
  await cost(bot, bot.port, 1, 1, slashCommand);
  const peer = await startPeer(stub.url, await stub.openedView());
  const figures: Figure[] = [];
  for (const each of [bot, peer]) await cost(each, each.port, 10, WARM_UP, slashCommand);
  for (const connections of [10, 100]) {
    const measured: (readonly [Cost, Cost])[] = [];
    for (let n = 0; n < pairs; n += 1) {
      const ours = await cost(bot, bot.port, connections, AMOUNT, slashCommand);
      const theirs = await cost(peer, peer.port, connections, AMOUNT, slashCommand);
      measured.push([ours, theirs]);
    }
    const name = `slash-ack-${connections}`;
    figures.push(...costFigures(name, measured));
  }
  await bot.stop();
  await peer.stop();
  await stub.stop();
  return figures;
}

/** CPU, p99 and throughput of interleaved pairs. */
export function costFigures(
  name: string,
  pairs: readonly (readonly [Cost, Cost])[],
): readonly Figure[] {
  const of = (key: keyof Cost) => pairs.map(([ours, peer]) => [ours[key], peer[key]] as const);
  return [
    figure(`${name}-cpu`, 'us/request', of('cpuUs')),
    figure(`${name}-p99`, 'ms', of('p99Ms')),
    figure(`${name}-throughput`, 'requests/s', of('perSecond')),
  ];
}
