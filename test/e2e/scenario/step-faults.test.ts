import { expect } from 'chai';
import fc from 'fast-check';
import type { PlatformFault } from '../support/drivers/platform-driver.js';
import { SeededRandom } from '../support/seeded-random.js';
import { planFaults } from './step-faults.js';

const LOST_REPLY: PlatformFault = { name: 'lost reply', lostPosts: 1, inject: () => undefined };
const RATE_LIMIT: PlatformFault = { name: 'rate limit', lostPosts: 0, inject: () => undefined };

describe('the faults that are planned for a scenario', () => {
  const seed = fc.integer({ min: 0, max: 2 ** 31 - 1 });

  it('kill the bot at the start of a step at least once, before the step can be over', () => {
    fc.assert(
      fc.property(seed, fc.integer({ min: 1, max: 40 }), (from, steps) => {
        const plan = planFaults(new SeededRandom(from), steps, [RATE_LIMIT, LOST_REPLY]);
        const certain = plan.filter(
          ({ kill }) => kill !== null && 'afterMs' in kill && kill.afterMs === 0,
        );
        expect(certain).to.have.length.above(0);
      }),
    );
  });

  it('lose a reply at least once', () => {
    fc.assert(
      fc.property(seed, fc.integer({ min: 1, max: 40 }), (from, steps) => {
        const plan = planFaults(new SeededRandom(from), steps, [RATE_LIMIT, LOST_REPLY]);
        expect(plan.flatMap(({ faults }) => faults)).to.include(LOST_REPLY);
      }),
    );
  });
});
