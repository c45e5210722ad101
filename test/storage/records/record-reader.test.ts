import { expect } from 'chai';
import { forgetfulRecords } from '../../../src/ports/unreadable-records.js';
import { RecordReader } from '../../../src/storage/records/record-reader.js';

describe('a page of stored records', () => {
  const parse = (record: unknown) => (record as { readonly n: number }).n;
  const reader = new RecordReader({ kind: 'inbox', steps: [], parse }, forgetfulRecords);
  const numbers = Array.from({ length: 250 }, (_, n) => n);
  const stored = numbers.map((n) => ({
    reference: `${n}`,
    load: () => (n % 5 === 0 ? 'no record' : { n }),
  }));
  const fetch = async (count: number) => stored.slice(0, count);

  it('makes up for those that are skipped, in their order', async () => {
    const readable = numbers.filter((n) => n % 5 > 0);
    expect(await reader.readPage(120, fetch)).to.deep.equal(readable.slice(0, 120));
    expect(await reader.readPage(1000, fetch)).to.deep.equal(readable);
    expect(await reader.readPage(0, fetch)).to.deep.equal([]);
  });

  it('lets others run while it reads many', async () => {
    const order: string[] = [];
    setImmediate(() => order.push('others'));
    await reader.readPage(1000, fetch);
    order.push('page');
    expect(order).to.deep.equal(['others', 'page']);
  });
});
