import { expect } from 'chai';
import type { Complaint } from '../../../src/domain/complaint/complaint.js';
import type { Unindexed } from '../../../src/ports/stores/match-store.js';
import {
  type OpenStores,
  requireValue,
  type StoresUnderTest,
  sampleChange,
  sampleComplaint,
  sampleDelivery,
  sampleLease,
} from '../complaint-store/samples.js';
import { findIds, indexWords } from './sample-words.js';

/** What the index of words knows, and what it does not know yet. */
export function indexContract(open: OpenStores): void {
  let opened: StoresUnderTest;
  beforeEach(async () => {
    opened = await open();
  });
  afterEach(() => opened.destroy());

  async function insert(overrides: Partial<Complaint> = {}): Promise<Complaint> {
    const complaint = sampleComplaint({ audience: ['m:billing', 'l:billing'], ...overrides });
    await opened.stores.complaints.insert(complaint);
    return complaint;
  }
  const unindexed = (limit = 10): Promise<readonly Unindexed[]> =>
    opened.stores.matches.findUnindexed(limit);

  describe('findUnindexed and index', () => {
    it('know of each new complaint that it is to be indexed, until it is', async () => {
      const [one, other] = [await insert(), await insert()];
      const marked = [one, other].map(({ id }) => ({ id, isOld: false }));
      expect(await unindexed()).to.have.deep.members(marked);
      expect(await unindexed(1)).to.have.length(1);
      expect(await unindexed(0)).to.deep.equal([]);
      expect(await indexWords(opened, one, ['leak'])).to.deep.equal([true]);
      expect(await unindexed()).to.deep.equal([{ id: other.id, isOld: false }]);
      expect(await indexWords(opened, other, [])).to.deep.equal([true]);
      expect(await unindexed()).to.deep.equal([]);
    });

    it('know of a commit that changes what happened, the wish or the team, ends it or reopens it, and of no other', async () => {
      const complaint = await insert();
      const { id, details } = complaint;
      let version = 1;
      const sets: readonly [Partial<Complaint>, boolean][] = [
        [{ details: { ...details, description: 'Water.' } }, true],
        [{ details: { ...details, desiredOutcome: 'Dry.' } }, true],
        [{ team: 'repairs' }, true],
        [{ assignee: 'p_a', state: 'assigned', audience: ['p:a'] }, false],
        [{ state: 'resolved' }, false],
        [{ state: 'closed' }, true],
        [{ state: 'assigned', reopenings: [{ at: 1, by: 'p_a', reason: 'Wet.' }] }, true],
        [{ state: 'withdrawn' }, true],
      ];
      for (const [set, isMarked] of sets) {
        await indexWords(opened, { ...complaint, version }, ['leak']);
        expect(await opened.stores.complaints.change(id, version, sampleChange({ set }))).to.equal(
          true,
        );
        version += 1;
        expect(await unindexed(), JSON.stringify(set)).to.have.length(isMarked ? 1 : 0);
      }
    });

    it('change nothing of the complaint: it reads as before, and deliveries are finished', async () => {
      const item = sampleDelivery();
      const before = await insert({ outbox: [item] });
      await indexWords(opened, before, ['leak', 'water']);
      const { complaints } = opened.stores;
      expect(await complaints.load(before.id)).to.deep.equal(before);
      await complaints.claim(before.id, item.id, sampleLease());
      await complaints.fill(before.id, 1, { keys: ['account:a'] });
      expect(requireValue(await complaints.load(before.id)).keys).to.deep.equal(['account:a']);
      expect(await findIds(opened, ['leak'])).to.deep.equal([before.id]);
      expect(await unindexed()).to.deep.equal([]);
    });

    it('write nothing of a version that has moved on, or of a complaint that is not there', async () => {
      const complaint = await insert();
      const { id, details } = complaint;
      const set = { details: { ...details, description: 'Water.' } };
      await opened.stores.complaints.change(id, 1, sampleChange({ set }));
      expect(await indexWords(opened, complaint, ['old'])).to.deep.equal([false]);
      expect(await indexWords(opened, { ...complaint, id: 'C-none' }, ['old'])).to.deep.equal([
        false,
      ]);
      expect(await findIds(opened, ['old'])).to.deep.equal([]);
      expect(await unindexed()).to.deep.equal([{ id, isOld: false }]);
    });

    it('replace an entry as a whole, also where the complaint has moved to another team', async () => {
      const complaint = await insert();
      await indexWords(opened, complaint, ['leak', 'water']);
      await indexWords(opened, complaint, ['water', 'damp']);
      expect(await findIds(opened, ['leak'])).to.deep.equal([]);
      expect(await findIds(opened, ['damp'])).to.deep.equal([complaint.id]);
      await indexWords(opened, { ...complaint, team: 'repairs' }, ['damp']);
      expect(await findIds(opened, ['damp', 'water'])).to.deep.equal([]);
      const [found] = await opened.stores.matches.findSimilar({
        ...{ stems: ['damp'], team: 'repairs', since: 0, states: ['open'], limit: 9 },
        viewer: { person: 'x', ids: ['x'], memberOf: [], leadOf: [], isOfficer: true },
      });
      // Its audience still names the first team, which is what decides.
      expect(found).to.equal(undefined);
    });

    it('keep what is to be indexed of a complaint that cannot be read', async () => {
      const { id } = await insert();
      await opened.rewriteStored('complaint', id, (record) => ({ ...record, details: 7 }));
      expect(await unindexed()).to.deep.equal([{ id, isOld: false }]);
    });
  });
}
