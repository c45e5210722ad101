import type { JobRepository } from 'agenda';
import { HEARTBEAT_PREFIX, ORPHAN_MS } from './settings.js';

/** How many jobs without a next run are read in one query. */
const PAGE = 200;

/**
 * Removes what killed processes leave behind: wake-ups that ran but were not removed, and heartbeats of
 * processes that ended long ago.
 */
export async function removeLeftovers(
  repository: JobRepository,
  wakeJobs: readonly string[],
): Promise<void> {
  for (const job of wakeJobs) {
    let removed: number;
    do removed = await removeFinishedWakes(repository, job);
    while (removed === PAGE);
  }
  const { jobs } = await repository.queryJobs({ search: HEARTBEAT_PREFIX });
  const deadline = Date.now() - ORPHAN_MS;
  const orphans = jobs.filter((job) => (job.nextRunAt?.getTime() ?? 0) < deadline);
  if (orphans.length > 0) await repository.removeJobs({ ids: orphans.map((job) => job._id) });
}

/** Jobs without a next run sort first. A locked one runs, or is taken over when its lock expires. */
async function removeFinishedWakes(repository: JobRepository, name: string): Promise<number> {
  const { jobs } = await repository.queryJobs({
    name,
    sort: { nextRunAt: 'asc' },
    limit: PAGE,
  });
  const finished = jobs.filter((job) => job.nextRunAt === null && !job.lockedAt);
  if (finished.length > 0) await repository.removeJobs({ ids: finished.map((job) => job._id) });
  return finished.length;
}
