import { expect } from 'chai';
import { type Outcome, runScenarioWithFaults } from '../e2e/scenario/scenario-with-faults.js';
import { TEST_STORES } from '../e2e/support/on-stores.js';
import { SCENARIOS } from '../e2e/support/scenarios.js';

/** Number of seeds for each store, the first seed, and how many scenarios run at once. */
const SEEDS = Number(process.env.REDRESS_SOAK_SEEDS ?? 100);
const FIRST = Number(process.env.REDRESS_SEED ?? 1);
const CONCURRENCY = Number(process.env.REDRESS_SOAK_AT_ONCE ?? 2);

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

const COUNTS = ['kills', 'lost', 'doubled', 'repeated', 'allowedRepeats'] as const;

function sum(outcomes: readonly Outcome[], what: (typeof COUNTS)[number]): number {
  return outcomes.reduce((total, outcome) => total + outcome[what], 0);
}

describe(`the soak: ${SEEDS} scenarios with kill -9 at random moments on each store`, function () {
  this.timeout(0);

  for (const [store, { name: where, ...platforms }] of TEST_STORES.flatMap((store) =>
    SCENARIOS.map((scenario) => [store, scenario] as const),
  )) {
    it(`loses and doubles no message ${where} on ${store.name}`, async () => {
      const outcomes: Outcome[] = [];
      const seeds = Array.from({ length: SEEDS }, (_, n) => FIRST + n);
      const worker = async (): Promise<void> => {
        for (let seed = seeds.shift(); seed !== undefined; seed = seeds.shift()) {
          const outcome = await runScenarioWithFaults(store, seed, platforms);
          outcomes.push(outcome);
          if (outcome.failure !== null) print(outcome.failure);
          if (outcomes.length % 10 === 0)
            print(`${outcomes.length} of ${SEEDS} ${where} on ${store.name}`);
        }
      };
      await Promise.all(Array.from({ length: CONCURRENCY }, worker));
      const failed = outcomes.filter(({ failure }) => failure !== null);
      const [kills, lost, doubled, repeated, allowed] = COUNTS.map((what) => sum(outcomes, what));
      print(
        `soak ${where} on ${store.name}: ${outcomes.length} runs, ${kills} kills, ${lost} lost, ${doubled} doubled, ${repeated} repeated (at most ${allowed}), ${failed.length} failed${failed.map(({ seed }) => ` ${seed}`).join('')}`,
      );
      expect([outcomes.length, lost, doubled, failed.length]).to.deep.equal([SEEDS, 0, 0, 0]);
    });
  }
});
