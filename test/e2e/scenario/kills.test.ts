import { expect } from 'chai';
import PQueue from 'p-queue';
import type { ScenarioPlatforms } from '../support/drivers/platform-driver.js';
import { TEST_STORES, type TestStore } from '../support/on-stores.js';
import { SCENARIOS } from '../support/scenarios.js';
import { type Outcome, runScenarioWithFaults } from './scenario-with-faults.js';

/** REDRESS_SEED repeats one seed on all platforms and stores; `npm run test:soak` runs many more. */
const given = process.env.REDRESS_SEED;
const first = given === undefined ? Math.floor(Math.random() * 1_000_000) : Number(given);

/** How many scenarios run at the same time: mostly they wait for a restart or a retry. */
const CONCURRENCY = 3;

interface TestRun {
  readonly name: string;
  readonly store: TestStore;
  readonly platforms: ScenarioPlatforms;
  readonly seed: number;
}

const runs: readonly TestRun[] = SCENARIOS.flatMap(({ name, ...platforms }, n) =>
  TEST_STORES.map((store, m) => ({
    name: `${name} on ${store.name}`,
    store,
    platforms,
    seed: given === undefined ? first + n * TEST_STORES.length + m : first,
  })),
);

describe('a complaint whose bot is killed with kill -9 at random moments, on platforms that fail', function () {
  this.timeout(600_000);
  const outcomes = new Map<TestRun, Promise<Outcome>>();

  before(() => {
    const queue = new PQueue({ concurrency: CONCURRENCY });
    for (const run of runs) {
      const outcome = queue.add(() => runScenarioWithFaults(run.store, run.seed, run.platforms));
      outcome.catch(() => undefined); // the test of this run reports it
      outcomes.set(run, outcome);
    }
  });

  for (const run of runs) {
    it(`ends with no message lost or doubled ${run.name} (REDRESS_SEED=${run.seed})`, async () => {
      const outcome = await outcomes.get(run);
      expect(outcome?.failure ?? '', outcome?.failure ?? '').to.equal('');
      expect([outcome?.lost, outcome?.doubled], 'lost and doubled').to.deep.equal([0, 0]);
      expect(outcome?.repeated, 'repeated').to.be.at.most(outcome?.allowedRepeats ?? 0);
      expect(outcome?.kills, 'kills').to.be.above(0);
    });
  }
});
