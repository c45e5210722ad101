import { expect } from 'chai';
import { toAudience } from '../../../src/domain/complaint/audience.js';
import { type EmbeddedStores, openEmbeddedStores } from '../../../src/storage/embedded/stores.js';
import { NOON, sampleComplaint } from '../../contracts/complaint-store/samples.js';
import { OFFICER } from '../../contracts/match-store/sample-words.js';

describe('the index of words in the embedded file', () => {
  let stores: EmbeddedStores;
  beforeEach(async () => {
    stores = await openEmbeddedStores({ file: ':memory:' });
  });
  afterEach(() => stores.close());

  const find = async (since: number): Promise<number> => {
    const query = { stems: ['leak'], team: 'billing', viewer: OFFICER, limit: 2000 };
    return (await stores.matches.findSimilar({ ...query, states: ['open'], since })).length;
  };

  it('finds thousands that were recorded at the same moment, as after an import', async function () {
    this.timeout(60_000);
    const made = Array.from({ length: 1900 }, () => sampleComplaint());
    const all = made.map((one) => ({ ...one, audience: toAudience(one) }));
    await Promise.all(all.map((one) => stores.complaints.insert(one)));
    for (let at = 0; at < all.length; at += 100) {
      const entries = all.slice(at, at + 100).map((one) => ({ ...one, stems: ['leak'] }));
      const written = await stores.matches.index(entries);
      expect(written).to.deep.equal(entries.map(() => true));
    }
    expect(await find(NOON)).to.equal(1900);
    // A moment has a thousand places; the next moments take the others.
    expect(await find(NOON + 1)).to.equal(900);
    expect(await find(NOON + 1000)).to.equal(0);
  });

  it('is contentless, and forgets what a complaint no longer says', async () => {
    const one = { ...sampleComplaint(), audience: ['l:billing' as const] };
    await stores.complaints.insert(one);
    for (const stems of [['leak'], ['damp'], ['leak', 'damp'], []]) {
      await stores.matches.index([{ ...one, stems }]);
      expect(await find(0)).to.equal(stems.includes('leak') ? 1 : 0);
    }
    const tables = "SELECT name FROM sqlite_master WHERE name = 'complaint_terms_content'";
    expect(stores.database.all(tables)).to.deep.equal([]);
  });
});
