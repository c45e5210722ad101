import { NotPossible } from '../not-possible.js';
import type { SlackWorkspace } from '../slack/server.js';
import type { TeamsTenant } from '../teams/server.js';
import { createSlackUsers } from '../users/slack-user-driver.js';
import { createTeamsUsers } from '../users/teams-user-driver.js';
import type { PersonName } from '../users/user-driver.js';
import { openSampleList, type SampleList, type WritableSampleList } from './sample-list.js';
import {
  runSampleScenario,
  SAMPLE_SCENARIOS,
  type SampleScenario,
  type UsersByPlatform,
} from './scenarios.js';
import { MissingChoice, NoAnswer } from './user-steps.js';

export type { SampleList } from './sample-list.js';

/** Three sample complaints at different stages, made by the steps people would take. */
export interface Samples {
  /** Which they are; read it each time. */
  readonly list: SampleList;
  /**
   * Makes them by what people do in both simulators; takes some seconds. Resolves when all of them
   * stand there as they should. `now`: business time of the bot, Unix ms.
   *
   * @throws NotPossible when they are there or coming, or one of their people has a form open: then
   *   nothing was done. Error in words when some could not be made; the others are there.
   */
  add(now: number): Promise<void>;
  /** Empties the list: everything was reset. */
  clear(): Promise<void>;
}

/**
 * Opens the samples of both simulators; the list of them is saved in `file` (in memory without one).
 *
 * @throws Error when the file is there but unreadable or damaged.
 */
export async function openSamples(options: {
  slack: SlackWorkspace;
  teams: TeamsTenant;
  file?: string;
}): Promise<Samples> {
  const list = await openSampleList(options.file);
  let round = 0;
  return {
    list,
    add: (now) => {
      const own = round;
      const isWanted = (): boolean => round === own;
      const slack = createSlackUsers(whileWanted(options.slack, isWanted));
      const teams = createTeamsUsers(whileWanted(options.teams, isWanted));
      return add({ users: { slack, teams }, list, now, isWanted });
    },
    clear: () => {
      round += 1;
      return list.clear();
    },
  };
}

/** The same simulator, which throws at every use once the samples are not wanted any more. */
function whileWanted<Simulator extends object>(
  simulator: Simulator,
  isWanted: () => boolean,
): Simulator {
  return new Proxy(simulator, {
    get: (target, key) => {
      if (!isWanted()) throw new NoAnswer('everything was reset meanwhile');
      return Reflect.get(target, key, target);
    },
  });
}

/** One making of all samples. */
interface Making {
  readonly users: UsersByPlatform;
  readonly list: WritableSampleList;
  readonly now: number;
  /** False after a reset: then nothing of this making may get into the new state. */
  readonly isWanted: () => boolean;
}

async function add(making: Making): Promise<void> {
  const { users, list } = making;
  if (list.state === 'there') throw new NotPossible('The sample complaints are there already.');
  if (list.state === 'coming') throw new NotPossible('The sample complaints are on their way.');
  assertNoOpenForm(users);
  await list.begin();
  const failures: string[] = [];
  try {
    for (const scenario of SAMPLE_SCENARIOS) {
      const failure = await tryScenario(making, scenario);
      if (failure !== undefined) failures.push(failure);
    }
  } finally {
    if (making.isWanted()) await list.end();
  }
  if (failures.length > 0) throw new Error(failures.join(' '));
}

/** Makes one sample. Returns in words why it failed, where the next one may still succeed. */
async function tryScenario(making: Making, scenario: SampleScenario): Promise<string | undefined> {
  const { users, list, now } = making;
  try {
    await runSampleScenario(users, scenario, now, async (reference) => {
      if (making.isWanted()) await list.add(reference);
    });
    return undefined;
  } catch (error) {
    if (error instanceof MissingChoice) {
      return `The sample about ${scenario.about} was left out: your redress.yml has no category ${error.choice}.`;
    }
    if (error instanceof NoAnswer || !(error instanceof Error)) throw error;
    return `The sample about ${scenario.about} did not get all the way: ${error.message}`;
  }
}

/** @throws NotPossible when somebody has a form open, which would be lost. */
function assertNoOpenForm(users: UsersByPlatform): void {
  const names: readonly PersonName[] = SAMPLE_SCENARIOS.flatMap(({ people }) => people);
  for (const platform of [users.slack, users.teams]) {
    const busy = names.map((name) => platform.user(name)).find((user) => user.hasForm());
    if (busy === undefined) continue;
    throw new NotPossible(`${busy.displayName} has a form open: send or close it first.`);
  }
}
