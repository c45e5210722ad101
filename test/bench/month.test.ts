import { expect } from 'chai';
import { measureLineWrites, PACES } from '../../bench/month/line-writes.js';
import { createRandom } from '../../bench/month/random.js';
import { renderOutcome } from '../../bench/month/render.js';
import { simulateMonth } from '../../bench/month/scenarios.js';

describe('a simulated time of a team', function () {
  this.timeout(30_000);

  it('leaves nothing unsaid, and is the same each time', async () => {
    const size = { days: 7, complaints: 8, seed: 7 };
    const outcome = await simulateMonth(size);
    expect(outcome.unsaid).to.deep.equal([]);
    expect(outcome.fates.said).to.be.greaterThan(5);
    expect(outcome.onDaysOff).to.equal(0);
    for (const { name, after, before } of outcome.people) {
      expect([after.length, before.length], name).to.deep.equal([5, 5]);
    }
    expect(await simulateMonth(size)).to.deep.equal(outcome);
  });

  it('is shown with the middle and the most of each person’s days', () => {
    const people = [
      { name: 'ann', after: [1, 2, 4], before: [0, 3, 5] },
      { name: 'bob', after: [0, 0, 0], before: [0, 0, 0] },
    ];
    const fates = { said: 4, handled: 2, waits: 1, unsaid: 1 };
    const shown = renderOutcome('week', { people, nudges: 8, fates, unsaid: ['x'], onDaysOff: 0 });
    expect(shown)
      .to.match(/^ann +2 +4 +3 +5$/m)
      .and.not.include('bob');
    expect(shown).to.include('8 nudges to persons: 4 said, 2 handled before, 1 still to come');
    expect(shown).to.include('left unsaid: x');
  });
});

describe('the durable writes of a line', () => {
  it('are at most three with its share of a message of five', async () => {
    for (const pace of PACES) {
      const { total, parts } = await measureLineWrites(5, pace);
      expect(total, `${pace} ${JSON.stringify(parts)}`).to.be.within(0.5, 3);
    }
  });
});

describe('random numbers of a benchmark', () => {
  it('are the same for the same seed, and within their bounds', () => {
    const draw = (seed: number): readonly number[] => {
      const random = createRandom(seed);
      return Array.from({ length: 100 }, () => random.between(2, 5));
    };
    expect(draw(1)).to.deep.equal(draw(1)).and.not.to.deep.equal(draw(2));
    for (const one of draw(3)) expect(one).to.be.within(2, 5);
    expect(['a', 'b']).to.include(createRandom(4).pick(['a', 'b']));
  });
});
