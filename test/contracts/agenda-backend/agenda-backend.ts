import { type JobStore, useJobs } from './harness.js';
import { describeLocking } from './locking.js';
import { describeQuestions } from './queries.js';
import { describeSaving } from './saving.js';

/** Everything agenda may ask of a backend; run on each of them. */
export function agendaBackendContract(name: string, open: () => Promise<JobStore>): void {
  describe(`the job backend on ${name}`, () => {
    const bench = useJobs(open);
    describeSaving(bench);
    describeLocking(bench);
    describeQuestions(bench);
  });
}
