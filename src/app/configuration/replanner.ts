import { setImmediate as yieldToOthers } from 'node:timers/promises';
import { isToFollow } from '../../domain/commands/planning/follow-place.js';
import { planAgain } from '../../domain/commands/planning/plan-again.js';
import type { ComplaintId } from '../../domain/complaint/facts.js';
import type { Organisation } from '../../domain/organisation/organisation.js';
import type { ReplanOutcome } from '../../ports/stores/complaint-store.js';
import type { Generation } from '../../ports/stores/generation-store.js';
import type { Dependencies } from '../dependencies.js';
import { hashConfiguration } from './hash-configuration.js';

/** How many complaints one query finds. */
const BATCH_SIZE = 200;
/** How many complaints one run looks past: those that cannot be read, or that others change. */
const MOST_SKIPPED = 1000;
/**
 * The time from one complaint's card updates to the next one's, ms. Slack takes at least 50 updates a
 * minute in a workspace (docs.slack.dev/apis/web-api/rate-limits, tier 3); two in 4 s leave 20 a minute to
 * what people do.
 */
export const TURN_MS = 4000;

export interface ReplannerParts
  extends Pick<
    Dependencies,
    'complaints' | 'generations' | 'organisation' | 'clock' | 'realNow' | 'logger'
  > {
  readonly followPlace: FollowPlace;
}

/**
 * Commits what a complaint needs because its team has another channel in this configuration; its messages
 * wait for `turn`, real time, ms UTC. Throws `STORE_UNAVAILABLE`, `STORE_CONFLICT`.
 */
export type FollowPlace = (
  id: ComplaintId,
  organisation: Organisation,
  turn: number,
) => Promise<void>;

/** Plans complaints again after the configuration has changed. */
export interface Replanner {
  /**
   * Plans every ongoing complaint that an older generation of the configuration planned. Call it at the
   * start, and after each sweep: a process with another configuration may still commit. A call during a
   * run does nothing. Throws `STORE_UNAVAILABLE`, `STORE_CONFLICT`; the next run goes on.
   */
  run(isStopped?: () => boolean): Promise<void>;
  /** Has another process begun a generation with another configuration since? Then this one plans nothing again. */
  isOvertaken(): boolean;
  /** Has a run come to its end, with nothing of an older generation left? */
  isDone(): boolean;
}

/** Creates the replanner of a process. */
export function createReplanner(parts: ReplannerParts): Replanner {
  const hash = hashConfiguration(parts.organisation);
  const takeTurn = createTurns(parts.realNow);
  const state = { isRunning: false, isOvertaken: false, isDone: false };
  async function run(isStopped: () => boolean): Promise<void> {
    const newest = await parts.generations.findNewest();
    const isOvertaken = newest !== undefined && newest.hash !== hash;
    if (isOvertaken !== state.isOvertaken) logOvertaken(parts, newest, isOvertaken);
    state.isOvertaken = isOvertaken;
    if (newest === undefined || isOvertaken) return;
    await replanAll(parts, newest, takeTurn, isStopped);
    state.isDone = !isStopped();
  }
  return {
    async run(isStopped = () => false) {
      if (state.isRunning) return;
      state.isRunning = true;
      await run(isStopped).finally(() => {
        state.isRunning = false;
      });
    },
    isOvertaken: () => state.isOvertaken,
    isDone: () => state.isDone,
  };
}

function logOvertaken(
  { organisation, logger }: ReplannerParts,
  newest: Generation | undefined,
  isOvertaken: boolean,
): void {
  const fields = { generation: organisation.generation, newest: newest?.number };
  if (!isOvertaken) logger.info(fields, 'configuration is the newest again');
  else {
    logger.warn(
      fields,
      'another process started with another redress.yml, open complaints follow that one',
    );
  }
}

/** Hands out the times for card updates, each {@link TURN_MS} after the one before. Real time, ms UTC. */
function createTurns(realNow: () => number): () => number {
  let next = 0;
  return () => {
    const turn = Math.max(next, realNow());
    next = turn + TURN_MS;
    return turn;
  };
}

/** What a run has done so far. */
interface Progress {
  readonly organisation: Organisation;
  planned: number;
  /** Needs a commit because its team has another channel. */
  readonly moving: Set<ComplaintId>;
  readonly followed: Set<ComplaintId>;
  readonly skipped: Set<ComplaintId>;
}

/** Needs no note of how far it came: what is planned is not found again. */
async function replanAll(
  parts: ReplannerParts,
  { number: generation }: Generation,
  takeTurn: () => number,
  isStopped: () => boolean,
): Promise<void> {
  const organisation = { ...parts.organisation, generation };
  const [moving, followed, skipped] = [new Set<string>(), new Set<string>(), new Set<string>()];
  const progress: Progress = { organisation, planned: 0, moving, followed, skipped };
  const started = performance.now();
  while (skipped.size <= MOST_SKIPPED && !isStopped()) {
    const found = await parts.complaints.findOutdated(generation, BATCH_SIZE + skipped.size);
    let waiting = found.filter((id) => !skipped.has(id) && !followed.has(id));
    if (waiting.length === 0) break;
    while (waiting.length > 0 && !isStopped()) {
      const handled = await replanSome(parts, waiting, progress, takeTurn);
      waiting = waiting.slice(handled);
      await yieldToOthers();
    }
  }
  if (progress.planned + followed.size === 0) return;
  const { planned } = progress;
  const ms = Math.round(performance.now() - started);
  parts.logger.info(
    { generation, planned, followed: followed.size, skipped: skipped.size, ms },
    'complaints planned again by the present configuration',
  );
}

/** Plans the first of these, and returns how many. */
async function replanSome(
  { complaints, clock, followPlace }: ReplannerParts,
  waiting: readonly ComplaintId[],
  progress: Progress,
  takeTurn: () => number,
): Promise<number> {
  const { organisation, moving, followed, skipped } = progress;
  const outcomes = await complaints.replan(waiting, (complaint) => {
    const context = { organisation, now: clock.now(), takeTurn };
    const planned = planAgain(complaint, context);
    if (planned === undefined && isToFollow(complaint, context)) moving.add(complaint.id);
    return planned;
  });
  progress.planned += outcomes.filter((outcome) => outcome === 'planned').length;
  for (const id of findSkipped(waiting, outcomes)) {
    if (moving.has(id)) await followPlace(id, organisation, takeTurn());
    (moving.has(id) ? followed : skipped).add(id);
  }
  return outcomes.length;
}

/** Those that the next run looks at again, so that none keeps this one from ending. */
function findSkipped(
  ids: readonly ComplaintId[],
  outcomes: readonly ReplanOutcome[],
): readonly ComplaintId[] {
  return ids.filter((_id, n) => outcomes[n] !== undefined && outcomes[n] !== 'planned');
}
