import { expect } from 'chai';
import type { ComplaintFacts } from '../../../src/domain/complaint/facts.js';
import { type ComplaintStore, REFERENCE_BLOCK } from '../../../src/ports/stores/complaint-store.js';
import type { OpenStores, StoresUnderTest } from './samples.js';
import {
  fileSample,
  fullComplaint,
  NOON,
  requireValue,
  sampleChange,
  sampleComplaint,
  uniqueText,
} from './samples.js';

/** References, and what only complaints have. */
export function referenceContract(open: OpenStores): void {
  let opened: StoresUnderTest;
  let store: ComplaintStore;
  before(async () => {
    opened = await open();
    store = opened.stores.complaints;
  });
  after(() => opened.destroy());

  async function openFourStores(): Promise<readonly ComplaintStore[]> {
    const others = await Promise.all([1, 2, 3].map(() => opened.another()));
    return [store, ...others.map((stores) => stores.complaints)];
  }

  describe('its references', () => {
    it('begin at C-1001 and are unique across concurrent connections', async () => {
      const stores = await openFourStores();
      const many = Array.from({ length: 100 }, (_, at) => requireValue(stores[at % stores.length]));
      const given = await Promise.all(many.map((one) => fileSample(one)));
      expect(new Set(given).size).to.equal(100);
      const numbers = given.map(toNumber);
      expect(Math.min(...numbers)).to.equal(1001);
      // Each connection may hold the rest of a block.
      expect(Math.max(...numbers)).to.be.at.most(1100 + stores.length * REFERENCE_BLOCK);
    });

    it('are used up by no submission that is sent a hundred times at once', async () => {
      const before = toNumber(await fileSample(store));
      const [one, other] = await openFourStores();
      const filedBy = uniqueText('submission');
      const filings = Array.from({ length: 100 }, () =>
        store.file(filedBy, (id) => sampleComplaint({ id, filedBy })),
      );
      const filed = await Promise.all(filings);
      expect(filed.filter(({ kind }) => kind === 'filed')).to.have.length(1);
      expect(new Set(filed.map(({ complaint }) => complaint.id)).size).to.equal(1);
      const again = await Promise.all(
        [one, other].map((each) =>
          requireValue(each).file(filedBy, (id) => sampleComplaint({ id, filedBy })),
        ),
      );
      expect(again.map(({ kind }) => kind)).to.deep.equal(['duplicate', 'duplicate']);
      expect(toNumber(requireValue(filed[0]).complaint.id)).to.equal(before + 1);
      expect(toNumber(await fileSample(store))).to.equal(before + 2);
    });

    it('are skipped by no connection that is closed', async () => {
      const opening = await open();
      const first = await opening.another();
      expect(await fileSample(first.complaints)).to.equal('C-1001');
      if (first !== opening.stores) await first.close();
      expect(await fileSample(opening.stores.complaints)).to.equal('C-1002');
      await opening.destroy();
    });

    it('go on after the highest, at once, when the counter is behind the complaints', async () => {
      const restored = await open();
      const { complaints } = restored.stores;
      const numbers = [999, 1001, 9998, 9999, 10_000, 10_001];
      for (const [at, number] of numbers.entries()) {
        const state = at === 5 ? 'closed' : 'open';
        await complaints.insert(sampleComplaint({ id: `C-${number}`, filedAt: NOON + at, state }));
      }
      await restored.loseCounter();
      expect(await fileSample(complaints)).to.equal('C-10002');
      expect(await fileSample(complaints)).to.equal('C-10003');
      await restored.destroy();
    });
  });

  describe('change', () => {
    it('can set every fact', async () => {
      const before = sampleComplaint();
      await store.insert(before);
      const { id: _id, version, filedBy, history, outbox, refs, events, ...set } = fullComplaint();
      expect(await store.change(before.id, 1, sampleChange({ set }))).to.equal(true);
      const after = requireValue(await store.load(before.id));
      expect(after).to.deep.equal({ ...before, ...set, version: 2 });
      const nothing: Partial<ComplaintFacts> = { withdrawal: null, nextActionAt: null };
      expect(await store.change(before.id, 2, sampleChange({ set: nothing }))).to.equal(true);
      expect(await store.load(before.id)).to.deep.equal({ ...after, ...nothing, version: 3 });
      expect([version, filedBy, history, outbox, refs, events]).to.have.length(6);
    });
  });

  describe('ping', () => {
    it('resolves while the store reads and writes', async () => {
      expect(await store.ping()).to.equal(undefined);
    });
  });

  describe('prepare', () => {
    it('can be called again and does not change stored data', async () => {
      const complaint = sampleComplaint({ filedAt: NOON + 1 });
      await store.insert(complaint);
      await store.prepare();
      expect(await store.load(complaint.id)).to.deep.equal(complaint);
    });
  });
}

function toNumber(reference: string): number {
  return Number(reference.slice(2));
}
