import { expect } from 'chai';
import { type Outcome, troubledLife } from '../e2e/scenario/scenario-with-faults.js';
import { TEST_STORES } from '../e2e/support/on-stores.js';
import { CASTS } from '../e2e/support/scenarios.js';

/** Seeds for each store, the first of them, and how many lives at once; the environment may say otherwise. */
const SEEDS = Number(process.env.REDRESS_SOAK_SEEDS ?? 100);
const FIRST = Number(process.env.REDRESS_SEED ?? 1);
const AT_ONCE = Number(process.env.REDRESS_SOAK_AT_ONCE ?? 2);

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function sum(
  outcomes: readonly Outcome[],
  what: 'kills' | 'lost' | 'doubled' | 'repeated' | 'mayRepeat',
): number {
  return outcomes.reduce((total, outcome) => total + outcome[what], 0);
}

describe(`the soak: ${SEEDS} lives with kill -9 at random moments on each store`, function () {
  this.timeout(0);

  for (const [store, { name: where, ...cast }] of TEST_STORES.flatMap((store) =>
    CASTS.map((cast) => [store, cast] as const),
  )) {
    it(`loses nothing and doubles nothing ${where} on ${store.name}`, async () => {
      const outcomes: Outcome[] = [];
      const seeds = Array.from({ length: SEEDS }, (_, n) => FIRST + n);
      const worker = async (): Promise<void> => {
        for (let seed = seeds.shift(); seed !== undefined; seed = seeds.shift()) {
          const outcome = await troubledLife(store, seed, cast);
          outcomes.push(outcome);
          if (outcome.failure !== null) say(outcome.failure);
          if (outcomes.length % 10 === 0)
            say(`${outcomes.length} of ${SEEDS} ${where} on ${store.name}`);
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, worker));
      const failed = outcomes.filter(({ failure }) => failure !== null);
      const counted = ['kills', 'lost', 'doubled', 'repeated', 'mayRepeat'] as const;
      const [kills, lost, doubled, repeated, mayRepeat] = counted.map((what) =>
        sum(outcomes, what),
      );
      say(
        `soak ${where} on ${store.name}: ${outcomes.length} lives, ${kills} kills, ${lost} lost, ${doubled} doubled, ${repeated} repeated (at most ${mayRepeat}), ${failed.length} failed${failed.map(({ seed }) => ` ${seed}`).join('')}`,
      );
      expect([outcomes.length, lost, doubled, failed.length]).to.deep.equal([SEEDS, 0, 0, 0]);
    });
  }
});
