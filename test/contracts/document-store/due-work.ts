import { expect } from 'chai';
import type {
  DocumentChange,
  FactsOf,
  LivingDocument,
} from '../../../src/domain/document/document.js';
import type { DocumentStore } from '../../../src/ports/stores/document-store.js';
import { NOON, sampleLease } from '../complaint-store/samples.js';
import type { KindUnderTest, OpenedKind, SampleOverrides } from './kind.js';

/** Queries for due work. Each test has its own database. */
export function dueWorkContract<D extends LivingDocument>(kind: KindUnderTest<D>): void {
  let opened: OpenedKind<D>;
  let store: DocumentStore<D>;
  beforeEach(async () => {
    opened = await kind.open();
    store = opened.store;
  });
  afterEach(() => opened.destroy());

  async function insert(overrides: SampleOverrides<D>): Promise<string> {
    const document = kind.sample(overrides);
    await store.insert(document);
    return document.id;
  }

  /** A change that changes nothing, apart from the overrides. */
  function change(overrides: Partial<DocumentChange<D>> = {}): DocumentChange<D> {
    return { set: {}, history: [], deliveries: [], event: null, ...overrides };
  }

  /** A change of the next action. */
  function planAt(nextActionAt: number | null): DocumentChange<D> {
    return change({ set: { nextActionAt } as Partial<FactsOf<D>> });
  }

  describe('dueActions and upcoming', () => {
    it('return what is due, earliest first, without documents that have no next action', async () => {
      const [late, early, exact] = [NOON - 1, NOON - 1000, NOON];
      const ids = [];
      for (const at of [late, early, exact]) ids.push(await insert({ nextActionAt: at }));
      const next = await insert({ nextActionAt: NOON + 1 });
      await insert({ nextActionAt: null });
      const due = [ids[1], ids[0], ids[2]];
      expect(await store.dueActions(NOON, 10)).to.deep.equal(due);
      expect(await store.dueActions(NOON, 2)).to.deep.equal(due.slice(0, 2));
      expect(await store.dueActions(NOON, 0)).to.deep.equal([]);
      expect(await store.dueActions(early - 1, 10)).to.deep.equal([]);
      expect(await store.upcoming(10)).to.deep.equal([
        { id: ids[1], at: early },
        { id: ids[0], at: late },
        { id: ids[2], at: exact },
        { id: next, at: NOON + 1 },
      ]);
      expect(await store.upcoming(1)).to.deep.equal([{ id: ids[1], at: early }]);
      expect(await store.upcoming(0)).to.deep.equal([]);
    });

    it('follow a change of the next action', async () => {
      const id = await insert({ nextActionAt: NOON });
      await store.change(id, 1, planAt(NOON + 9));
      expect(await store.dueActions(NOON, 10)).to.deep.equal([]);
      expect(await store.upcoming(10)).to.deep.equal([{ id, at: NOON + 9 }]);
      await store.change(id, 2, planAt(null));
      expect(await store.upcoming(10)).to.deep.equal([]);
    });
  });

  describe('dueDeliveries', () => {
    it('returns each document once, by its oldest delivery, including failed ones', async () => {
      const due = (dueAt: number) => kind.delivery({ dueAt });
      const failed = kind.delivery({ dueAt: NOON - 50, failed: 'rejected' });
      const b = await insert({ outbox: [due(NOON + 99), due(NOON - 10), due(NOON - 5)] });
      const a = await insert({ outbox: [failed, due(NOON)] });
      const c = await insert({ outbox: [due(NOON)] });
      await insert({ outbox: [due(NOON + 1)] });
      await insert({ outbox: [] });
      expect(await store.dueDeliveries(NOON, 10)).to.deep.equal([a, b, c]);
      expect(await store.dueDeliveries(NOON, 2)).to.deep.equal([a, b]);
      expect(await store.dueDeliveries(NOON, 0)).to.deep.equal([]);
    });

    it('follows claims, retries, new and finished deliveries', async () => {
      const item = kind.delivery({ dueAt: NOON });
      const id = await insert({ outbox: [item] });
      const dues = async (at: number) => (await store.dueDeliveries(at, 10)).length;
      const lease = sampleLease();
      await store.claim(id, item.id, lease);
      expect([await dues(lease.until - 1), await dues(lease.until)]).to.deep.equal([0, 1]);
      const retry = { dueAt: NOON + 77_000, uncertain: false };
      await store.postpone(id, item.id, lease.token, retry);
      expect([await dues(NOON + 76_999), await dues(NOON + 77_000)]).to.deep.equal([0, 1]);
      const more = kind.delivery({ dueAt: NOON + 1 });
      await store.change(id, 1, change({ deliveries: [more] }));
      expect([await dues(NOON), await dues(NOON + 1)]).to.deep.equal([0, 1]);
      const last = sampleLease(undefined, NOON + 80_000);
      await store.claim(id, item.id, last);
      const done = { deliveries: [item.id, more.id], slot: kind.slot(2), ref: null } as const;
      await store.finish(id, last.token, done);
      expect(await dues(NOON + 1e9)).to.equal(0);
    });
  });

  describe('waitingDeliveries', () => {
    const waiting = (createdAt: number, dueAt = createdAt) => kind.delivery({ createdAt, dueAt });

    it('returns each document by its oldest delivery, whenever the next attempt is', async () => {
      const far = NOON + 1e9;
      const b = await insert({ outbox: [waiting(NOON), waiting(NOON - 50, far)] });
      const a = await insert({ outbox: [waiting(NOON - 900, far)] });
      const c = await insert({ outbox: [waiting(NOON, far)] });
      await insert({ outbox: [waiting(NOON + 1, NOON)] });
      await insert({ outbox: [] });
      const all = [
        { id: a, since: NOON - 900 },
        { id: b, since: NOON - 50 },
        { id: c, since: NOON },
      ];
      expect(await store.waitingDeliveries(NOON, 10)).to.deep.equal(all);
      expect(await store.waitingDeliveries(NOON - 1, 10)).to.deep.equal(all.slice(0, 2));
      expect(await store.waitingDeliveries(NOON, 2)).to.have.length(2);
      expect(await store.waitingDeliveries(NOON, 0)).to.deep.equal([]);
    });

    it('does not count a delivery that failed: its failure is reported', async () => {
      const failed = kind.delivery({ createdAt: NOON - 900, failed: 'rejected' });
      await insert({ outbox: [failed] });
      const id = await insert({ outbox: [failed, waiting(NOON - 5)] });
      expect(await store.waitingDeliveries(NOON, 10)).to.deep.equal([{ id, since: NOON - 5 }]);
      const item = waiting(NOON - 9);
      const other = await insert({ outbox: [item] });
      const lease = sampleLease(undefined, NOON);
      await store.claim(other, item.id, lease);
      await store.fail(other, item.id, lease.token, 'rejected');
      expect(await store.waitingDeliveries(NOON, 10)).to.deep.equal([{ id, since: NOON - 5 }]);
    });

    it('counts on while a delivery is claimed and tried again, until it is finished', async () => {
      const item = waiting(NOON - 100);
      const id = await insert({ outbox: [item] });
      const since = async () => (await store.waitingDeliveries(NOON, 10)).map((one) => one.since);
      const lease = sampleLease(undefined, NOON);
      await store.claim(id, item.id, lease);
      expect(await since()).to.deep.equal([NOON - 100]);
      await store.postpone(id, item.id, lease.token, { dueAt: NOON + 5000, uncertain: false });
      expect(await since()).to.deep.equal([NOON - 100]);
      await store.change(id, 1, change({ deliveries: [waiting(NOON - 7)] }));
      expect(await since()).to.deep.equal([NOON - 100]);
      const last = sampleLease(undefined, NOON + 6000);
      await store.claim(id, item.id, last);
      const done = { deliveries: [item.id], slot: kind.slot(2), ref: null } as const;
      await store.finish(id, last.token, done);
      expect(await since()).to.deep.equal([NOON - 7]);
    });
  });
}
