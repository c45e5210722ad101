import { expect } from 'chai';
import fc from 'fast-check';
import {
  CONVERSATION_LIMITS,
  createRateLimiter,
  MAX_CONVERSATIONS,
  TENANT_LIMIT,
} from '../../../../adapters/teams/outbound/rate-limiter.js';

/** The largest number of times within any period of `ms`. */
function countMostWithin(times: readonly number[], ms: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  let most = 0;
  let first = 0;
  sorted.forEach((time, index) => {
    while ((sorted[first] ?? time) <= time - ms) first += 1;
    most = Math.max(most, index - first + 1);
  });
  return most;
}

const step = fc.record({
  after: fc.oneof(fc.constant(0), fc.nat(300), fc.nat(3000), fc.nat(40_000)),
  conversation: fc.nat(5),
  burst: fc.integer({ min: 1, max: 50 }),
  hold: fc.option(fc.nat(4000), { freq: 20, nil: 0 }),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** Runs the steps. Returns the times of allowed requests by conversation. */
function runSteps(steps: readonly Step[]): readonly (readonly number[])[] {
  let now = 1_000_000;
  const rateLimiter = createRateLimiter(() => now);
  const timesByConversation = new Map<string, number[]>();
  for (const { after, conversation, burst, hold } of steps) {
    now += after;
    const name = `19:${conversation}`;
    if (hold > 0) rateLimiter.backOff(name, hold);
    const turns = Array.from({ length: burst }, () => {
      const waits = [rateLimiter.findWait(name), rateLimiter.findWait(name)];
      const turn = rateLimiter.acquire(name);
      expect(waits, 'says the wait, and reserves nothing by that').to.deep.equal([
        turn.ms,
        turn.ms,
      ]);
      return turn;
    });
    expect(Math.min(...turns.map(({ ms }) => ms))).to.be.at.least(hold);
    const times = turns.flatMap((turn) => (turn.kind === 'wait' ? [now + turn.ms] : []));
    timesByConversation.set(name, [...(timesByConversation.get(name) ?? []), ...times]);
  }
  return [...timesByConversation.values()];
}

describe('The rate limiter for Teams', () => {
  let now = 0;
  beforeEach(() => {
    now = 1_000_000;
  });
  const acquireTurns = (count: number) => {
    const rateLimiter = createRateLimiter(() => now);
    return Array.from({ length: count }, () => rateLimiter.acquire('19:a'));
  };

  it('allows seven requests at once, the eighth after a second, and the next after two', () => {
    expect(acquireTurns(9).map(({ ms }) => ms)).to.deep.equal([0, 0, 0, 0, 0, 0, 0, 1100, 2100]);
  });

  it('builds no long queue: what must wait longer goes back to the delivery loop', () => {
    const turns = acquireTurns(40);
    expect(turns.every(({ kind, ms }) => (kind === 'wait') === ms <= 5000)).to.equal(true);
    expect(turns.at(-1)?.kind).to.equal('later');
  });

  it('limits each conversation separately', () => {
    const rateLimiter = createRateLimiter(() => now);
    for (let index = 0; index < 20; index += 1) rateLimiter.acquire('19:a');
    expect(rateLimiter.acquire('19:b')).to.deep.equal({ kind: 'wait', ms: 0 });
  });

  it('limits the tenant as a whole', () => {
    const rateLimiter = createRateLimiter(() => now);
    const turns = Array.from({ length: 31 }, (_, index) => rateLimiter.acquire(`19:${index}`));
    expect(turns.filter(({ ms }) => ms === 0)).to.have.length(30);
    expect(turns.at(-1)).to.deep.equal({ kind: 'wait', ms: 1100 });
  });

  it('reserves nothing for a refused turn', () => {
    const rateLimiter = createRateLimiter(() => now);
    rateLimiter.backOff('19:a', 60_000);
    for (let index = 0; index < 1000; index += 1) rateLimiter.acquire('19:a');
    now += 60_000;
    expect(rateLimiter.acquire('19:a')).to.deep.equal({ kind: 'wait', ms: 0 });
  });

  it('blocks a conversation as long as Teams says', () => {
    const rateLimiter = createRateLimiter(() => now);
    rateLimiter.backOff('19:a', 30_000);
    expect(rateLimiter.acquire('19:a')).to.deep.equal({ kind: 'later', ms: 30_000 });
    now += 27_000;
    expect(rateLimiter.acquire('19:a')).to.deep.equal({ kind: 'wait', ms: 3000 });
    expect(rateLimiter.acquire('19:b')).to.deep.equal({ kind: 'wait', ms: 0 });
  });

  it('keeps the turns that are reserved, and a longer block, when Teams asks for a short one', () => {
    const rateLimiter = createRateLimiter(() => now);
    for (let index = 0; index < 9; index += 1) rateLimiter.acquire('19:a');
    const later = rateLimiter.acquire('19:a').ms;
    expect(later).to.be.above(2000);
    rateLimiter.backOff('19:a', 500);
    expect(rateLimiter.acquire('19:a').ms).to.be.at.least(later);
    rateLimiter.backOff('19:b', 30_000);
    rateLimiter.backOff('19:b', 1000);
    expect(rateLimiter.acquire('19:b')).to.deep.equal({ kind: 'later', ms: 30_000 });
  });

  it('allows requests again as time passes', () => {
    const rateLimiter = createRateLimiter(() => now);
    for (let index = 0; index < 8; index += 1) rateLimiter.acquire('19:a');
    now += 33_000;
    expect(rateLimiter.acquire('19:a')).to.deep.equal({ kind: 'wait', ms: 0 });
  });

  it('keeps the limit of an hour too', () => {
    const rateLimiter = createRateLimiter(() => now);
    const times: number[] = [];
    for (const end = now + 3_600_000; now < end; now += 1000) {
      const turn = rateLimiter.acquire('19:a');
      if (turn.kind === 'wait') times.push(now + turn.ms);
    }
    expect(countMostWithin(times, 3_600_000)).to.equal(1800);
  });

  it('does not slow down with the number of conversations', () => {
    const rateLimiter = createRateLimiter(() => now);
    // an hour at the tenant's limit, each request in another conversation
    let longest = 0;
    for (let index = 0; index < 100_000; index += 1) {
      now += 37;
      longest = Math.max(longest, rateLimiter.acquire(`19:${index}`).ms);
    }
    expect(longest).to.equal(0);
  });

  it('remembers a limited number of conversations, the last used ones', () => {
    const rateLimiter = createRateLimiter(() => now);
    for (const name of ['19:a', '19:b']) rateLimiter.backOff(name, 60_000);
    for (let index = 0; index < MAX_CONVERSATIONS - 1; index += 1) {
      rateLimiter.backOff(`19:${index}`, 60_000);
      if (index % 1000 === 0) expect(rateLimiter.acquire('19:a').kind).to.equal('later');
    }
    expect(rateLimiter.acquire('19:b').kind).to.equal('wait');
  });

  it('never exceeds a limit, in any order of conversations', () => {
    const steps = fc.array(step, { maxLength: 60 });
    fc.assert(
      fc.property(steps, (taken) => {
        const timesByConversation = runSteps(taken);
        for (const times of timesByConversation) {
          for (const { count, ms } of CONVERSATION_LIMITS) {
            expect(countMostWithin(times, ms)).to.be.at.most(count);
          }
        }
        expect(countMostWithin(timesByConversation.flat(), TENANT_LIMIT.ms)).to.be.at.most(
          TENANT_LIMIT.count,
        );
      }),
      { numRuns: 200 },
    );
  });
});
