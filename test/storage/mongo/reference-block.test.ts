import { expect } from 'chai';
import { ReferenceBlock } from '../../../src/storage/mongo/references/block.js';

describe('a block of references', () => {
  let counted: number;
  let writes: number;
  let block: ReferenceBlock;
  beforeEach(() => {
    [counted, writes] = [0, 0];
    block = new ReferenceBlock({
      reserve: async (count) => {
        writes += 1;
        counted += count;
        return counted;
      },
      release: async (unused, last) => {
        if (counted === last) counted = unused - 1;
      },
    });
  });
  const takeMany = (count: number): Promise<readonly number[]> =>
    Promise.all(Array.from({ length: count }, (_, at) => block.take(`event-${at}`)));

  it('is taken in one write, also when more filings wait than it has', async () => {
    expect(await takeMany(10)).to.deep.equal([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(writes).to.equal(1);
    expect(new Set(await takeMany(50)).size).to.equal(50);
    expect(writes).to.be.at.most(3);
  });

  it('hands out again what was given back, the lowest first', async () => {
    await takeMany(3);
    block.giveBack(2);
    block.giveBack(1);
    expect(await takeMany(3)).to.deep.equal([1, 2, 4]);
  });

  it('gives a filing whose outcome is unknown the same number again', async () => {
    const [first = 0] = await takeMany(1);
    block.keep('event-0', first);
    expect(await block.take('other')).to.equal(2);
    expect(await block.take('event-0')).to.equal(1);
  });

  it('goes back when it is closed, unless the counter has moved on', async () => {
    await takeMany(3);
    await block.close();
    expect(counted).to.equal(3);
    await block.take('more');
    counted += 1;
    await block.close();
    expect(counted).to.equal(14);
  });
});
