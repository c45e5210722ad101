import type { ComplaintId } from '../../domain/complaint/complaint.js';
import type { Dependencies } from '../dependencies.js';
import type { BackgroundTasks } from './background-tasks.js';

/** What follows every commit, without anybody waiting: sending and the next wake-up. */
export interface AfterCommit {
  committed(id: ComplaintId, nextActionAt: number | null): void;
}

/** Should the process die before either is done, the sweep finds both in the store. */
export function createAfterCommit(
  deps: Pick<Dependencies, 'scheduler'>,
  background: BackgroundTasks,
  deliver: (id: ComplaintId) => Promise<void>,
): AfterCommit {
  return {
    committed(id, nextActionAt) {
      background.run('deliver', () => deliver(id));
      background.run('schedule', () => deps.scheduler.schedule(id, nextActionAt));
    },
  };
}
