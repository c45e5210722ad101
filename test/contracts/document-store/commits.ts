import { expect } from 'chai';
import type { DocumentChange, LivingDocument } from '../../../src/domain/document/document.js';
import type { DocumentStore } from '../../../src/ports/stores/document-store.js';
import { requireValue, sampleEvent, uniqueText } from '../complaint-store/samples.js';
import type { KindUnderTest, OpenedKind } from './kind.js';

/** Inserts and guarded changes. */
export function commitContract<D extends LivingDocument>(kind: KindUnderTest<D>): void {
  let opened: OpenedKind<D>;
  let store: DocumentStore<D>;
  before(async () => {
    opened = await kind.open();
    store = opened.store;
  });
  after(() => opened.destroy());

  async function openFourStores(): Promise<readonly DocumentStore<D>[]> {
    return [store, ...(await Promise.all([1, 2, 3].map(() => opened.another())))];
  }

  /** A change that changes nothing, apart from the overrides. */
  function createChange(overrides: Partial<DocumentChange<D>> = {}): DocumentChange<D> {
    return { set: {}, history: [], deliveries: [], event: null, ...overrides };
  }

  describe('insert', () => {
    it('stores a document that load returns unchanged', async () => {
      const document = kind.full();
      expect(await store.insert(document)).to.deep.equal({ kind: 'inserted' });
      expect(await store.load(document.id)).to.deep.equal(document);
    });

    it('returns the document of the same event and writes nothing', async () => {
      const first = kind.sample();
      const second = kind.sample({ filedBy: first.filedBy });
      await store.insert(first);
      expect(await store.insert(second)).to.deep.equal({ kind: 'duplicate', document: first });
      expect(await store.load(second.id)).to.equal(undefined);
    });

    it('stores one of many concurrent documents with the same event', async () => {
      const stores = await openFourStores();
      const filedBy = uniqueText('event');
      const twins = Array.from({ length: 12 }, () => kind.sample({ filedBy }));
      const outcomes = await Promise.all(
        twins.map((twin, at) => requireValue(stores[at % stores.length]).insert(twin)),
      );
      const inserted = outcomes.findIndex((outcome) => outcome.kind === 'inserted');
      const winner = requireValue(twins[inserted]);
      for (const [at, outcome] of outcomes.entries()) {
        const duplicate = { kind: 'duplicate', document: winner };
        expect(outcome).to.deep.equal(at === inserted ? { kind: 'inserted' } : duplicate);
      }
    });

    it('refuses a reference that another event has taken', async () => {
      const first = kind.sample();
      await store.insert(first);
      const outcome = await store.insert(kind.sample({ id: first.id }));
      expect(outcome).to.deep.equal({ kind: 'taken' });
      expect(await store.load(first.id)).to.deep.equal(first);
    });
  });

  describe('load', () => {
    it('is undefined for an unknown reference', async () => {
      expect(await store.load('C-0')).to.equal(undefined);
    });
  });

  describe('change', () => {
    it('removes the references of messages that are forgotten, and no others', async () => {
      const ref = { platform: 'slack', key: 'k' } as const;
      const [first, second, third] = [kind.slot(1), kind.slot(2), kind.slot(3)];
      const before = kind.sample({ refs: { [first]: ref, [second]: ref } });
      await store.insert(before);
      const change = createChange({ forgets: [first, third] });
      expect(await store.change(before.id, before.version, change)).to.equal(true);
      expect((await store.load(before.id))?.refs).to.deep.equal({ [second]: ref });
    });

    it('sets facts and the next version, appends, and changes nothing else', async () => {
      const before = kind.full();
      await store.insert(before);
      const change = createChange({
        set: kind.edit('changed'),
        history: [kind.entry('taken'), kind.entry('noted')],
        deliveries: [kind.delivery(), kind.delivery({}, 2)],
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

    it('increments the version even when nothing else changes', async () => {
      const before = kind.sample();
      await store.insert(before);
      expect(await store.change(before.id, 1, createChange())).to.equal(true);
      expect(await store.load(before.id)).to.deep.equal({ ...before, version: 2 });
    });

    it('is false and writes nothing when the version has changed', async () => {
      const before = kind.sample();
      await store.insert(before);
      const change = createChange({ set: kind.edit('late'), history: [kind.entry('late')] });
      for (const version of [0, 2]) {
        expect(await store.change(before.id, version, change)).to.equal(false);
      }
      expect(await store.load(before.id)).to.deep.equal(before);
    });

    it('is false for an unknown reference', async () => {
      expect(await store.change('C-0', 1, createChange())).to.equal(false);
      expect(await store.load('C-0')).to.equal(undefined);
    });

    it('lets one of many concurrent changes win each version', async () => {
      const stores = await openFourStores();
      const before = kind.sample();
      await store.insert(before);
      for (let version = 1; version <= 10; version += 1) {
        const outcomes = await Promise.all(
          stores.map((one, at) =>
            one.change(before.id, version, createChange({ history: [kind.entry(`${at}`)] })),
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
      const before = kind.sample({ events });
      await store.insert(before);
      const more = [sampleEvent(), sampleEvent(), sampleEvent()];
      for (const [at, event] of more.entries()) {
        await store.change(before.id, at + 1, createChange({ event }));
      }
      const after = requireValue(await store.load(before.id));
      expect(after.events).to.deep.equal([...events, ...more].slice(-200));
    });

    it('keeps 5,000 entries of history', async () => {
      const history = Array.from({ length: 4999 }, (_, at) => kind.entry(`entry ${at}`));
      const before = kind.sample({ history });
      await store.insert(before);
      const last = kind.entry('the last');
      await store.change(before.id, 1, createChange({ history: [last] }));
      const after = requireValue(await store.load(before.id));
      expect(after.history).to.deep.equal([...history, last]);
    });
  });
}
