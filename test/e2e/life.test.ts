import { expect } from 'chai';
import { CASTS } from './casts.js';
import { assertCards, beginLife, expectedAfter } from './life.js';
import { HISTORY, LIFE } from './life-steps.js';
import { TEST_STORES, type TestStore } from './on-stores.js';
import { assertStored } from './stored.js';
import type { Cast } from './town.js';
import { assertSame, Witness } from './witness.js';
import { openWorld } from './world.js';

/** Lives the life with an ordered restart between every two steps. Resolves with how many there were. */
async function live(store: TestStore, cast: Cast): Promise<number> {
  return store.use(async (mongoUri) => {
    const world = await openWorld({ cast, ...(mongoUri === undefined ? {} : { mongoUri }) });
    const witness = new Witness(world.towns);
    let restarts = 0;
    try {
      const life = await beginLife(world, witness);
      for (const [index, step] of LIFE.entries()) {
        const lived = LIFE.slice(0, index + 1);
        try {
          await step.act(life);
          await world.lab.settle();
          assertSame(witness.compare(expectedAfter(lived)));
          assertCards(life, lived);
          step.check?.(life);
          const { code, ms } = await world.bot.stop();
          expect(code, 'exit code of an ordered stop').to.equal(0);
          expect(ms, 'ms of an ordered stop').to.be.below(10_000);
          await world.bot.start();
          restarts += 1;
        } catch (cause) {
          throw new Error(`${step.name}: ${String(cause)}\n${world.bot.tail()}`, { cause });
        }
      }
      await world.lab.settle();
      assertSame(witness.compare(expectedAfter(LIFE)));
      await assertStored(world, HISTORY);
      return restarts;
    } finally {
      witness.close();
      await world.close();
    }
  });
}

for (const { name: where, ...cast } of CASTS) {
  describe(`the whole life of a complaint ${where}, restarted between every two steps`, function () {
    this.timeout(300_000);
    // All stores at once: a restart is mostly waiting, and there are many.
    let lives: readonly Promise<number>[] = [];

    before(() => {
      lives = TEST_STORES.map((store) => live(store, cast));
      for (const running of lives) running.catch(() => undefined);
    });

    for (const [index, { name }] of TEST_STORES.entries()) {
      it(`loses nothing, says nothing twice and keeps both cards current on ${name}`, async () => {
        expect(await lives[index]).to.equal(LIFE.length);
      });
    }
  });
}
