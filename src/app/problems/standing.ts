import {
  type FoundProblem,
  type Problem,
  type StandingProblem,
  toProblemKey,
} from '../../ports/problems.js';

/** The wait after an attempt to tell the ops channel, ms: the same for all processes. */
export const TELL_INTERVAL_MS = 60_000;

/**
 * Returns the standing problem after a look: unchanged, new, changed, over, or standing again.
 * `stored`: as it is kept; undefined for a new one. `found`: undefined when it was not found. Undefined
 * when there is neither. `now`: real time, ms UTC.
 */
export function updateStanding(
  stored: StandingProblem | undefined,
  found: FoundProblem | undefined,
  now: number,
): StandingProblem | undefined {
  if (found === undefined) return stored && { ...stored, endedAt: stored.endedAt ?? now };
  if (stored !== undefined) {
    const problem = combineProblems(stored.problem, found.problem);
    return { ...stored, problem, endedAt: null };
  }
  const key = toProblemKey(found.problem);
  return { key, version: 0, ...found, endedAt: null, isTold: false, nextTellAt: now };
}

/** A problem after one more look at it: what is counted keeps its highest count. */
function combineProblems(before: Problem, found: Problem): Problem {
  if (!('count' in before && 'count' in found)) return found;
  return { ...found, count: Math.max(before.count, found.count) };
}

/** Is the ops channel to be told now, of the problem or of its end? */
export function isToTell({ isTold, endedAt, nextTellAt }: StandingProblem, now: number): boolean {
  return (!isTold || endedAt !== null) && nextTellAt <= now;
}
