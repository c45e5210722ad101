import { expect } from 'chai';
import { findPercentile, median, toFigure, toTargetFigure } from '../../bench/figures.js';

describe('the figures of the bench', () => {
  it('take the middle value, or the mean of the two middle ones', () => {
    expect(median([30, 10, 20])).to.equal(20);
    expect(median([40, 10, 20, 30])).to.equal(25);
    expect(median([])).to.be.NaN;
  });

  it('take the least value that so many do not exceed as a percentile', () => {
    const values = Array.from({ length: 200 }, (_, n) => 200 - n);
    expect(findPercentile(values, 0.5)).to.equal(100);
    expect(findPercentile(values, 0.99)).to.equal(198);
    expect(findPercentile(values, 1)).to.equal(200);
    expect(findPercentile([7], 0.5)).to.equal(7);
    expect(findPercentile([], 0.5)).to.be.NaN;
  });

  it('take the median of the ratios of pairs, not the ratio of the medians', () => {
    const figure = toFigure('some', 'ms', [
      [10, 1],
      [20, 10],
      [30, 30],
    ]);
    expect(figure).to.deep.equal({ name: 'some', value: 20, peer: 10, ratio: 2, unit: 'ms' });
  });

  it('compare a single measurement with its target', () => {
    expect(toTargetFigure('some', 'ms', 50, 100)).to.include({ peer: 100, ratio: 0.5 });
  });
});
