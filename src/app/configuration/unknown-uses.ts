import type { FoundProblem, ProblemKind, ProblemSource } from '../../ports/problems.js';
import type { UnknownUse, UsedField } from '../../ports/stores/complaint-store.js';
import type { Dependencies } from '../dependencies.js';
import type { Replanner } from './replanner.js';

/** For so long an answer holds, ms of real time: only the end of complaints changes it. */
const HOLDS_MS = 600_000;

/** What the problem of each field is called. */
const KINDS = { team: 'teams-missing', category: 'categories-missing' } as const satisfies Record<
  UsedField,
  ProblemKind
>;

/** The teams and the categories that open complaints use and the configuration lacks. */
export type UnknownUses = Readonly<Record<UsedField, readonly UnknownUse[]>>;

/** Looks for what open complaints use and the configuration lacks. */
export interface UnknownUseWatch extends ProblemSource {
  /** What was found last. */
  latest(): UnknownUses;
}

type WatchParts = Pick<Dependencies, 'complaints' | 'organisation' | 'realNow'>;

/**
 * Creates the watch. It looks when all complaints are planned, because until then the stores do not know
 * all categories. A process whose configuration is not the newest finds nothing and ends nothing.
 */
export function createUnknownUseWatch(
  { complaints, organisation, realNow }: WatchParts,
  replanner: Pick<Replanner, 'isOvertaken' | 'isDone'>,
): UnknownUseWatch {
  const state = {
    uses: { team: [], category: [] } as UnknownUses,
    since: new Map<ProblemKind, number>(),
    looksAt: 0,
    hasLooked: false,
  };
  const isAble = (): boolean => replanner.isDone() && !replanner.isOvertaken();
  async function look(): Promise<void> {
    if (realNow() < state.looksAt) return;
    const team = await complaints.findUnknown('team', [...organisation.teams.keys()]);
    const category = await complaints.findUnknown('category', [...organisation.categories.keys()]);
    state.uses = { team, category };
    state.looksAt = realNow() + HOLDS_MS;
  }
  function toProblem(field: UsedField): readonly FoundProblem[] {
    const uses = state.uses[field];
    const kind = KINDS[field];
    if (uses.length === 0) {
      state.since.delete(kind);
      return [];
    }
    const since = state.since.get(kind) ?? realNow();
    state.since.set(kind, since);
    return [{ problem: { kind, uses: uses.slice(0, MOST_NAMED), more: countMore(uses) }, since }];
  }
  return {
    get kinds() {
      return state.hasLooked ? Object.values(KINDS) : [];
    },
    async find() {
      state.hasLooked = isAble();
      if (!state.hasLooked) return [];
      await look();
      return [...toProblem('team'), ...toProblem('category')];
    },
    latest: () => state.uses,
  };
}

/** So many are named. */
const MOST_NAMED = 5;

function countMore(uses: readonly UnknownUse[]): number {
  return Math.max(0, uses.length - MOST_NAMED);
}
