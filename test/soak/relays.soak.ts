import { runLives } from '../contracts/memo/lives.js';
import { type OpenMemos, openEmbeddedMemos, openMongoMemosOn } from '../storage/open-memos.js';
import { describeOnMongo } from '../support/mongo.js';

/** Number of seeds for each store, and the first seed. */
const SEEDS = Number(process.env.REDRESS_SOAK_SEEDS ?? 100);
const FIRST = Number(process.env.REDRESS_SEED ?? 1);

function soak(name: string, open: OpenMemos): void {
  it(`loses and doubles no relay over ${SEEDS} seeds of lives with kills on ${name}`, async () => {
    const { store, destroy } = await open();
    let kills = 0;
    for (let seed = FIRST; seed < FIRST + SEEDS; seed += 1) kills += await runLives(store, seed);
    await destroy();
    process.stdout.write(`relays on ${name}: ${SEEDS} seeds, ${kills} kills\n`);
  }).timeout(0);
}

describe('the soak of relays', () => soak('the embedded file', openEmbeddedMemos));
describeOnMongo('the soak of relays on MongoDB', (mongo) =>
  soak('MongoDB', openMongoMemosOn(mongo)),
);
