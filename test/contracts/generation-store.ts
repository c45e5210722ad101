import { expect } from 'chai';
import type { GenerationStore } from '../../src/ports/stores/generation-store.js';
import type { OpenStores, StoresUnderTest } from './complaint-store/samples.js';

/** What the port `GenerationStore` guarantees, on any store. `open` creates a new, empty database. */
export function generationStoreContract(name: string, open: OpenStores): void {
  describe(`the store of generations on ${name}`, function () {
    this.timeout(20_000);
    let opened: StoresUnderTest;
    let store: GenerationStore;
    beforeEach(async () => {
      opened = await open();
      store = opened.stores.generations;
    });
    afterEach(() => opened.destroy());

    it('has none at first, and then the newest', async () => {
      expect(await store.findNewest()).to.equal(undefined);
      expect(await store.begin('a')).to.deep.equal({ number: 1, hash: 'a' });
      expect(await store.findNewest()).to.deep.equal({ number: 1, hash: 'a' });
    });

    it('begins the next one for another configuration only, also for one of earlier', async () => {
      await store.begin('a');
      expect(await store.begin('a')).to.deep.equal({ number: 1, hash: 'a' });
      expect(await store.begin('b')).to.deep.equal({ number: 2, hash: 'b' });
      expect(await store.begin('a')).to.deep.equal({ number: 3, hash: 'a' });
      expect(await store.findNewest()).to.deep.equal({ number: 3, hash: 'a' });
    });

    it('begins one for several processes that start at once with the same configuration', async () => {
      const another = (await opened.another()).generations;
      for (const hash of ['a', 'b', 'c']) {
        const begun = await Promise.all([store, another, store].map((one) => one.begin(hash)));
        expect(new Set(begun.map(({ number }) => number)).size).to.equal(1);
      }
      expect((await store.findNewest())?.number).to.equal(3);
    });
  });
}
