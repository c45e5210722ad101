import { expect } from 'chai';
import type { DocumentStore } from '../../src/ports/stores/document-store.js';
import { createCrash } from '../support/crashing-dependencies.js';
import { newSeed, withSeed } from '../support/random.js';
import { NOON, requireValue } from './complaint-store/samples.js';
import type { OpenedKind } from './document-store/kind.js';
import { expectWhole, insertMemos, recover, runLives } from './memo/lives.js';
import type { Memo } from './memo/memo.js';
import { createMemoProcess, type MemoProcess } from './memo/process.js';

/** More calls than any of these scenarios makes. */
const MAX_CALLS = 200;
/** A `give` of the event id, so that a person who got no answer sends it again. */
type Gift = readonly [source: string, target: string, amount: number];

/** What relays guarantee on any store: nothing lost, nothing doubled, whatever process dies when. */
export function relayContract(name: string, open: () => Promise<OpenedKind<Memo>>): void {
  describe(`relays between documents on ${name}`, function () {
    this.timeout(60_000);
    let opened: OpenedKind<Memo>;
    const time = { now: 0 };
    before(async () => {
      opened = await open();
    });
    after(() => opened.destroy());
    beforeEach(() => {
      time.now = NOON;
    });

    const start = (owner: string, store: DocumentStore<Memo> = opened.store): MemoProcess =>
      createMemoProcess(store, owner, () => time.now);

    const createMemos = (count: number, sealed = 0) => insertMemos(opened.store, count, sealed);
    /** The store, whose commits on one document fail while `isAway` says so. */
    const failing = (isAway: () => boolean, id: string): DocumentStore<Memo> =>
      new Proxy(opened.store, {
        get(target, key) {
          const member: unknown = Reflect.get(target, key, target);
          if (typeof member !== 'function') return member;
          return async (...args: unknown[]) => {
            if (key === 'change' && args[0] === id && isAway()) throw new Error('away');
            return member.apply(target, args);
          };
        },
      });

    const load = async (id: string): Promise<Memo> => requireValue(await opened.store.load(id));

    /** Runs gifts with a crash at the first call, at the second, …, until they end without. */
    async function crashAtEveryCall(
      make: () => Promise<{ readonly ids: readonly string[]; readonly gifts: readonly Gift[] }>,
      assert: (ids: readonly string[]) => Promise<void>,
    ): Promise<number> {
      for (let calls = 1; calls < MAX_CALLS; calls += 1) {
        const { ids, gifts } = await make();
        const crash = createCrash(calls);
        const first = start('first', crash.wrap(opened.store));
        await runGifts(first, gifts);
        await first.whenIdle();
        first.close();
        // Whoever got no answer sends the same again.
        if (crash.hasCrashed()) await runGifts(start('third'), gifts);
        await recover(opened.store, time);
        await expectWhole(opened.store, ids, `crash at call ${calls}`);
        await assert(ids);
        if (!crash.hasCrashed()) return calls - 1;
      }
      throw new Error('it makes more calls than expected');
    }

    async function runGifts(process: MemoProcess, gifts: readonly Gift[]): Promise<void> {
      const sent = gifts.map(([source, target, amount], n) =>
        process.give(source, target, amount, `gift-${source}-${n}`).catch(() => undefined),
      );
      await Promise.all(sent);
      await process.whenIdle();
    }

    it('reach their target once, whichever call a process dies at', async () => {
      const crashes = await crashAtEveryCall(
        async () => {
          const ids = await createMemos(2);
          const [a = '', b = ''] = ids;
          return { ids, gifts: [[a, b, 30]] };
        },
        async ([a = '', b = '']) => {
          expect((await load(a)).amount).to.equal(70);
          expect((await load(b)).amount).to.equal(130);
        },
      );
      expect(crashes).to.be.greaterThan(5);
    });

    it('cross their opposite, whichever call a process dies at', async () => {
      await crashAtEveryCall(
        async () => {
          const ids = await createMemos(2);
          const [a = '', b = ''] = ids;
          return {
            ids,
            gifts: [
              [a, b, 30],
              [b, a, 5],
              [a, b, 1],
            ],
          };
        },
        async ([a = '', b = '']) => {
          expect((await load(a)).amount).to.equal(74);
          expect((await load(b)).amount).to.equal(126);
        },
      );
    });

    it('are taken back once when the target refuses them or does not exist', async () => {
      await crashAtEveryCall(
        async () => {
          const ids = await createMemos(2, 1);
          const [a = '', sealed = ''] = ids;
          return {
            ids,
            gifts: [
              [a, sealed, 30],
              [a, 'M-nowhere', 10],
            ],
          };
        },
        async ([a = '', sealed = '']) => {
          const source = await load(a);
          expect(source.amount).to.equal(100);
          expect(Object.values(source.tookBack).sort()).to.deep.equal([10, 30]);
          expect((await load(sealed)).got).to.deep.equal({});
        },
      );
    });

    it('keep their order between two documents, also behind one that waits', async () => {
      const [a = '', b = ''] = await createMemos(2);
      let isAway = true;
      const process = start(
        'first',
        failing(() => isAway, b),
      );
      for (const amount of [1, 2, 3, 4]) {
        await process.give(a, b, amount);
        await process.whenIdle();
        isAway = false;
      }
      expect((await load(b)).got).to.deep.equal({});
      await recover(opened.store, time);
      process.close();
      expect(Object.values((await load(b)).got)).to.deep.equal([1, 2, 3, 4]);
    });

    it('are tried again for as long as their target’s store does not answer', async () => {
      const [a = '', b = ''] = await createMemos(2);
      let isAway = true;
      const process = start(
        'first',
        failing(() => isAway, b),
      );
      await process.give(a, b, 10);
      await process.whenIdle();
      for (let days = 0; days < 3; days += 1) {
        for (let tries = 0; tries < 20; tries += 1) {
          time.now += 86_400_000 / 20;
          await process.sweep();
          await process.whenIdle();
        }
      }
      expect((await load(a)).outbox).to.have.length(1);
      isAway = false;
      await recover(opened.store, time);
      process.close();
      await expectWhole(opened.store, [a, b], 'after three days');
      expect((await load(b)).amount).to.equal(110);
    });

    it('lose and double nothing over random lives with kills in two processes', async () => {
      const seed = newSeed();
      await withSeed(seed, async () => void (await runLives(opened.store, seed)));
    });
  });
}
