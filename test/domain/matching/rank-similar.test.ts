import { expect } from 'chai';
import fc from 'fast-check';
import { type Candidate, rankSimilar } from '../../../src/domain/matching/rank-similar.js';

describe('what is similar', () => {
  const rank = (stems: string, candidates: Readonly<Record<string, string>>) =>
    rankSimilar(
      stems.split(' '),
      Object.entries(candidates).map(([id, text]) => ({ id, stems: text.split(' ') })),
    );

  it('is what has most and the rarest words in common, the most similar first', () => {
    const found = rank('boiler leak kitchen', {
      far: 'boiler noise night kitchen door paint wall garden',
      near: 'boiler leak kitchen',
      other: 'boiler leak bath',
      none: 'invoic twice',
    });
    expect(found).to.deep.equal(['near', 'other', 'far']);
  });

  it('has two words in common at least, or the one that there is', () => {
    expect(rank('boiler leak', { one: 'boiler noise', two: 'leak boiler' })).to.deep.equal(['two']);
    expect(rank('boiler', { one: 'boiler noise', two: 'leak' })).to.deep.equal(['one']);
    expect(rankSimilar([], [{ id: 'one', stems: ['boiler'] }])).to.deep.equal([]);
  });

  it('is each once, and never what has nothing in common', () => {
    const stems = fc.uniqueArray(
      fc.constantFrom<string>('a', 'b', 'c', 'd', 'constructor', '__proto__'),
    );
    const candidates = fc.array(
      fc.record({ id: fc.constantFrom('C-1', 'C-2', 'C-3', 'C-4'), stems }),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(stems, candidates, (wanted, all: readonly Candidate[]) => {
        const found = rankSimilar(wanted, all);
        expect(new Set(found).size).to.equal(found.length);
        const last = new Map(all.map((one) => [one.id, one.stems]));
        const least = Math.max(1, Math.min(2, wanted.length));
        for (const [id, has] of last) {
          const common = has.filter((stem) => wanted.includes(stem)).length;
          expect(found.includes(id), id).to.equal(common >= least);
        }
      }),
    );
  });
});
