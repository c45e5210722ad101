import { type JobStore, useJobStore } from './harness.js';
import { describeLocking } from './locking.js';
import { describeQueries } from './queries.js';
import { describeSaving } from './saving.js';

/** Everything that agenda needs from a backend, on each of them. */
export function agendaBackendContract(name: string, open: () => Promise<JobStore>): void {
  describe(`the job backend on ${name}`, () => {
    const harness = useJobStore(open);
    describeSaving(harness);
    describeLocking(harness);
    describeQueries(harness);
  });
}
