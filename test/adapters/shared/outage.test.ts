import { expect } from 'chai';
import { createOutageDetector } from '../../../adapters/shared/outage.js';
import { silentLogger } from '../../../src/ports/logger.js';

describe('The detector of outages', () => {
  it('sees an outage although the computer’s clock is set back in the middle of it', () => {
    const since = Date.UTC(2026, 10, 30, 12);
    let [wall, monotonic] = [since, 0];
    const outage = createOutageDetector({
      platform: 'slack',
      now: () => wall,
      monotonicNow: () => monotonic,
      logger: silentLogger,
    });
    outage.noteFailure('http-503');
    wall -= 2 * 3_600_000;
    for (const seconds of [6, 12]) {
      monotonic = seconds * 1000;
      outage.noteFailure('http-503');
    }
    expect(outage.find()).to.deep.equal({ since, code: 'http-503' });
  });
});
