import { expect } from 'chai';
import type { LivingDocument } from '../../../src/domain/document/document.js';
import type { DocumentStore } from '../../../src/ports/stores/document-store.js';
import { NOON, requireValue, sampleLease } from '../complaint-store/samples.js';
import type { AnyDelivery, KindUnderTest, OpenedKind } from './kind.js';

/** The two ways in which many deliveries become due sooner. */
export function dueTimeContract<D extends LivingDocument>(kind: KindUnderTest<D>): void {
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

  describe('hastenDeliveries', () => {
    const hasten = { after: NOON + 600_000, dueAt: NOON + 1, leasedDueAt: NOON + 45_000 };

    it('makes due what lies too far ahead, and nothing else', async () => {
      const [far, near, held] = [7_200_000, 600_000, 0].map((ahead) =>
        kind.delivery({ dueAt: NOON + ahead }),
      );
      const before = await insertWith(requireValue(far), requireValue(near), requireValue(held));
      const lease = { token: 'host-1/x', now: NOON, until: NOON + 7_200_000 };
      await store.claim(before.id, requireValue(held).id, lease);
      expect(await store.hastenDeliveries(hasten)).to.equal(1);
      const outbox = await loadOutbox(before);
      expect(outbox.map(({ dueAt }) => dueAt)).to.deep.equal([
        NOON + 1,
        NOON + 600_000,
        NOON + 45_000,
      ]);
      expect((await store.load(before.id))?.version).to.equal(before.version);
      expect(await store.hastenDeliveries(hasten), 'once').to.equal(0);
    });

    it('leaves an update that waits for its turn, and takes one that was tried', async () => {
      const later = { kind: 'update', dueAt: NOON + 7_200_000 } as const;
      const turn = await insertWith(kind.delivery(later));
      const tried = await insertWith(kind.delivery({ ...later, attempts: 1 }));
      expect(await store.hastenDeliveries(hasten)).to.equal(1);
      expect((await loadOutbox(turn))[0]?.dueAt).to.equal(later.dueAt);
      expect((await loadOutbox(tried))[0]?.dueAt).to.equal(hasten.dueAt);
    });

    it('keeps the token of a lease, so that the next claim is uncertain', async () => {
      const item = kind.delivery();
      const before = await insertWith(item);
      const lease = { token: 'host-1/x', now: NOON, until: NOON + 7_200_000 };
      await store.claim(before.id, item.id, lease);
      await store.hastenDeliveries(hasten);
      expect(await store.claim(before.id, item.id, sampleLease('h/y', NOON + 1))).to.equal(
        undefined,
      );
      const again = await store.claim(before.id, item.id, sampleLease('h/z', NOON + 45_000));
      expect(again).to.include({ lease: 'h/z', uncertain: true });
    });

    it('reaches more documents than one batch has, and the scheduler finds them', async () => {
      const far = { dueAt: NOON + 7_200_000 };
      const ids: string[] = [];
      for (let n = 0; n < 120; n += 1) ids.push((await insertWith(kind.delivery(far))).id);
      expect(await store.hastenDeliveries(hasten)).to.equal(120);
      expect(await store.dueDeliveries(NOON + 1, 200)).to.include.members(ids);
    });
  });

  describe('releaseLeases', () => {
    it('makes the owner’s deliveries due now, and the next claim uncertain', async () => {
      const [a, b, c, free] = [1, 2, 3, 4].map(() => kind.delivery());
      const before = await insertWith(
        requireValue(a),
        requireValue(b),
        requireValue(c),
        requireValue(free),
      );
      await store.claim(before.id, requireValue(a).id, sampleLease('host-1/x'));
      await store.claim(before.id, requireValue(b).id, sampleLease('host-1/y'));
      await store.claim(before.id, requireValue(c).id, sampleLease('host-10/x'));
      await store.releaseLeases('host-1', NOON + 5);
      const dues = (await loadOutbox(before)).map((item) => [item.lease, item.dueAt]);
      expect(dues).to.deep.equal([
        ['host-1/x', NOON + 5],
        ['host-1/y', NOON + 5],
        ['host-10/x', NOON + 10_000],
        [null, NOON],
      ]);
      const again = await store.claim(before.id, requireValue(a).id, sampleLease('h/z', NOON + 5));
      expect(again).to.include({ lease: 'h/z', uncertain: true });
    });

    it('leaves a lease that has ended as it is', async () => {
      const item = kind.delivery({ dueAt: NOON - 30_000 });
      const held = kind.delivery();
      const before = await insertWith(item, held);
      const ended = sampleLease('host-2/x', NOON - 20_000);
      await store.claim(before.id, item.id, ended);
      await store.claim(before.id, held.id, sampleLease('host-2/y'));
      await store.releaseLeases('host-2', NOON + 5);
      const dues = (await loadOutbox(before)).map(({ dueAt }) => dueAt);
      expect(dues).to.deep.equal([ended.until, NOON + 5]);
    });

    it('applies to all documents of the owner', async () => {
      const documents = await Promise.all([1, 2, 3].map(() => insertWith(kind.delivery())));
      for (const { id, outbox } of documents) {
        await store.claim(id, requireValue(outbox[0]).id, sampleLease(`a.b$c/${id}`));
      }
      await store.releaseLeases('a.b$c', NOON + 7);
      for (const document of documents) {
        expect((await loadOutbox(document))[0]?.dueAt).to.equal(NOON + 7);
      }
    });
  });
}
