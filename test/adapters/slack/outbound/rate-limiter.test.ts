import { expect } from 'chai';
import { createRateLimiter } from '../../../../adapters/slack/outbound/rate-limiter.js';

describe('The pace of messages to Slack', () => {
  let now = 0;
  beforeEach(() => {
    now = 1_000_000;
  });
  const waits = (count: number) => {
    const pace = createRateLimiter(() => now);
    return Array.from({ length: count }, () => pace.acquire('C1'));
  };

  it('lets a short burst through, then one a second', () => {
    expect(waits(6).map(({ ms }) => ms)).to.deep.equal([0, 0, 0, 1000, 2000, 3000]);
  });

  it('does not let a long queue form: the deliverer keeps what must wait', () => {
    const turns = waits(20);
    expect(turns.filter(({ kind }) => kind === 'wait')).to.have.length(8);
    expect(turns.at(-1)).to.deep.equal({ kind: 'later', ms: 6000 });
  });

  it('is kept for each channel apart', () => {
    const pace = createRateLimiter(() => now);
    for (let index = 0; index < 20; index += 1) pace.acquire('C1');
    expect(pace.acquire('C2')).to.deep.equal({ kind: 'wait', ms: 0 });
  });

  it('recovers as time passes', () => {
    const pace = createRateLimiter(() => now);
    for (let index = 0; index < 8; index += 1) pace.acquire('C1');
    now += 8000;
    expect(pace.acquire('C1')).to.deep.equal({ kind: 'wait', ms: 0 });
  });

  it('leaves a channel alone for as long as Slack says', () => {
    const pace = createRateLimiter(() => now);
    pace.backOff('C1', 30_000);
    expect(pace.acquire('C1')).to.deep.equal({ kind: 'later', ms: 30_000 });
    now += 30_000;
    expect(pace.acquire('C1')).to.deep.equal({ kind: 'wait', ms: 0 });
  });
});
