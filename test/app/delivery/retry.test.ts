import { expect } from 'chai';
import fc from 'fast-check';
import {
  computeRetryDelay,
  GIVE_UP_AFTER_MS,
  isExhausted,
  MIN_ATTEMPTS,
} from '../../../src/app/delivery/retry.js';

describe('the wait before a retry', () => {
  const attempts = fc.nat(100_000);
  const random = fc.double({ min: 0, max: 1, noNaN: true });

  it('is at least what the platform asked for, and otherwise at most six and a quarter minutes', () => {
    fc.assert(
      fc.property(attempts, fc.option(fc.nat(10_000_000)), random, (n, minDelay, r) => {
        const wait = computeRetryDelay(n, minDelay, r);
        expect(wait).to.be.at.least(minDelay ?? 0);
        expect(wait).to.be.within(750, Math.max(minDelay ?? 0, 375_000));
      }),
    );
  });

  it('grows with every attempt and varies by a quarter', () => {
    fc.assert(
      fc.property(fc.nat(40), random, (n, r) => {
        const middle = Math.min(300_000, 1000 * 2 ** n);
        expect(computeRetryDelay(n, null, r)).to.be.within(middle * 0.75 - 1, middle * 1.25 + 1);
        expect(computeRetryDelay(n + 1, null, r)).to.be.at.least(computeRetryDelay(n, null, r));
      }),
    );
  });

  it('ends only after a day and enough attempts', () => {
    const day = { createdAt: 0, attempts: MIN_ATTEMPTS };
    expect(isExhausted(day, GIVE_UP_AFTER_MS)).to.equal(false);
    expect(isExhausted(day, GIVE_UP_AFTER_MS + 1)).to.equal(true);
    expect(isExhausted({ ...day, attempts: MIN_ATTEMPTS - 1 }, 9 * GIVE_UP_AFTER_MS)).to.equal(
      false,
    );
  });
});
