import { expect } from 'chai';
import fc from 'fast-check';
import type { Complaint } from '../../../src/domain/complaint/complaint.js';
import { COMPLAINT_STATES } from '../../../src/domain/complaint/facts.js';
import { toLinkKey } from '../../../src/domain/matching/match-keys.js';
import type { KeyQuery } from '../../../src/ports/stores/match-store.js';
import {
  NOON,
  type OpenStores,
  type StoresUnderTest,
  sampleChange,
  sampleComplaint,
} from '../complaint-store/samples.js';

/** Which complaints have an exact key in common. */
export function keyContract(open: OpenStores): void {
  let opened: StoresUnderTest;
  beforeEach(async () => {
    opened = await open();
  });
  afterEach(() => opened.destroy());

  async function insert(overrides: Partial<Complaint>): Promise<string> {
    const complaint = sampleComplaint(overrides);
    await opened.stores.complaints.insert(complaint);
    return complaint.id;
  }
  const find = async (query: Partial<KeyQuery>): Promise<readonly string[]> => {
    const asked = { keys: ['account:a'], states: COMPLAINT_STATES, limit: 10, ...query };
    return (await opened.stores.matches.findByKeys(asked)).map(({ id }) => id);
  };

  describe('findByKeys', () => {
    it('finds whole complaints with any of the keys, newest first, each once', async () => {
      const both = ['account:a', 'email:b@ex.org'];
      const complaint = sampleComplaint({ keys: both, filedAt: NOON + 1 });
      await opened.stores.complaints.insert(complaint);
      const newer = await insert({ keys: ['email:b@ex.org'], filedAt: NOON + 2, state: 'closed' });
      const older = await insert({ keys: ['account:a'], confidential: true });
      await insert({ keys: ['account:ab', 'tel:+44'] });
      await insert({ keys: [] });
      await insert({});
      expect(await find({ keys: both })).to.deep.equal([newer, complaint.id, older]);
      expect(await find({ keys: both, limit: 2 })).to.deep.equal([newer, complaint.id]);
      expect(await find({ keys: both, states: ['closed'] })).to.deep.equal([newer]);
      for (const none of [{ keys: [] }, { states: [] }, { limit: 0 }]) {
        expect(await find(none)).to.deep.equal([]);
      }
      const query = { keys: both, states: COMPLAINT_STATES, limit: 9 };
      expect((await opened.stores.matches.findByKeys(query))[1]).to.deep.equal(complaint);
    });

    it('finds what is linked to a complaint by its key, and nothing else by that', async () => {
      const link = toLinkKey('C-1');
      const linked = await insert({ keys: ['account:a', link], links: ['C-1'] });
      await insert({ keys: ['account:a', toLinkKey('C-10')], filedAt: NOON + 1 });
      expect(await find({ keys: [link] })).to.deep.equal([linked]);
    });

    it('follows each commit at once: its keys and its state', async () => {
      const id = await insert({ keys: ['account:a'] });
      const { complaints } = opened.stores;
      await complaints.change(id, 1, sampleChange({ set: { keys: ['account:b'] } }));
      expect(await find({})).to.deep.equal([]);
      expect(await find({ keys: ['account:b'] })).to.deep.equal([id]);
      await complaints.change(id, 2, sampleChange({ set: { state: 'closed' } }));
      expect(await find({ keys: ['account:b'], states: ['open'] })).to.deep.equal([]);
      expect(await find({ keys: ['account:b'], states: ['closed'] })).to.deep.equal([id]);
    });

    it('finds an older complaint once its keys are filled in, which never replaces newer ones', async () => {
      const id = await insert({});
      const { complaints } = opened.stores;
      expect(await find({})).to.deep.equal([]);
      expect(await complaints.fill(id, 1, { keys: ['account:a'] })).to.equal(true);
      expect(await find({})).to.deep.equal([id]);
      await complaints.change(id, 1, sampleChange({ set: { keys: ['account:b'] } }));
      expect(await complaints.fill(id, 1, { keys: ['account:a'] })).to.equal(false);
      expect(await find({})).to.deep.equal([]);
    });

    it('leaves out what cannot be read, and finds the next one instead', async () => {
      const older = await insert({ keys: ['account:a'] });
      const broken = await insert({ keys: ['account:a'], filedAt: NOON + 1 });
      await opened.rewriteStored('complaint', broken, (record) => ({ ...record, team: 7 }));
      expect(await find({ limit: 1 })).to.deep.equal([older]);
    });

    it('finds exactly those that have one of the keys', async function () {
      this.timeout(60_000);
      const all: Complaint[] = [];
      const check = async (fields: readonly Partial<Complaint>[], query: KeyQuery) => {
        for (const overrides of fields) {
          const complaint = sampleComplaint(overrides);
          all.push(complaint);
          await opened.stores.complaints.insert(complaint);
        }
        const expected = all
          .filter(({ keys = [] }) => keys.some((key) => query.keys.includes(key)))
          .filter(({ state }) => query.states.includes(state))
          .toSorted((a, b) => b.filedAt - a.filedAt || (b.id > a.id ? 1 : -1))
          .slice(0, query.limit);
        expect(await find(query)).to.deep.equal(expected.map(({ id }) => id));
      };
      const few = fc.array(complaints, { maxLength: 3 });
      await fc.assert(fc.asyncProperty(few, queries, check), { numRuns: 60 });
    });
  });
}

const keys = fc.subarray(['account:a', 'account:é$.', 'email:a@ex.org', 'tel:+4420', 'digits:020']);

const complaints: fc.Arbitrary<Partial<Complaint>> = fc.record({
  keys,
  state: fc.constantFrom(...COMPLAINT_STATES),
  filedAt: fc.integer({ min: NOON, max: NOON + 5 }),
});

const queries: fc.Arbitrary<KeyQuery> = fc.record({
  keys,
  states: fc.subarray([...COMPLAINT_STATES], { minLength: 3 }),
  limit: fc.constantFrom(1, 4, 100),
});
