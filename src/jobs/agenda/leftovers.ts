import type { Collection, Filter } from 'mongodb';
import { HEARTBEAT_PREFIX, ORPHAN_MS, toWakeJob } from './settings.js';

/** How many jobs are removed in one go. */
const BATCH = 200;

/** What is asked of a stored job. */
interface StoredJob {
  readonly name: string;
  readonly nextRunAt?: Date | null;
  readonly lockedAt?: Date | null;
}

/**
 * Removes what killed processes leave behind: wake-ups that ran but were not removed, and heartbeats of
 * processes that ended long ago. Finds them by index, past agenda's own queries, which read and count
 * every job of a name.
 */
export async function removeLeftovers(
  jobs: Collection<StoredJob>,
  kinds: readonly string[],
): Promise<void> {
  for (const kind of kinds) {
    // A locked one runs, or is taken over when its lock expires.
    await removeAll(jobs, { name: toWakeJob(kind), nextRunAt: null, lockedAt: null });
  }
  const deadline = new Date(Date.now() - ORPHAN_MS);
  await removeAll(jobs, { name: startsWith(HEARTBEAT_PREFIX), nextRunAt: { $lt: deadline } });
}

async function removeAll(jobs: Collection<StoredJob>, filter: Filter<StoredJob>): Promise<void> {
  for (let found = BATCH; found === BATCH; ) {
    const batch = await jobs.find(filter, { projection: { _id: 1 }, limit: BATCH }).toArray();
    found = batch.length;
    // With the filter: another process may have locked or planned one of them meanwhile.
    await jobs.deleteMany({ ...filter, _id: { $in: batch.map(({ _id }) => _id) } });
  }
}

/** Every text with this beginning, as a range: its end is the beginning with the next last character. */
function startsWith(beginning: string): { $gte: string; $lt: string } {
  const last = beginning.charCodeAt(beginning.length - 1);
  return { $gte: beginning, $lt: beginning.slice(0, -1) + String.fromCharCode(last + 1) };
}
