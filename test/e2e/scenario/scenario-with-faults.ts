import { setTimeout as pause } from 'node:timers/promises';
import { Allowance } from '../support/recording/allowed-repeats.js';
import { Chance } from '../support/seeded-random.js';
import { assertSame, type Differences, type Repeat, Witness } from '../support/recording/message-recorder.js';
import type { TestStore } from '../support/on-stores.js';
import type { Cast } from '../support/drivers/platform-driver.js';
import { assertStored } from '../support/stored.js';
import { openWorld } from '../support/harness.js';
import { type Trouble, told, troubles, unleash } from './step-faults.js';
import { assertCards, beginLife, expectedAfter, type Life, type Step } from './scenario.js';
import { HISTORY, LIFE } from './steps.js';

/** How long a step may take to come right after whatever went wrong, ms. */
const RIGHT_MS = 90_000;

/** Life of a token, s: so short that one is asked for again and again, and that may fail. */
const TOKEN_SECONDS = 4;

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

const NONE: Trouble = { kill: null, faults: [] };
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
    const given = { env: { LOG_LEVEL: 'warn' }, cast, teams: { tokenSeconds: TOKEN_SECONDS } };
    const world = await openWorld({ ...given, ...(mongoUri === undefined ? {} : { mongoUri }) });
    const witness = new Witness(world.towns);
    const allowance = new Allowance(world, witness);
    const mischief = world.towns.flatMap((town) => town.mischief);
    const plan = troubles(new Chance(seed), LIFE.length, mischief);
    let differences: Differences = { lost: [], doubled: [], repeated: [] };
    let failure: string | null = null;
    try {
      const life = await beginLife(world, witness);
      for (const [index, step] of LIFE.entries()) {
        allowance.begin(index);
        await suffer(life, { step, index, trouble: plan[index] ?? NONE, allowance });
      }
      await world.bot.whenUp();
      await assertStored(world, HISTORY);
      assertSame(witness.compare(expectedAfter(LIFE)), (repeats) => allowance.covers(repeats));
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
    return { seed, store: store.name, kills, ...counts, mayRepeat: allowance.total(), failure };
  });
}

/** A step with what goes wrong in it. */
interface Suffering {
  readonly step: Step;
  readonly index: number;
  readonly trouble: Trouble;
  readonly allowance: Allowance;
}

async function suffer(life: Life, { step, index, trouble, allowance }: Suffering): Promise<void> {
  const callOff = unleash(life.world, life.witness, trouble);
  const right = (): Promise<void> =>
    comesRight(life, LIFE.slice(0, index + 1), step, (repeats) => allowance.covers(repeats));
  try {
    await step.act(life);
    await right();
    callOff();
    await landed(life);
    await right();
  } catch (cause) {
    const what = `${step.name} (${told(trouble)}): ${String(cause)}`;
    throw new Error(what, { cause });
  } finally {
    callOff();
  }
}

/**
 * Where nothing can be looked up, waits until what nobody knows of was said again: of the first one
 * the bot does not know where it is, and a person who acted on it would leave it as it is for ever.
 */
async function landed({ world }: Life): Promise<void> {
  if (!world.towns.some(({ forgets }) => forgets)) return;
  await world.bot.whenUp();
  await world.lab.drain();
}

/**
 * Waits until everything is there and both cards are current. What is doubled stays doubled, and so
 * does what was repeated without a reason: it fails at once.
 */
export async function comesRight(
  life: Life,
  lived: readonly Step[],
  step: Step,
  mayRepeat: (repeats: readonly Repeat[]) => boolean = (repeats) => repeats.length === 0,
): Promise<void> {
  const { world, witness } = life;
  const expected = expectedAfter(lived);
  const deadline = Date.now() + RIGHT_MS;
  for (;;) {
    await world.bot.whenUp();
    const differences = witness.compare(expected);
    if (differences.doubled.length > 0 || !mayRepeat(differences.repeated)) {
      assertSame(differences, mayRepeat);
    }
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
    assertSame(differences, () => true);
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
