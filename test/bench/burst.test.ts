import { expect } from 'chai';
import { findRank } from '../../bench/burst/due-nudges.js';
import { arrange, computeOvertaken, countByChannel, ORDERS } from '../../bench/burst/orders.js';
import { readSize } from '../../bench/burst/size.js';

describe('a burst of nudges', () => {
  it('comes in turn, channel by channel, or at random but the same each time', () => {
    expect(arrange('in-turn', 6, 3)).to.deep.equal([0, 1, 2, 0, 1, 2]);
    expect(arrange('by-channel', 6, 3)).to.deep.equal([0, 0, 1, 1, 2, 2]);
    const random = arrange('random', 100, 5);
    expect(random).to.deep.equal(arrange('random', 100, 5));
    expect(random).not.to.deep.equal(arrange('in-turn', 100, 5));
  });

  it('has as many for each channel in every order', () => {
    for (const order of ORDERS) {
      expect(countByChannel(arrange(order, 100, 4), 4), order).to.deep.equal([25, 25, 25, 25]);
    }
  });

  it('counts a message as overtaken when a later due one came before it in its channel', () => {
    const arrive = (...ranks: readonly number[]) => ranks.map((rank) => ({ rank, channel: 'C1' }));
    expect(computeOvertaken(arrive(0, 1, 2, 3))).to.equal(0);
    expect(computeOvertaken(arrive(0, 2, 1, 3))).to.equal(0.25);
    expect(computeOvertaken(arrive(3, 0, 1, 2))).to.equal(0.75);
    expect(computeOvertaken([...arrive(5), { rank: 1, channel: 'C2' }])).to.equal(0);
    expect(computeOvertaken([])).to.equal(0);
  });

  it('finds which complaint a delivery is about', () => {
    expect(findRank('C-1001/untaken/-/0/1/team')).to.equal(0);
    expect(findRank('C-11000/untaken/-/0/1/team')).to.equal(9999);
    expect(findRank(undefined)).to.equal(undefined);
  });

  it('has the size that is asked for', () => {
    expect(readSize(undefined, { nudges: 1000 })).to.deep.equal({ nudges: 1000, channels: 50 });
    expect(readSize('', { nudges: 1000 })).to.deep.equal({ nudges: 1000, channels: 50 });
    expect(readSize('250', { nudges: 1000 })).to.deep.equal({ nudges: 250, channels: 50 });
    expect(readSize('1000/5', { nudges: 1 })).to.deep.equal({ nudges: 1000, channels: 5 });
    for (const wrong of ['many', '0', '10/', '10/101', '-5']) {
      expect(() => readSize(wrong, { nudges: 1 }), wrong).to.throw('must be a number of nudges');
    }
  });
});
