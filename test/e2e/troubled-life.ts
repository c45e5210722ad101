import { setTimeout as pause } from 'node:timers/promises';
import { Chance } from './chance.js';
import { assertCards, beginLife, expectedAfter, type Life, type Step } from './life.js';
import { HISTORY, LIFE } from './life-steps.js';
import type { TestStore } from './on-stores.js';
import { assertStored } from './stored.js';
import type { Cast } from './town.js';
import { type Trouble, told, troubles, unleash } from './trouble.js';
import { assertSame, type Differences, Witness } from './witness.js';
import { openWorld } from './world.js';

/** How long a step may take to come right after whatever went wrong, ms. */
const RIGHT_MS = 90_000;

/** How a troubled life went. */
export interface Outcome {
  readonly seed: number;
  readonly store: string;
  readonly kills: number;
  /** Messages lost and doubled at the end. */
  readonly lost: number;
  readonly doubled: number;
  /** Said again where the platform keeps no ids of ours, and how often that may have been. */
  readonly repeated: number;
  readonly mayRepeat: number;
  /** What else was wrong; null when nothing was. */
  readonly failure: string | null;
}

const ALL_IN_SLACK: Cast = { reporter: 'slack', team: 'slack' };

/**
 * Lives the life with a bot that is killed, and platforms that fail, at moments the seed gives; the
 * bot is started again, and people do what people do. At the end everything is counted.
 */
export async function troubledLife(
  store: TestStore,
  seed: number,
  cast: Cast = ALL_IN_SLACK,
): Promise<Outcome> {
  return store.use(async (mongoUri) => {
    const env = { LOG_LEVEL: 'warn' };
    const world = await openWorld({ env, cast, ...(mongoUri === undefined ? {} : { mongoUri }) });
    const witness = new Witness(world.towns);
    const mischief = world.towns.flatMap((town) => town.mischief);
    const plan = troubles(new Chance(seed), LIFE.length, mischief);
    let differences: Differences = { lost: [], doubled: [], repeated: [] };
    let failure: string | null = null;
    try {
      const life = await beginLife(world, witness);
      for (const [index, step] of LIFE.entries()) await suffer(life, step, index, plan);
      await world.bot.whenUp();
      await assertStored(world, HISTORY);
      assertSame(witness.compare(expectedAfter(LIFE)), repeatsAllowed(plan));
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error);
      failure = `seed ${seed} on ${store.name}: ${words}\n${world.bot.tail()}`;
    } finally {
      differences = witness.compare(expectedAfter(LIFE));
      witness.close();
      await world.close();
    }
    const { kills } = world.bot;
    const { lost, doubled, repeated } = differences;
    const counts = { lost: lost.length, doubled: doubled.length, repeated: repeated.length };
    return { seed, store: store.name, kills, ...counts, mayRepeat: repeatsAllowed(plan), failure };
  });
}

/**
 * How many messages may be there twice on a platform that keeps no ids of ours: one for each answer
 * that was lost, and what a step says when the bot was killed while it was on its way.
 */
function repeatsAllowed(plan: readonly Trouble[]): number {
  const allowed = plan.map(({ kill, faults }, index) => {
    const onTheWay = kill === null ? 0 : Math.max(1, LIFE[index]?.adds.length ?? 0);
    return faults.reduce((sum, { lostPosts }) => sum + lostPosts, onTheWay);
  });
  return allowed.reduce((sum, n) => sum + n, 0);
}

async function suffer(
  life: Life,
  step: Step,
  index: number,
  plan: readonly Trouble[],
): Promise<void> {
  const trouble = plan[index] ?? { kill: null, faults: [] };
  const lived = LIFE.slice(0, index + 1);
  const callOff = unleash(life.world, life.witness, trouble);
  try {
    await step.act(life);
    await comesRight(life, lived, step);
  } catch (cause) {
    const what = `${step.name} (${told(trouble)}): ${String(cause)}`;
    throw new Error(what, { cause });
  } finally {
    callOff();
  }
}

/** Waits until everything is there and both cards are current. What is doubled stays doubled: it fails at once. */
export async function comesRight(life: Life, lived: readonly Step[], step: Step): Promise<void> {
  const { world, witness } = life;
  const expected = expectedAfter(lived);
  const deadline = Date.now() + RIGHT_MS;
  for (;;) {
    await world.bot.whenUp();
    const differences = witness.compare(expected);
    if (differences.doubled.length > 0) assertSame(differences, Number.POSITIVE_INFINITY);
    const wrong = await wrongWith(life, lived, step, differences);
    if (wrong === undefined) return;
    if (Date.now() > deadline) throw wrong;
    await pause(50);
  }
}

/** What is not right yet, after all that could be sent now was sent. */
async function wrongWith(
  { world, ...life }: Life,
  lived: readonly Step[],
  step: Step,
  differences: Differences,
): Promise<unknown> {
  const { kills } = world.bot;
  try {
    assertSame(differences, Number.POSITIVE_INFINITY);
    assertCards({ world, ...life }, lived);
    step.check?.({ world, ...life });
    return undefined;
  } catch (error) {
    await world.lab.settle().catch((broken: unknown) => {
      if (world.bot.kills === kills && world.bot.isAlive) throw broken;
    });
    return error;
  }
}
