import type { Finding } from '../../ports/online-check.js';
import type { BrokenGroup, ProblemKind, ProblemSource } from '../../ports/problems.js';
import type { Dependencies } from '../dependencies.js';
import type { Replanner } from './replanner.js';

/** The time between two questions to the platforms, ms of real time. */
export const GROUP_CHECK_MS = 3_600_000;

/** Asks the platforms whether the groups that tag teams are still in use. */
export interface GroupWatch extends ProblemSource {
  /** Asks, at the first call and then every hour. Call it after each sweep. */
  look(): Promise<void>;
  /** What was found last. */
  latest(): readonly BrokenGroup[];
}

type WatchParts = Pick<Dependencies, 'checkGroups' | 'organisation' | 'realNow' | 'logger'>;

/**
 * Creates the watch. Where a platform cannot be asked, for lack of a scope or of an answer, what was found
 * before stands, and the log says once why.
 */
export function createGroupWatch(
  { checkGroups, organisation, realNow, logger }: WatchParts,
  replanner: Pick<Replanner, 'isOvertaken'>,
): GroupWatch {
  const state = { broken: new Map<string, BrokenGroup>(), since: 0, looksAt: 0, hasLooked: false };
  const told = new Set<string>();
  const groups = [...organisation.teams.values()].flatMap(({ key, group }) =>
    group === null ? [] : [{ where: key, group }],
  );
  function note({ where: team, verdict, what, isGone }: Finding): void {
    if (isGone === true) state.broken.set(team, { team, what });
    else if (verdict === 'right') state.broken.delete(team);
    else if (!told.has(what)) {
      told.add(what);
      logger.warn({ team, reason: what }, 'group of a team cannot be checked');
    }
  }
  return {
    get kinds(): readonly ProblemKind[] {
      return state.hasLooked && !replanner.isOvertaken() ? ['groups-broken'] : [];
    },
    async look() {
      if (groups.length === 0 || realNow() < state.looksAt) return;
      state.looksAt = realNow() + GROUP_CHECK_MS;
      const had = state.broken.size;
      for (const finding of await checkGroups(groups)) note(finding);
      if (had === 0) state.since = realNow();
      state.hasLooked = true;
    },
    async find() {
      const broken = [...state.broken.values()];
      if (broken.length === 0 || replanner.isOvertaken()) return [];
      return [{ problem: { kind: 'groups-broken', groups: broken }, since: state.since }];
    },
    latest: () => [...state.broken.values()],
  };
}
