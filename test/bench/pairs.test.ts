import { expect } from 'chai';
import { measurePairs } from '../../bench/pairs.js';

describe('pairs of measurements', () => {
  it('alternate who goes first, and name ours first all the same', async () => {
    const calls: string[] = [];
    const measure = (who: string) => async (): Promise<string> => {
      calls.push(who);
      return `${who} ${calls.length}`;
    };
    const pairs = await measurePairs(3, measure('ours'), measure('theirs'));
    expect(calls).to.deep.equal(['ours', 'theirs', 'theirs', 'ours', 'ours', 'theirs']);
    expect(pairs).to.deep.equal([
      ['ours 1', 'theirs 2'],
      ['ours 4', 'theirs 3'],
      ['ours 5', 'theirs 6'],
    ]);
  });

  it('never measure both at once', async () => {
    let running = 0;
    const measure = async (): Promise<number> => {
      running += 1;
      const seen = running;
      await Promise.resolve();
      running -= 1;
      return seen;
    };
    const pairs = await measurePairs(4, measure, measure);
    expect(new Set(pairs.flat())).to.deep.equal(new Set([1]));
  });
});
