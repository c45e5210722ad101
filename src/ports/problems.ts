/**
 * Something that operators must look at for as long as it stands. Holds names and numbers only: no
 * complaint text and no token. It is stored, so a kind and its fields are a format.
 *
 * - `deliveries-waiting`: the oldest delivery of so many complaints has waited for minutes
 * - `actions-late`: the oldest due reminder of so many complaints has been late for minutes
 * - `groups-broken`: groups that tag teams tag nobody any more
 * - `teams-missing`, `categories-missing`: open complaints have these, and `redress.yml` has not
 *
 * A count is the highest so far, at most 1,000, so that the end says how many there were.
 */
export type Problem =
  | { readonly kind: 'deliveries-waiting'; readonly count: number }
  | { readonly kind: 'actions-late'; readonly count: number }
  | { readonly kind: 'groups-broken'; readonly groups: readonly BrokenGroup[] }
  | { readonly kind: 'teams-missing'; readonly uses: readonly KeyUse[]; readonly more: number }
  | {
      readonly kind: 'categories-missing';
      readonly uses: readonly KeyUse[];
      readonly more: number;
    };

/** A group that no longer tags anybody. */
export interface BrokenGroup {
  /** The key of the team that is tagged with it. */
  readonly team: string;
  /** What is wrong and what to do, in the words of the online check. */
  readonly what: string;
}

/** A key of `redress.yml` that open complaints use. */
export interface KeyUse {
  readonly key: string;
  /** How many use it; counted up to 1,000. */
  readonly count: number;
  /** The reference of one of them. */
  readonly example: string;
}

export type ProblemKind = Problem['kind'];

/** A problem that stands now. */
export interface FoundProblem {
  readonly problem: Problem;
  /** Since when, real time, ms UTC. */
  readonly since: number;
}

/** Finds the problems of some kinds. */
export interface ProblemSource {
  /** The kinds it finds: one of these that it does not find any more is over. */
  readonly kinds: readonly ProblemKind[];
  /** Those that stand now. When it throws, nothing is said to be over. */
  find(): Promise<readonly FoundProblem[]>;
}

/** A problem as stored, from when it was found until the ops channel was told that it is over. */
export interface StandingProblem {
  /** See {@link toProblemKey}. */
  readonly key: string;
  /** Grows with each write. */
  readonly version: number;
  /** As it was found last. */
  readonly problem: Problem;
  /** Real time, ms UTC. */
  readonly since: number;
  /** When it was first not found any more, real time, ms UTC; null while it stands. */
  readonly endedAt: number | null;
  /** Was the ops channel told that it stands? */
  readonly isTold: boolean;
  /** No process tells before this real time, ms UTC: one has just tried. */
  readonly nextTellAt: number;
}

/** Stores the standing problems, for all processes. Every member throws `STORE_UNAVAILABLE`. */
export interface ProblemStore {
  /** All, in no order. A problem of a kind that this version does not know is left out. */
  list(): Promise<readonly StandingProblem[]>;
  /**
   * Stores a problem under its key as `version` + 1, if the stored one has `version` (0: none is stored).
   * False when another process was faster. Durable when it resolves.
   */
  put(problem: StandingProblem): Promise<boolean>;
  /** Removes a problem if it has this version. False when another process was faster. */
  remove(key: string, version: number): Promise<boolean>;
}

/** Identifies a problem: one key stands once. */
export function toProblemKey(problem: Problem): string {
  return problem.kind;
}
