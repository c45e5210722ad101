import { rmSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { Usage } from '../child.js';
import { type Figure, toTargetFigure } from '../figures.js';
import { type RunningProgram, startBotIn } from '../programs.js';
import { computeBound, createPostLimits } from '../stubs/post-limits.js';
import { type SlackStub, startSlackStub } from '../stubs/slack-stub.js';
import { toAnswerFigures, watchAnswers } from './answers.js';
import { findRank, toBurstOptions, writeDueNudges } from './due-nudges.js';
import { arrange, computeOvertaken, countByChannel, ORDERS, type Order } from './orders.js';
import { readSize } from './size.js';

/** Posts that a workspace takes in a minute, in the variant with this limit. */
const PER_MINUTE = 600;

/** At most so many messages are overtaken, %. */
const TARGET_OVERTAKEN = 1;
/** At most so many durable writes for each message. */
const TARGET_WRITES = 3;
/** What the CPU of a message is compared with, ms: no target, a plain number. */
const ONE_MS = 1;

/** If the messages are not through by then, the rest is reckoned by what is. */
const LONGEST = (bound: number): number => 4 * bound + 60;

/** Measures how nudges that are due at once reach their channels, see {@link measureOrders}. */
export function measureBurst(): Promise<readonly Figure[]> {
  return measureOrders('burst', Number.POSITIVE_INFINITY);
}

/** The same, with a limit of the whole workspace as well. */
export function measureBurstInWorkspace(): Promise<readonly Figure[]> {
  return measureOrders('burst-workspace', PER_MINUTE);
}

/**
 * Measures, in each of three orders, how long nudges that are due at once take to reach their channels at
 * Slack's limits, beside the least time these leave; how many a later one overtakes; what each costs; and
 * how the process answers meanwhile.
 */
async function measureOrders(name: string, perMinute: number): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const order of ORDERS) figures.push(...(await measureOrder(name, order, perMinute)));
  return figures;
}

async function measureOrder(
  name: string,
  order: Order,
  perMinute: number,
): Promise<readonly Figure[]> {
  const { nudges, channels } = readSize(process.env.REDRESS_BENCH_BURST, { nudges: 1000 });
  const arranged = arrange(order, nudges, channels);
  const bound = computeBound(countByChannel(arranged, channels), perMinute);
  const stub = await startSlackStub(createPostLimits(perMinute));
  const options = toBurstOptions(stub.url, channels);
  const { folder, empty } = await writeDueNudges(options, arranged);
  const bot = await startBotIn(folder, options);
  const readyAt = performance.now();
  const answers = watchAnswers(bot, stub);
  const drained = await drain(stub, nudges, readyAt + 1000 * LONGEST(bound));
  const after = await bot.usage();
  const answered = await answers.stop();
  await stop(bot, stub, folder);
  const seconds = (drained.at - Math.min(readyAt, stub.posts[0]?.at ?? readyAt)) / 1000;
  const whole = `${name}-${order}`;
  if (drained.posts < nudges) warn(whole, drained.posts, nudges, seconds);
  return [
    toTargetFigure(`${whole}-drain`, 's', (seconds * nudges) / drained.posts, bound),
    toTargetFigure(`${whole}-overtaken`, '%', 100 * findOvertaken(stub), TARGET_OVERTAKEN),
    ...toUsageFigures(whole, empty, after, drained.posts),
    ...toAnswerFigures(whole, answered),
  ];
}

/** Waits until all nudges are posted, or until the deadline. Throws if one came twice. */
async function drain(
  stub: SlackStub,
  nudges: number,
  deadline: number,
): Promise<{ readonly posts: number; readonly at: number }> {
  while (stub.posts.length < nudges && performance.now() < deadline) await pause(50);
  const posts = stub.posts.length;
  const ids = new Set(stub.posts.map(({ delivery }) => delivery));
  if (ids.size < posts) throw new Error(`${posts - ids.size} messages came twice`);
  return { posts, at: posts < nudges ? performance.now() : (stub.posts.at(-1)?.at ?? 0) };
}

function findOvertaken(stub: SlackStub): number {
  return computeOvertaken(
    stub.posts.map(({ channel, delivery }) => ({ channel, rank: findRank(delivery) ?? 0 })),
  );
}

/** Counts from the start on, without what a start with nothing due uses: work may begin before it is ready. */
function toUsageFigures(
  name: string,
  empty: Usage,
  after: Usage,
  posts: number,
): readonly Figure[] {
  const writes = (after.syncs - empty.syncs) / posts;
  const cpu = (after.cpuMs - empty.cpuMs) / posts;
  return [
    toTargetFigure(`${name}-writes`, 'a message', writes, TARGET_WRITES),
    toTargetFigure(`${name}-cpu`, 'ms/message', cpu, ONE_MS),
  ];
}

async function stop(bot: RunningProgram, stub: SlackStub, folder: string): Promise<void> {
  await bot.stop();
  await stub.stop();
  rmSync(folder, { recursive: true, force: true });
}

function warn(name: string, posts: number, nudges: number, seconds: number): void {
  process.stderr.write(
    `${name}: only ${posts} of ${nudges} messages came in ${seconds.toFixed(0)} s; the time for all is reckoned from that.\n`,
  );
}
