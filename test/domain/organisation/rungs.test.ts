import { expect } from 'chai';
import {
  countToRung,
  findRungAfter,
  findTopRung,
  LAST_RUNG,
  listRungs,
} from '../../../src/domain/organisation/rungs.js';

describe('the rungs of a ladder', () => {
  it('are those of everybody who can stand on one, unless a policy says who does', () => {
    expect(listRungs({})).to.deep.equal([0, 1, LAST_RUNG]);
    expect(listRungs({ ladder: ['assignee', 'officers'] })).to.deep.equal([0, 2]);
    expect(findTopRung({ ladder: ['assignee', 'lead'] })).to.equal(1);
  });

  it('follow each other, then come those past the last, whatever was on the ladder before', () => {
    const ladder = ['assignee', 'lead'] as const;
    expect([-1, 0, 1, 2, 3, 7].map((rung) => findRungAfter(rung, { ladder }))).to.deep.equal([
      0, 1, 3, 3, 4, 8,
    ]);
    expect([-1, 0, 1, 2].map((rung) => findRungAfter(rung, {}))).to.deep.equal([0, 1, 2, 3]);
  });

  it('are counted from the first one that the ladder has', () => {
    expect([0, 1, 2, 3, 5].map((rung) => countToRung(rung, {}))).to.deep.equal([1, 2, 3, 4, 6]);
    const ladder = ['officers'] as const;
    expect([2, 3, 4].map((rung) => countToRung(rung, { ladder }))).to.deep.equal([1, 2, 3]);
  });
});
