import { expect } from 'chai';
import { TEST_STORES } from './on-stores.js';
import { type Outcome, troubledLife } from './troubled-life.js';

/** How many seeds each store gets here; `npm run test:soak` takes many more. */
const SEEDS = 2;

/** REDRESS_SEED runs that one again. */
const given = process.env.REDRESS_SEED;
const first = given === undefined ? Math.floor(Math.random() * 1_000_000) : Number(given);
const seeds = Array.from({ length: given === undefined ? SEEDS : 1 }, (_, n) => first + n);

describe('a life whose bot is killed with kill -9 at random moments, on a Slack that fails', function () {
  this.timeout(300_000);
  // All stores at once: most of the time one of them waits for a restart or a retry.
  let running: readonly Promise<readonly Outcome[]>[] = [];

  before(() => {
    running = TEST_STORES.map(async (store) => {
      const outcomes: Outcome[] = [];
      for (const seed of seeds) outcomes.push(await troubledLife(store, seed));
      return outcomes;
    });
    for (const outcomes of running) outcomes.catch(() => undefined);
  });

  for (const [index, { name }] of TEST_STORES.entries()) {
    it(`ends with nothing lost and nothing doubled on ${name} (REDRESS_SEED=${first})`, async () => {
      for (const { kills, ...outcome } of (await running[index]) ?? []) {
        expect(outcome.failure ?? '', outcome.failure ?? '').to.equal('');
        expect([outcome.lost, outcome.doubled], 'lost and doubled').to.deep.equal([0, 0]);
        expect(kills, 'kills').to.be.above(0);
      }
    });
  }
});
