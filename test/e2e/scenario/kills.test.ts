import { expect } from 'chai';
import PQueue from 'p-queue';
import { TEST_STORES, type TestStore } from '../support/on-stores.js';
import type { Cast } from '../support/drivers/platform-driver.js';
import { CASTS } from '../support/scenarios.js';
import { type Outcome, troubledLife } from './scenario-with-faults.js';

/** REDRESS_SEED runs that one again, everywhere; `npm run test:soak` takes many more. */
const given = process.env.REDRESS_SEED;
const first = given === undefined ? Math.floor(Math.random() * 1_000_000) : Number(given);

/** How many lives run at the same time: most of the time one waits for a restart or a retry. */
const AT_ONCE = 3;

interface Run {
  readonly name: string;
  readonly store: TestStore;
  readonly cast: Cast;
  readonly seed: number;
}

const runs: readonly Run[] = CASTS.flatMap(({ name, ...cast }, n) =>
  TEST_STORES.map((store, m) => ({
    name: `${name} on ${store.name}`,
    store,
    cast,
    seed: given === undefined ? first + n * TEST_STORES.length + m : first,
  })),
);

describe('a life whose bot is killed with kill -9 at random moments, on platforms that fail', function () {
  this.timeout(600_000);
  const outcomes = new Map<Run, Promise<Outcome>>();

  before(() => {
    const queue = new PQueue({ concurrency: AT_ONCE });
    for (const run of runs) {
      const outcome = queue.add(() => troubledLife(run.store, run.seed, run.cast));
      outcome.catch(() => undefined); // the test of this run hears of it
      outcomes.set(run, outcome);
    }
  });

  for (const run of runs) {
    it(`ends with nothing lost and nothing doubled ${run.name} (REDRESS_SEED=${run.seed})`, async () => {
      const outcome = await outcomes.get(run);
      expect(outcome?.failure ?? '', outcome?.failure ?? '').to.equal('');
      expect([outcome?.lost, outcome?.doubled], 'lost and doubled').to.deep.equal([0, 0]);
      expect(outcome?.repeated, 'repeated').to.be.at.most(outcome?.mayRepeat ?? 0);
      expect(outcome?.kills, 'kills').to.be.above(0);
    });
  }
});
