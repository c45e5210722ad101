import { expect } from 'chai';
import { createIdempotencyCache } from '../../../../adapters/teams/inbound/idempotency-cache.js';

const FIVE_MINUTES = 5 * 60_000;

describe('the cache of results of repeated requests', () => {
  let now = 0;
  beforeEach(() => {
    now = 1_000_000;
  });

  it('gives a repetition the result of the first, while it runs and for five minutes', async () => {
    const cache = createIdempotencyCache<number>(
      () => now,
      () => true,
    );
    let runs = 0;
    const work = async () => {
      runs += 1;
      return runs;
    };
    const both = await Promise.all([cache.once('a', work), cache.once('a', work)]);
    expect(both).to.deep.equal([1, 1]);
    now += FIVE_MINUTES - 1;
    expect(await cache.once('a', work)).to.equal(1);
    expect(await cache.once('b', work)).to.equal(2);
    now += 1;
    expect(await cache.once('a', work)).to.equal(3);
  });

  it('drops a result that failed or is not final, so that a repetition is handled', async () => {
    const cache = createIdempotencyCache<boolean>(
      () => now,
      (isFinal) => isFinal,
    );
    const fail = async (): Promise<boolean> => {
      throw new Error('away');
    };
    const error: unknown = await cache.once('a', fail).catch((thrown: unknown) => thrown);
    expect(error).to.have.property('message', 'away');
    expect(await cache.once('a', async () => false)).to.equal(false);
    expect(await cache.once('a', async () => true)).to.equal(true);
    expect(await cache.once('a', async () => false)).to.equal(true);
  });

  it('keeps a newer result when an older run of the same key ends late without one', async () => {
    const cache = createIdempotencyCache<boolean>(
      () => now,
      (isFinal) => isFinal,
    );
    let end: (isFinal: boolean) => void = () => undefined;
    const slow = cache.once('a', () => new Promise<boolean>((resolve) => (end = resolve)));
    now += FIVE_MINUTES;
    expect(await cache.once('a', async () => true)).to.equal(true);
    end(false);
    await slow;
    expect(await cache.once('a', async () => false)).to.equal(true);
  });
});
