import { expect } from 'chai';
import { explainsPlans, plans } from './plans.js';

/** Expects an index for every query of the suites before it: call it last. `least`: so many queries they cause. */
export function describePlans(least: number): void {
  if (!explainsPlans) {
    reportMissingPlans();
    return;
  }
  describe('the queries of all these suites', () => {
    it('read by index what they ask for, and sort nothing in memory', () => {
      expect(plans.faults).to.deep.equal([]);
      expect(plans.seen.size).to.be.greaterThan(least);
    });
  });
}

/** Registers nothing in silence: a line says so, and where MongoDB is required a test fails. */
function reportMissingPlans(): void {
  const why =
    'explain of this MongoDB has no winningPlan: it is NOT tested that queries use indexes';
  process.stderr.write(`\n*** ${why}. ***\n\n`);
  if (process.env.REDRESS_REQUIRE_MONGODB !== '1') return;
  describe('the queries of all these suites', () => {
    it('are named by explain, because REDRESS_REQUIRE_MONGODB is 1', () => {
      throw new Error(why);
    });
  });
}
