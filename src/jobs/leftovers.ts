import type { JobRepository } from 'agenda';
import { HEARTBEAT_PREFIX, ORPHAN_MS, WAKE_JOB } from './settings.js';

/** How many jobs without a next run are looked at in one go. */
const PAGE = 200;

/**
 * Removes what a killed process leaves for ever: wake-ups that had run but were not yet removed, and the
 * heartbeats of processes long gone.
 */
export async function removeLeftovers(repository: JobRepository): Promise<void> {
  let removed: number;
  do removed = await removeFinishedWakes(repository);
  while (removed === PAGE);
  const { jobs } = await repository.queryJobs({ search: HEARTBEAT_PREFIX });
  const deadline = Date.now() - ORPHAN_MS;
  const orphans = jobs.filter((job) => (job.nextRunAt?.getTime() ?? 0) < deadline);
  if (orphans.length > 0) await repository.removeJobs({ ids: orphans.map((job) => job._id) });
}

/** Jobs with nothing to run sort first. A locked one is running, or will be taken over when its lock runs out. */
async function removeFinishedWakes(repository: JobRepository): Promise<number> {
  const { jobs } = await repository.queryJobs({
    name: WAKE_JOB,
    sort: { nextRunAt: 'asc' },
    limit: PAGE,
  });
  const finished = jobs.filter((job) => job.nextRunAt === null && !job.lockedAt);
  if (finished.length > 0) await repository.removeJobs({ ids: finished.map((job) => job._id) });
  return finished.length;
}
