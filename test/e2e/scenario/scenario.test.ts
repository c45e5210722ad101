import { expect } from 'chai';
import PQueue from 'p-queue';
import { assertSame, Witness } from '../support/recording/message-recorder.js';
import { TEST_STORES, type TestStore } from '../support/on-stores.js';
import type { Cast } from '../support/drivers/platform-driver.js';
import { CASTS } from '../support/scenarios.js';
import { assertStored } from '../support/stored.js';
import { openWorld, type World } from '../support/harness.js';
import { assertCards, beginLife, expectedAfter } from './scenario.js';
import { HISTORY, LIFE } from './steps.js';

/** How many lives run at the same time: a restart is mostly waiting, and there are many. */
const AT_ONCE = 3;

interface Run {
  readonly name: string;
  readonly store: TestStore;
  readonly cast: Cast;
  /** How many steps there are from one restart to the next. */
  readonly every: number;
}

const runs: readonly Run[] = CASTS.flatMap(({ name, ...cast }) =>
  TEST_STORES.map((store) => {
    const every = cast.reporter === cast.team ? 1 : 3;
    const when = every === 1 ? 'between every two steps' : `after every ${every} steps`;
    return { name: `${name} on ${store.name}, restarted ${when}`, store, cast, every };
  }),
);

/** Restarts the bot in order. */
async function restart({ bot }: World): Promise<void> {
  const { code, ms } = await bot.stop();
  expect(code, 'exit code of an ordered stop').to.equal(0);
  expect(ms, 'ms of an ordered stop').to.be.below(10_000);
  await bot.start();
}

/** Lives the life with ordered restarts, on a Teams that throttles. Resolves with how many there were. */
async function live({ store, cast, every }: Run): Promise<number> {
  return store.use(async (mongoUri) => {
    const on = mongoUri === undefined ? {} : { mongoUri };
    const world = await openWorld({ cast, isThrottled: true, ...on });
    const witness = new Witness(world.towns);
    let restarts = 0;
    try {
      const life = await beginLife(world, witness);
      for (const [index, step] of LIFE.entries()) {
        const lived = LIFE.slice(0, index + 1);
        try {
          await step.act(life);
          await world.lab.settle();
          assertSame(witness.compare(expectedAfter(lived)));
          assertCards(life, lived);
          step.check?.(life);
          if (lived.length % every !== 0) continue;
          await restart(world);
          restarts += 1;
        } catch (cause) {
          throw new Error(`${step.name}: ${String(cause)}\n${world.bot.tail()}`, { cause });
        }
      }
      await world.lab.settle();
      assertSame(witness.compare(expectedAfter(LIFE)));
      await assertStored(world, HISTORY);
      return restarts;
    } finally {
      witness.close();
      await world.close();
    }
  });
}

describe('the whole life of a complaint', function () {
  this.timeout(600_000);
  const lives = new Map<Run, Promise<number>>();

  before(() => {
    const queue = new PQueue({ concurrency: AT_ONCE });
    for (const run of runs) {
      const life = queue.add(() => live(run));
      life.catch(() => undefined); // the test of this run hears of it
      lives.set(run, life);
    }
  });

  for (const run of runs) {
    it(`loses nothing, says nothing twice and keeps both cards current ${run.name}`, async () => {
      expect(await lives.get(run)).to.equal(Math.floor(LIFE.length / run.every));
    });
  }
});
