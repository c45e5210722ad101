import { expect } from 'chai';
import type { ProblemStore, StandingProblem } from '../../src/ports/problems.js';
import { NOON, type OpenStores, type StoresUnderTest } from './complaint-store/samples.js';

/** What the port `ProblemStore` guarantees, on any store. `open` creates a new, empty database. */
export function problemStoreContract(name: string, open: OpenStores): void {
  describe(`the store of standing problems on ${name}`, function () {
    this.timeout(20_000);
    let opened: StoresUnderTest;
    let store: ProblemStore;
    beforeEach(async () => {
      opened = await open();
      store = opened.stores.problems;
    });
    afterEach(() => opened.destroy());

    it('returns what was put, with the next version', async () => {
      expect(await store.put(sampleProblem())).to.equal(true);
      expect(await store.list()).to.deep.equal([sampleProblem({ version: 1 })]);
      const told = sampleProblem({ version: 1, isTold: true, endedAt: NOON + 1 });
      expect(await store.put(told)).to.equal(true);
      expect(await store.list()).to.deep.equal([{ ...told, version: 2 }]);
    });

    it('refuses a write of another version, and one that would add it again', async () => {
      await store.put(sampleProblem());
      expect(await store.put(sampleProblem())).to.equal(false);
      expect(await store.put(sampleProblem({ version: 2 }))).to.equal(false);
      expect(await store.remove('deliveries-waiting', 2)).to.equal(false);
      expect(await store.list()).to.deep.equal([sampleProblem({ version: 1 })]);
    });

    it('removes it, and can store it anew then', async () => {
      await store.put(sampleProblem());
      expect(await store.remove('deliveries-waiting', 1)).to.equal(true);
      expect(await store.list()).to.deep.equal([]);
      expect(await store.put(sampleProblem({ version: 1 }))).to.equal(false);
      expect(await store.put(sampleProblem())).to.equal(true);
    });

    it('lets one of several processes win', async () => {
      const another = (await opened.another()).problems;
      const won = await Promise.all([store, another].map((one) => one.put(sampleProblem())));
      expect(won.filter(Boolean)).to.have.length(1);
      const told = sampleProblem({ version: 1, isTold: true });
      const noted = await Promise.all([store, another].map((one) => one.put(told)));
      expect(noted.filter(Boolean)).to.have.length(1);
    });

    it('leaves out a problem that only another version knows', async () => {
      const unknown = { kind: 'sun-is-dark', count: 1 } as unknown as StandingProblem['problem'];
      await store.put(sampleProblem({ key: 'sun-is-dark', problem: unknown }));
      await store.put(sampleProblem());
      expect(await store.list()).to.deep.equal([sampleProblem({ version: 1 })]);
    });
  });
}

function sampleProblem(changed: Partial<StandingProblem> = {}): StandingProblem {
  return {
    key: 'deliveries-waiting',
    version: 0,
    problem: { kind: 'deliveries-waiting', count: 3 },
    since: NOON,
    endedAt: null,
    isTold: false,
    nextTellAt: NOON,
    ...changed,
  };
}
