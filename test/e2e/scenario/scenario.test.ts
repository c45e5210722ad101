import { expect } from 'chai';
import PQueue from 'p-queue';
import type { ScenarioPlatforms } from '../support/drivers/platform-driver.js';
import { type Harness, startHarness } from '../support/harness.js';
import { TEST_STORES, type TestStore } from '../support/on-stores.js';
import { assertNoDifferences, MessageRecorder } from '../support/recording/message-recorder.js';
import { SCENARIOS } from '../support/scenarios.js';
import { assertStored } from '../support/stored.js';
import { HISTORY } from './expected.js';
import { assertCards, expectedAfter, startScenario } from './scenario.js';
import { SCENARIO_STEPS } from './steps.js';

/** How many scenarios run at the same time: a restart is mostly waiting, and there are many. */
const CONCURRENCY = 3;

interface TestRun {
  readonly name: string;
  readonly store: TestStore;
  readonly platforms: ScenarioPlatforms;
  /** Number of steps from one restart to the next. */
  readonly every: number;
  /**
   * Whether it restarts the bot in this process. What a restart may lose or repeat is in the store either
   * way; one run that stays on a platform and one that crosses them restart a process.
   */
  readonly isInProcess: boolean;
}

const runs: readonly TestRun[] = SCENARIOS.flatMap(({ name, ...platforms }) =>
  TEST_STORES.map((store) => {
    const isInProcess = store !== TEST_STORES[0] || platforms.reporter !== 'slack';
    const every = isInProcess && platforms.reporter === platforms.team ? 1 : 3;
    const when = every === 1 ? 'between every two steps' : `after every ${every} steps`;
    const what = isInProcess ? 'restarted in its process' : 'its process restarted';
    return {
      name: `${name} on ${store.name}, ${what} ${when}`,
      store,
      platforms,
      every,
      isInProcess,
    };
  }),
);

/** Stops the bot with SIGTERM and starts it again. */
async function restart({ bot }: Harness): Promise<void> {
  const { code, ms } = await bot.stop();
  expect(code, 'exit code of an ordered stop').to.equal(0);
  expect(ms, 'ms of an ordered stop').to.be.below(10_000);
  await bot.start();
}

/** Runs the scenario with ordered restarts, on a Teams that throttles. Resolves with the number of restarts. */
async function runWithRestarts({ store, platforms, every, isInProcess }: TestRun): Promise<number> {
  return store.use(async (mongoUri) => {
    const on = mongoUri === undefined ? {} : { mongoUri };
    const harness = await startHarness({ platforms, isThrottled: true, isInProcess, ...on });
    const recorder = new MessageRecorder(harness.drivers);
    let restarts = 0;
    try {
      const run = await startScenario(harness, recorder);
      for (const [index, step] of SCENARIO_STEPS.entries()) {
        const stepsSoFar = SCENARIO_STEPS.slice(0, index + 1);
        try {
          await step.act(run);
          await harness.lab.drain();
          assertNoDifferences(recorder.compare(expectedAfter(stepsSoFar)));
          assertCards(run, stepsSoFar);
          step.check?.(run);
          if (stepsSoFar.length % every !== 0) continue;
          await restart(harness);
          restarts += 1;
        } catch (cause) {
          throw new Error(`${step.name}: ${String(cause)}\n${harness.bot.tail()}`, { cause });
        }
      }
      await harness.lab.drain();
      assertNoDifferences(recorder.compare(expectedAfter(SCENARIO_STEPS)));
      await assertStored(harness, HISTORY);
      return restarts;
    } finally {
      recorder.close();
      await harness.close();
    }
  });
}

describe('a complaint from filing to reopening, with ordered restarts of the bot', function () {
  this.timeout(600_000);
  const restarts = new Map<TestRun, Promise<number>>();

  before(() => {
    const queue = new PQueue({ concurrency: CONCURRENCY });
    for (const run of runs) {
      const result = queue.add(() => runWithRestarts(run));
      result.catch(() => undefined); // the test of this run reports it
      restarts.set(run, result);
    }
  });

  for (const run of runs) {
    it(`loses no message, repeats none and keeps both cards current ${run.name}`, async () => {
      expect(await restarts.get(run)).to.equal(Math.floor(SCENARIO_STEPS.length / run.every));
    });
  }
});
