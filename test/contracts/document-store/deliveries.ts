import { expect } from 'chai';
import type { LivingDocument } from '../../../src/domain/document/document.js';
import type { DocumentStore } from '../../../src/ports/stores/document-store.js';
import { NOON, requireValue, sampleLease } from '../complaint-store/samples.js';
import type { AnyDelivery, KindUnderTest, OpenedKind } from './kind.js';

const REF = { platform: 'slack', key: 'slack:C1:1.5', channel: 'C1', ts: '1.5' } as const;
const LATER = { dueAt: NOON + 99_000, uncertain: true };

/** Claims, and the four ways to end one. */
export function deliveryContract<D extends LivingDocument>(kind: KindUnderTest<D>): void {
  let opened: OpenedKind<D>;
  let store: DocumentStore<D>;
  before(async () => {
    opened = await kind.open();
    store = opened.store;
  });
  after(() => opened.destroy());

  /** Stores a document with these deliveries. */
  async function insertWith(...outbox: readonly AnyDelivery[]): Promise<D> {
    const document = kind.sample({ outbox });
    await store.insert(document);
    return document;
  }

  async function loadOutbox({ id }: { readonly id: string }): Promise<D['outbox']> {
    return requireValue(await store.load(id)).outbox;
  }

  describe('claim', () => {
    it('claims a due delivery until the lease ends and changes nothing else', async () => {
      const [first, item, last] = [kind.delivery(), kind.delivery(), kind.delivery()];
      const before = await insertWith(first, item, last);
      const lease = sampleLease();
      const taken = { ...item, lease: lease.token, dueAt: lease.until };
      expect(await store.claim(before.id, item.id, lease)).to.deep.equal(taken);
      const after = { ...before, outbox: [first, taken, last] };
      expect(await store.load(before.id)).to.deep.equal(after);
    });

    it('gives a delivery to one of many concurrent claims', async () => {
      const others = await Promise.all([1, 2, 3].map(() => opened.another()));
      const stores = [store, ...others];
      for (let round = 0; round < 10; round += 1) {
        const item = kind.delivery();
        const { id } = await insertWith(item);
        const claims = await Promise.all(
          stores.map((one) => one.claim(id, item.id, sampleLease())),
        );
        const got = claims.filter((claim) => claim !== undefined);
        expect(got).to.have.length(1);
        expect(await loadOutbox({ id })).to.deep.equal(got);
        expect(got[0]?.uncertain).to.equal(false);
      }
    });

    it('claims a delivery that is due now, but none that is due later', async () => {
      const [now, later] = [kind.delivery(), kind.delivery({ dueAt: NOON + 1 })];
      const before = await insertWith(now, later);
      expect(await store.claim(before.id, later.id, sampleLease())).to.equal(undefined);
      expect(await loadOutbox(before)).to.deep.equal([now, later]);
      expect(await store.claim(before.id, now.id, sampleLease())).to.include({ id: now.id });
    });

    it('claims no delivery that failed or does not exist', async () => {
      const failed = kind.delivery({ failed: 'rejected' });
      const before = await insertWith(failed);
      expect(await store.claim(before.id, failed.id, sampleLease())).to.equal(undefined);
      expect(await store.claim(before.id, 'd-0', sampleLease())).to.equal(undefined);
      expect(await store.claim('C-0', failed.id, sampleLease())).to.equal(undefined);
      expect(await store.load(before.id)).to.deep.equal(before);
    });

    it('claims a delivery whose lease has ended, and marks it as uncertain', async () => {
      const item = kind.delivery();
      const before = await insertWith(item);
      const crashed = sampleLease();
      await store.claim(before.id, item.id, crashed);
      const early = { ...sampleLease(), now: crashed.until - 1 };
      expect(await store.claim(before.id, item.id, early)).to.equal(undefined);
      const next = sampleLease(undefined, crashed.until);
      const taken = { ...item, lease: next.token, dueAt: next.until, uncertain: true };
      expect(await store.claim(before.id, item.id, next)).to.deep.equal(taken);
      expect(await loadOutbox(before)).to.deep.equal([taken]);
    });

    it('keeps where it was tried, until another attempt may have followed', async () => {
      const item = kind.delivery({ uncertain: true, triedOn: 'teams' });
      const before = await insertWith(item);
      const crashed = sampleLease();
      const taken = { ...item, lease: crashed.token, dueAt: crashed.until };
      expect(await store.claim(before.id, item.id, crashed)).to.deep.equal(taken);
      const next = sampleLease(undefined, crashed.until);
      const { triedOn: _unsure, ...rest } = item;
      const again = { ...rest, lease: next.token, dueAt: next.until };
      expect(await store.claim(before.id, item.id, next)).to.deep.equal(again);
      expect(await loadOutbox(before)).to.deep.equal([again]);
    });
  });

  describe('finish', () => {
    it('stores the reference and removes the deliveries, and nothing else', async () => {
      const [one, two, other] = [kind.delivery(), kind.delivery(), kind.delivery()];
      const refs = { thread: { ...REF, key: 'other' } };
      const before = kind.sample({ outbox: [one, two, other], refs });
      await store.insert(before);
      const lease = sampleLease();
      await store.claim(before.id, one.id, lease);
      const done = { deliveries: [one.id, two.id], slot: kind.slot(1), ref: REF } as const;
      expect(await store.finish(before.id, lease.token, done)).to.equal(true);
      const after = { ...before, outbox: [other], refs: { ...refs, [kind.slot(1)]: REF } };
      expect(await store.load(before.id)).to.deep.equal(after);
    });

    it('keeps the reference of the slot when there is no new one', async () => {
      const item = kind.delivery({ kind: 'update' });
      const before = kind.sample({ outbox: [item], refs: { [kind.slot(1)]: REF } });
      await store.insert(before);
      const lease = sampleLease();
      await store.claim(before.id, item.id, lease);
      const done = { deliveries: [item.id], slot: kind.slot(1), ref: null } as const;
      expect(await store.finish(before.id, lease.token, done)).to.equal(true);
      expect(await store.load(before.id)).to.deep.equal({ ...before, outbox: [] });
    });

    it('works after the lease ended if no other claim took the delivery', async () => {
      const item = kind.delivery();
      const before = await insertWith(item);
      const slow = sampleLease();
      await store.claim(before.id, item.id, slow);
      const done = { deliveries: [item.id], slot: kind.slot(2), ref: REF } as const;
      expect(await store.finish(before.id, slow.token, done)).to.equal(true);
      expect(await store.finish(before.id, slow.token, done)).to.equal(false);
    });
  });

  describe('postpone', () => {
    it('returns the delivery for later, with one more attempt', async () => {
      const item = kind.delivery({ attempts: 2 });
      const before = await insertWith(item);
      const lease = sampleLease();
      await store.claim(before.id, item.id, lease);
      expect(await store.postpone(before.id, item.id, lease.token, LATER)).to.equal(true);
      expect(await loadOutbox(before)).to.deep.equal([{ ...item, ...LATER, attempts: 3 }]);
    });

    it('keeps the uncertainty for the next claim', async () => {
      const item = kind.delivery({ uncertain: true });
      const before = await insertWith(item);
      const lease = sampleLease();
      await store.claim(before.id, item.id, lease);
      const retry = { dueAt: NOON, uncertain: false };
      await store.postpone(before.id, item.id, lease.token, retry);
      const again = requireValue(await store.claim(before.id, item.id, sampleLease()));
      expect(again.uncertain).to.equal(false);
    });
  });

  describe('postpone after an attempt without an answer', () => {
    it('stores where it was tried, and removes it when that is unknown', async () => {
      const [item, other] = [kind.delivery(), kind.delivery({ triedOn: 'slack' })];
      const before = await insertWith(item, other);
      const later = { dueAt: NOON, uncertain: true };
      for (const [attempts, triedOn] of [
        [1, { triedOn: 'teams' }],
        [2, { triedOn: 'slack' }],
        [3, {}],
        [4, {}],
      ] as const) {
        const lease = sampleLease();
        await store.claim(before.id, item.id, lease);
        await store.postpone(before.id, item.id, lease.token, { ...later, ...triedOn });
        const left = { ...item, ...later, ...triedOn, attempts };
        expect(await loadOutbox(before)).to.deep.equal([left, other]);
      }
    });
  });

  describe('postpone after a refusal that is not believed yet', () => {
    it('stores since when it is refused, and removes it after any other attempt', async () => {
      const [item, other] = [kind.delivery(), kind.delivery({ refusedSince: NOON })];
      const before = await insertWith(item, other);
      const later = { dueAt: NOON, uncertain: false };
      for (const [attempts, refused] of [
        [1, { refusedSince: NOON - 1 }],
        [2, {}],
      ] as const) {
        const lease = sampleLease();
        await store.claim(before.id, item.id, lease);
        await store.postpone(before.id, item.id, lease.token, { ...later, ...refused });
        const left = { ...item, ...later, ...refused, attempts };
        expect(await loadOutbox(before)).to.deep.equal([left, other]);
      }
    });
  });

  describe('fail and drop', () => {
    it('keep a failed delivery until it is dropped', async () => {
      const [item, other] = [kind.delivery(), kind.delivery()];
      const before = await insertWith(item, other);
      const lease = sampleLease();
      await store.claim(before.id, item.id, lease);
      expect(await store.fail(before.id, item.id, lease.token, 'channel-gone')).to.equal(true);
      const failed = { ...item, dueAt: lease.until, failed: 'channel-gone' };
      expect(await loadOutbox(before)).to.deep.equal([failed, other]);
      expect(await store.claim(before.id, item.id, sampleLease('b', NOON + 1e9))).to.equal(
        undefined,
      );
      await store.drop(before.id, item.id);
      expect(await loadOutbox(before)).to.deep.equal([other]);
    });

    it('do not drop a delivery that has not failed', async () => {
      const before = await insertWith(kind.delivery());
      await store.drop(before.id, requireValue(before.outbox[0]).id);
      await store.drop('C-0', 'd-0');
      expect(await store.load(before.id)).to.deep.equal(before);
    });
  });

  describe('a lost lease', () => {
    it('cannot finish, postpone or fail the delivery', async () => {
      const item = kind.delivery();
      const before = await insertWith(item);
      const slow = sampleLease();
      await store.claim(before.id, item.id, slow);
      const quick = sampleLease(undefined, slow.until);
      const held = requireValue(await store.claim(before.id, item.id, quick));
      const done = { deliveries: [item.id], slot: kind.slot(1), ref: REF } as const;
      expect(await store.finish(before.id, slow.token, done)).to.equal(false);
      expect(await store.postpone(before.id, item.id, slow.token, LATER)).to.equal(false);
      expect(await store.fail(before.id, item.id, slow.token, 'rejected')).to.equal(false);
      expect(await store.load(before.id)).to.deep.equal({ ...before, outbox: [held] });
    });

    it('is checked for the first delivery only', async () => {
      const [mine, theirs] = [kind.delivery(), kind.delivery()];
      const before = await insertWith(mine, theirs);
      const lease = sampleLease();
      await store.claim(before.id, mine.id, lease);
      const done = { slot: kind.slot(1), ref: REF } as const;
      const wrong = { ...done, deliveries: [theirs.id, mine.id] } as const;
      expect(await store.finish(before.id, lease.token, wrong)).to.equal(false);
      const right = { ...done, deliveries: [mine.id, theirs.id] } as const;
      expect(await store.finish(before.id, lease.token, right)).to.equal(true);
    });
  });
}
