import type { Organisation } from '../../domain/organisation/organisation.js';
import type {
  FoundProblem,
  ProblemKind,
  ProblemSource,
  StandingProblem,
} from '../../ports/problems.js';
import { toProblemKey } from '../../ports/problems.js';
import { problemCard } from '../../views/problems.js';
import type { Dependencies } from '../dependencies.js';
import { isToTell, TELL_INTERVAL_MS, updateStanding } from './standing.js';

type ProblemDependencies = Pick<
  Dependencies,
  'problems' | 'channels' | 'organisation' | 'realNow' | 'logger' | 'meter'
>;

/** What the log says of each kind; ` is over` follows when it does not stand any more. */
const LOG_MESSAGES = {
  'deliveries-waiting': 'deliveries have waited for minutes',
  'actions-late': 'reminders have been late for minutes',
  'groups-broken': 'groups that tag teams tag nobody any more',
  'teams-missing': 'open complaints have a team that redress.yml lacks',
  'categories-missing': 'open complaints have a category that redress.yml lacks',
} as const satisfies Record<ProblemKind, string>;

/**
 * Creates the task that looks at all sources. Call it after each sweep. For a new problem it logs an
 * error, counts an alarm and tells the ops channel; when it is over, it says so in the log and the
 * channel. Whichever process is first does it, once across restarts; a message to the channel may come
 * twice when its answer is lost or the process dies before it noted that it told.
 */
export function createProblemWatch(
  deps: ProblemDependencies,
  sources: readonly ProblemSource[],
): () => Promise<void> {
  let isRunning = false;
  return async () => {
    if (isRunning || sources.length === 0) return;
    isRunning = true;
    try {
      for (const source of sources) await tryWatchSource(deps, source);
    } finally {
      isRunning = false;
    }
  };
}

/** A source that fails stops no other, and nothing of its kinds is over. */
async function tryWatchSource(deps: ProblemDependencies, source: ProblemSource): Promise<void> {
  try {
    await watchSource(deps, source);
  } catch (error) {
    const fields = { error, problems: source.kinds };
    deps.logger.warn(fields, 'could not look for problems, will retry');
  }
}

async function watchSource(deps: ProblemDependencies, source: ProblemSource): Promise<void> {
  const found = new Map((await source.find()).map((one) => [toProblemKey(one.problem), one]));
  const stored = (await deps.problems.list()).filter(({ problem }) =>
    source.kinds.includes(problem.kind),
  );
  const known = new Map(stored.map((one) => [one.key, one]));
  for (const key of new Set([...known.keys(), ...found.keys()])) {
    await watchProblem(deps, known.get(key), found.get(key));
  }
}

async function watchProblem(
  deps: ProblemDependencies,
  stored: StandingProblem | undefined,
  found: FoundProblem | undefined,
): Promise<void> {
  const now = deps.realNow();
  const standing = updateStanding(stored, found, now);
  if (standing === undefined) return;
  const isTelling = isToTell(standing, now);
  const claimed = isTelling ? { ...standing, nextTellAt: now + TELL_INTERVAL_MS } : standing;
  if (!isSame(stored, claimed)) {
    // Another process was faster: it does the rest.
    if (!(await deps.problems.put(claimed))) return;
    logChange(deps, stored, claimed);
  }
  const { version } = isSame(stored, claimed) ? claimed : { version: claimed.version + 1 };
  if (isTelling) await tell(deps, { ...claimed, version });
}

/** Says in the log and in the metrics that a problem is new, stands again, or is over. */
function logChange(
  { logger, meter }: ProblemDependencies,
  before: StandingProblem | undefined,
  { problem, since, endedAt }: StandingProblem,
): void {
  const stood = before !== undefined && before.endedAt === null;
  if (stood === (endedAt === null)) return;
  const fields = { ...problem, since: new Date(since).toISOString() };
  const message = LOG_MESSAGES[problem.kind];
  if (endedAt !== null) {
    logger.info(fields, `${message} is over`);
    return;
  }
  meter.count('alarms', { reason: problem.kind });
  logger.error(fields, message);
}

/** Tells the ops channel, if there is one, and notes it. When it cannot be told, a later look tries again. */
async function tell(deps: ProblemDependencies, standing: StandingProblem): Promise<void> {
  if (!(await post(deps, standing))) return;
  if (standing.endedAt === null) await deps.problems.put({ ...standing, isTold: true });
  else await deps.problems.remove(standing.key, standing.version);
}

/** True when the platform confirmed the message, or when there is no ops channel. */
async function post(deps: ProblemDependencies, standing: StandingProblem): Promise<boolean> {
  const place = deps.organisation.ops;
  if (place === null) return true;
  const state = standing.endedAt === null ? 'stands' : 'over';
  const message = {
    deliveryId: `problem/${standing.key}/${standing.since}/${state}`,
    card: problemCard(standing, findZone(deps.organisation)),
  };
  const outcome = await deps.channels.get(place.platform)?.post({ place }, message);
  if (outcome?.kind === 'sent') return true;
  const detail = outcome === undefined ? 'no channel' : outcome.detail;
  const fields = { problem: standing.problem.kind, outcome: outcome?.kind, detail };
  deps.logger.warn(fields, 'ops channel not told of a problem, will retry');
  return false;
}

/** The zone of the first team, for a platform that does not know its reader's. */
function findZone({ teams }: Organisation): string {
  const [first] = teams.values();
  return first?.calendar.zone ?? 'UTC';
}

function isSame(stored: StandingProblem | undefined, changed: StandingProblem): boolean {
  return stored !== undefined && JSON.stringify(stored) === JSON.stringify(changed);
}
