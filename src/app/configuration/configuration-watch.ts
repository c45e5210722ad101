import { decideSystem } from '../../domain/commands/decide.js';
import type { ProblemSource } from '../../ports/problems.js';
import { text } from '../../text/index.js';
import type { Dependencies } from '../dependencies.js';
import type { BackgroundTasks } from '../scheduling/background-tasks.js';
import { type CommitHooks, commit } from '../scheduling/commit.js';
import { createGroupWatch } from './group-watch.js';
import { createReplanner, type FollowPlace, type Replanner } from './replanner.js';
import { createUnknownUseWatch } from './unknown-uses.js';

/** Whether the configuration fits what is stored, and other processes. */
export interface ConfigurationWatch {
  readonly replanner: Replanner;
  /** Runs the replanner until the process stops. */
  replan(): Promise<void>;
  /** What open complaints use and the configuration lacks, and groups that are out of use. */
  readonly sources: readonly ProblemSource[];
  /** Asks the platforms about the groups, rarely. Call it after each sweep. */
  checkGroups(): Promise<void>;
  /** What operators must look at, a sentence each; empty when all is right. From what was found last. */
  describeFaults(): readonly string[];
}

const words = text.problems;

/** Creates the watch over the configuration of a process. */
export function createConfigurationWatch(
  deps: Dependencies,
  background: Pick<BackgroundTasks, 'isClosed'>,
  hooks: CommitHooks,
): ConfigurationWatch {
  const replanner = createReplanner({ ...deps, followPlace: createFollowPlace(deps, hooks) });
  const uses = createUnknownUseWatch(deps, replanner);
  const groups = createGroupWatch(deps, replanner);
  return {
    replanner,
    replan: () => replanner.run(() => background.isClosed),
    sources: [uses, groups],
    checkGroups: groups.look,
    describeFaults() {
      const { team, category } = uses.latest();
      const broken = groups.latest();
      return [
        ...(replanner.isOvertaken() ? [words.otherConfiguration] : []),
        ...(team.length > 0 ? [words.teamsMissing.stands(words.uses(team, 0))] : []),
        ...(category.length > 0 ? [words.categoriesMissing.stands(words.uses(category, 0))] : []),
        ...(broken.length > 0 ? [words.groupsBroken.stands(broken)] : []),
      ];
    },
  };
}

function createFollowPlace(deps: Dependencies, hooks: CommitHooks): FollowPlace {
  return async (id, organisation, turn) => {
    await commit(deps, hooks, id, null, (complaint) =>
      decideSystem(
        complaint,
        { kind: 'follow-place' },
        { now: deps.clock.now(), realNow: turn, organisation },
      ),
    );
  };
}
