import { setTimeout as pause } from 'node:timers/promises';
import type { ScenarioPlatforms } from '../support/drivers/platform-driver.js';
import { startHarness } from '../support/harness.js';
import type { TestStore } from '../support/on-stores.js';
import { AllowedRepeats } from '../support/recording/allowed-repeats.js';
import {
  assertNoDifferences,
  type Differences,
  MessageRecorder,
  type Repeat,
} from '../support/recording/message-recorder.js';
import { SeededRandom } from '../support/seeded-random.js';
import { assertStored } from '../support/stored.js';
import { HISTORY } from './expected.js';
import {
  assertCards,
  expectedAfter,
  type ScenarioRun,
  type ScenarioStep,
  startScenario,
} from './scenario.js';
import { describeFaults, injectFault, planFaults, type StepFaults } from './step-faults.js';
import { SCENARIO_STEPS } from './steps.js';

/** How long a step may take to recover from its failures, ms. */
const RECOVERY_MS = 90_000;

/** Lifetime of a token, s: so short that the bot asks for new ones all the time, which may fail. */
const TOKEN_SECONDS = 4;

/** The outcome of a scenario with failures. */
export interface Outcome {
  readonly seed: number;
  readonly store: string;
  readonly kills: number;
  /** Messages lost and doubled at the end. */
  readonly lost: number;
  readonly doubled: number;
  /** Messages repeated where the platform keeps no ids, and how many repeats are allowed. */
  readonly repeated: number;
  readonly allowedRepeats: number;
  /** The first error, or null. */
  readonly failure: string | null;
}

const NO_FAULTS: StepFaults = { kill: null, faults: [] };
const ALL_IN_SLACK: ScenarioPlatforms = { reporter: 'slack', team: 'slack' };

/**
 * Runs the scenario while the bot is killed and the platforms fail, at moments that the seed decides. The
 * bot is started again, and people repeat what was not taken. At the end all messages are counted.
 */
export async function runScenarioWithFaults(
  store: TestStore,
  seed: number,
  platforms: ScenarioPlatforms = ALL_IN_SLACK,
): Promise<Outcome> {
  return store.use(async (mongoUri) => {
    const given = { env: { LOG_LEVEL: 'warn' }, platforms, teams: { tokenSeconds: TOKEN_SECONDS } };
    const harness = await startHarness({
      ...given,
      ...(mongoUri === undefined ? {} : { mongoUri }),
    });
    const recorder = new MessageRecorder(harness.drivers);
    const allowed = new AllowedRepeats(harness, recorder);
    const faults = harness.drivers.flatMap((driver) => driver.faults);
    const plan = planFaults(new SeededRandom(seed), SCENARIO_STEPS.length, faults);
    let differences: Differences = { lost: [], doubled: [], repeated: [] };
    let failure: string | null = null;
    try {
      const run = await startScenario(harness, recorder);
      for (const [index, step] of SCENARIO_STEPS.entries()) {
        allowed.startStep(index);
        await runStepWithFault(run, { step, index, faults: plan[index] ?? NO_FAULTS, allowed });
      }
      await harness.bot.whenUp();
      await assertStored(harness, HISTORY);
      assertNoDifferences(recorder.compare(expectedAfter(SCENARIO_STEPS)), (repeats) =>
        allowed.covers(repeats),
      );
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error);
      failure = `seed ${seed} on ${store.name}: ${words}\n${harness.bot.tail()}`;
    } finally {
      differences = recorder.compare(expectedAfter(SCENARIO_STEPS));
      recorder.close();
      await harness.close();
    }
    const { kills } = harness.bot;
    const { lost, doubled, repeated } = differences;
    const counts = { lost: lost.length, doubled: doubled.length, repeated: repeated.length };
    return { seed, store: store.name, kills, ...counts, allowedRepeats: allowed.total(), failure };
  });
}

/** A step with its failures. */
interface StepWithFaults {
  readonly step: ScenarioStep;
  readonly index: number;
  readonly faults: StepFaults;
  readonly allowed: AllowedRepeats;
}

async function runStepWithFault(
  run: ScenarioRun,
  { step, index, faults, allowed }: StepWithFaults,
): Promise<void> {
  const callOff = injectFault(run.harness, run.recorder, faults);
  const recovered = (): Promise<void> =>
    waitUntilCorrect(run, SCENARIO_STEPS.slice(0, index + 1), step, (repeats) =>
      allowed.covers(repeats),
    );
  try {
    await step.act(run);
    await recovered();
    callOff();
    await uncertainPostsSent(run);
    await recovered();
  } catch (cause) {
    const what = `${step.name} (${describeFaults(faults)}): ${String(cause)}`;
    throw new Error(what, { cause });
  } finally {
    callOff();
  }
}

/**
 * On a platform that keeps no ids, waits until the bot has repeated every post without an answer. The
 * bot has no reference to the first of the two posts: if a person acted on it, it would stay as it is.
 */
async function uncertainPostsSent({ harness }: ScenarioRun): Promise<void> {
  if (!harness.drivers.some(({ keepsNoIds }) => keepsNoIds)) return;
  await harness.bot.whenUp();
  await harness.lab.drain();
}

/**
 * Waits until all messages are there and both cards are current. Fails at once when a message is doubled
 * or repeated without a reason, since waiting cannot change that.
 */
export async function waitUntilCorrect(
  run: ScenarioRun,
  stepsSoFar: readonly ScenarioStep[],
  step: ScenarioStep,
  mayRepeat: (repeats: readonly Repeat[]) => boolean = (repeats) => repeats.length === 0,
): Promise<void> {
  const { harness, recorder } = run;
  const expected = expectedAfter(stepsSoFar);
  const deadline = Date.now() + RECOVERY_MS;
  for (;;) {
    await harness.bot.whenUp();
    const differences = recorder.compare(expected);
    if (differences.doubled.length > 0 || !mayRepeat(differences.repeated)) {
      assertNoDifferences(differences, mayRepeat);
    }
    const error = await findError(run, stepsSoFar, step, differences);
    if (error === undefined) return;
    if (Date.now() > deadline) throw error;
    await pause(50);
  }
}

/** What is not correct yet. If there is such an error, it first waits until nothing can be sent now. */
async function findError(
  run: ScenarioRun,
  stepsSoFar: readonly ScenarioStep[],
  step: ScenarioStep,
  differences: Differences,
): Promise<unknown> {
  const { bot, lab } = run.harness;
  const { kills } = bot;
  try {
    assertNoDifferences(differences, () => true);
    assertCards(run, stepsSoFar);
    step.check?.(run);
    return undefined;
  } catch (error) {
    await lab.settle().catch((failed: unknown) => {
      if (bot.kills === kills && bot.isAlive) throw failed;
    });
    return error;
  }
}
