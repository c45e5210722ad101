import { expect } from 'chai';
import type { ComplaintFacts } from '../../../src/domain/complaint/facts.js';
import type { ComplaintStore } from '../../../src/ports/stores/complaint-store.js';
import type { OpenStores, StoresUnderTest } from './samples.js';
import { fullComplaint, NOON, requireValue, sampleChange, sampleComplaint } from './samples.js';

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
      const given = await Promise.all(many.map((one) => one.nextReference()));
      const wanted = Array.from({ length: 100 }, (_, at) => `C-${1001 + at}`);
      expect([...given].sort()).to.deep.equal(wanted.sort());
    });

    it('go on after the highest, at once, when the counter is behind the complaints', async () => {
      const numbers = [999, 9998, 9999, 10_000, 10_001];
      for (const [at, number] of numbers.entries()) {
        const state = at === 4 ? 'closed' : 'open';
        await store.insert(sampleComplaint({ id: `C-${number}`, filedAt: NOON + at, state }));
      }
      await opened.loseCounter();
      expect(await store.nextReference()).to.equal('C-1001');
      await store.catchUpReferences();
      expect(await store.nextReference()).to.equal('C-10002');
      await store.catchUpReferences();
      expect(await store.nextReference()).to.equal('C-10003');
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
