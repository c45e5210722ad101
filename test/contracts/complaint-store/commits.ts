import { expect } from 'chai';
import type { ComplaintFacts } from '../../../src/domain/complaint/facts.js';
import type { ComplaintStore } from '../../../src/ports/complaint-store.js';
import type { OpenStores, StoresUnderTest } from './samples.js';
import {
  fullComplaint,
  NOON,
  requireValue,
  sampleChange,
  sampleComplaint,
  sampleDelivery,
  sampleEntry,
  sampleEvent,
  uniqueText,
} from './samples.js';

/** References, inserts and guarded changes. */
export function commitContract(open: OpenStores): void {
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
  });

  describe('insert', () => {
    it('stores a complaint that load returns unchanged', async () => {
      const complaint = fullComplaint();
      expect(await store.insert(complaint)).to.deep.equal({ kind: 'inserted' });
      expect(await store.load(complaint.id)).to.deep.equal(complaint);
    });

    it('returns the complaint of the same event and writes nothing', async () => {
      const first = sampleComplaint();
      const second = sampleComplaint({ filedBy: first.filedBy });
      await store.insert(first);
      expect(await store.insert(second)).to.deep.equal({ kind: 'duplicate', complaint: first });
      expect(await store.load(second.id)).to.equal(undefined);
    });

    it('stores one of many concurrent complaints with the same event', async () => {
      const stores = await openFourStores();
      const filedBy = uniqueText('event');
      const twins = Array.from({ length: 12 }, () => sampleComplaint({ filedBy }));
      const outcomes = await Promise.all(
        twins.map((twin, at) => requireValue(stores[at % stores.length]).insert(twin)),
      );
      const inserted = outcomes.findIndex((outcome) => outcome.kind === 'inserted');
      const winner = requireValue(twins[inserted]);
      for (const [at, outcome] of outcomes.entries()) {
        const duplicate = { kind: 'duplicate', complaint: winner };
        expect(outcome).to.deep.equal(at === inserted ? { kind: 'inserted' } : duplicate);
      }
    });

    it('rejects a reference that another event has taken', async () => {
      const first = sampleComplaint();
      await store.insert(first);
      const fault = await catchRejection(store.insert(sampleComplaint({ id: first.id })));
      expect(fault).to.have.property('code', 'STORE_CONFLICT');
      expect(await store.load(first.id)).to.deep.equal(first);
    });
  });

  describe('load', () => {
    it('is undefined for an unknown reference', async () => {
      expect(await store.load('C-0')).to.equal(undefined);
    });
  });

  describe('change', () => {
    it('sets facts and the next version, appends, and changes nothing else', async () => {
      const before = fullComplaint();
      await store.insert(before);
      const change = sampleChange({
        set: { state: 'assigned', assignee: 'p_b', untakenSince: null, snoozes: {} },
        history: [sampleEntry('taken'), sampleEntry('noted')],
        deliveries: [sampleDelivery(), sampleDelivery({ slot: 'thread' })],
        event: sampleEvent(),
      });
      expect(await store.change(before.id, 1, change)).to.equal(true);
      expect(await store.load(before.id)).to.deep.equal({
        ...before,
        ...change.set,
        version: 2,
        history: [...before.history, ...change.history],
        outbox: [...before.outbox, ...change.deliveries],
        events: [...before.events, change.event],
      });
    });

    it('can set every fact', async () => {
      const before = sampleComplaint();
      await store.insert(before);
      const { id: _id, version, filedBy, history, outbox, refs, events, ...set } = fullComplaint();
      expect(await store.change(before.id, 1, sampleChange({ set }))).to.equal(true);
      const after = requireValue(await store.load(before.id));
      expect(after).to.deep.equal({ ...before, ...set, version: 2 });
      const nothing: Partial<ComplaintFacts> = { acknowledgement: null, nextActionAt: null };
      expect(await store.change(before.id, 2, sampleChange({ set: nothing }))).to.equal(true);
      expect(await store.load(before.id)).to.deep.equal({ ...after, ...nothing, version: 3 });
      expect([version, filedBy, history, outbox, refs, events]).to.have.length(6);
    });

    it('increments the version even when nothing else changes', async () => {
      const before = sampleComplaint();
      await store.insert(before);
      expect(await store.change(before.id, 1, sampleChange())).to.equal(true);
      expect(await store.load(before.id)).to.deep.equal({ ...before, version: 2 });
    });

    it('is false and writes nothing when the version has changed', async () => {
      const before = sampleComplaint();
      await store.insert(before);
      const change = sampleChange({ set: { team: 'other' }, history: [sampleEntry('late')] });
      for (const version of [0, 2]) {
        expect(await store.change(before.id, version, change)).to.equal(false);
      }
      expect(await store.load(before.id)).to.deep.equal(before);
    });

    it('is false for an unknown reference', async () => {
      expect(await store.change('C-0', 1, sampleChange())).to.equal(false);
      expect(await store.load('C-0')).to.equal(undefined);
    });

    it('lets one of many concurrent changes win each version', async () => {
      const stores = await openFourStores();
      const before = sampleComplaint();
      await store.insert(before);
      for (let version = 1; version <= 10; version += 1) {
        const outcomes = await Promise.all(
          stores.map((one, at) =>
            one.change(before.id, version, sampleChange({ history: [sampleEntry(`${at}`)] })),
          ),
        );
        expect(outcomes.filter((won) => won)).to.have.length(1);
      }
      const after = requireValue(await store.load(before.id));
      expect(after.version).to.equal(11);
      expect(after.history).to.have.length(11);
    });

    it('keeps the last 200 events', async () => {
      const events = Array.from({ length: 199 }, () => sampleEvent());
      const before = sampleComplaint({ events });
      await store.insert(before);
      const more = [sampleEvent(), sampleEvent(), sampleEvent()];
      for (const [at, event] of more.entries()) {
        await store.change(before.id, at + 1, sampleChange({ event }));
      }
      const after = requireValue(await store.load(before.id));
      expect(after.events).to.deep.equal([...events, ...more].slice(-200));
    });

    it('keeps 5,000 entries of history', async () => {
      const history = Array.from({ length: 4999 }, (_, at) => sampleEntry(`entry ${at}`));
      const before = sampleComplaint({ history });
      await store.insert(before);
      const last = sampleEntry('the last');
      await store.change(before.id, 1, sampleChange({ history: [last] }));
      const after = requireValue(await store.load(before.id));
      expect(after.history).to.deep.equal([...history, last]);
    });
  });

  describe('ping', () => {
    it('resolves while the store answers', async () => {
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

/** Returns the error of a rejected promise. */
export async function catchRejection(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (fault) {
    return fault;
  }
  throw new Error('Expected an error, but the promise resolved.');
}
