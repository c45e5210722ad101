import { MongoServerError, MongoServerSelectionError, type TopologyDescription } from 'mongodb';
import { RedressError } from '../../../errors.js';
import type { Logger } from '../../../ports/logger.js';
import { realWaiting, type Waiting } from '../../../ports/waiting.js';

/** How long a start waits for a primary, ms: an election takes about 12 s with MongoDB's settings. */
const ELECTION_LIMIT_MS = 30_000;
/** How often the log says that it waits, ms. */
const SAY_EVERY_MS = 5000;
/** The pause between two tries, ms; a try takes 1.5 s itself when there is no primary. */
const PAUSE_MS = 500;

/** The server's codes while the primary changes: PrimarySteppedDown, NotWritablePrimary and their like. */
const ELECTION_CODES: ReadonlySet<unknown> = new Set([189, 10107, 11602, 13435, 13436]);

/**
 * Runs the first work of a start, and again while the replica set elects a primary, for 30 s at most.
 * Everything else fails at once: a server that does not answer, credentials, a wrong name. So `work` must
 * be repeatable. Throws what `work` throws.
 */
export async function awaitPrimary<T>(
  work: () => Promise<T>,
  logger: Pick<Logger, 'info'>,
  waiting: Waiting = realWaiting,
): Promise<T> {
  const started = waiting.now();
  let saidAt = Number.NEGATIVE_INFINITY;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      const waitedMs = Math.round(waiting.now() - started);
      if (!isElection(error) || waitedMs >= ELECTION_LIMIT_MS) throw error;
      if (waiting.now() - saidAt >= SAY_EVERY_MS) {
        saidAt = waiting.now();
        logger.info({ waitedMs }, 'MongoDB has no primary, the start waits for the election');
      }
      await waiting.pause(PAUSE_MS);
    }
  }
}

/** True when servers of the replica set answer, but none of them takes writes now. */
function isElection(error: unknown): boolean {
  const cause = error instanceof RedressError ? error.cause : error;
  if (cause instanceof MongoServerError) return ELECTION_CODES.has(cause.code);
  if (!(cause instanceof MongoServerSelectionError)) return false;
  return hasMemberWithoutPrimary(cause.reason as TopologyDescription | undefined);
}

/** The driver's names for members that answer. */
const MEMBERS = ['RSSecondary', 'RSOther', 'RSArbiter', 'PossiblePrimary'];

/** True when a member of the replica set answers. Asked only where no primary was found. */
export function hasMemberWithoutPrimary(topology: TopologyDescription | undefined): boolean {
  const servers = [...(topology?.servers.values() ?? [])];
  return servers.some(({ type }) => MEMBERS.includes(type));
}
