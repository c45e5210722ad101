import { type JobStore, useJobs } from './agenda-backend-bench.js';
import { describeLocking } from './agenda-backend-locking.js';
import { describeQuestions } from './agenda-backend-questions.js';
import { describeSaving } from './agenda-backend-saving.js';

/** Everything agenda may ask of a backend; run on each of them. */
export function agendaBackendContract(name: string, open: () => Promise<JobStore>): void {
  describe(`the job backend on ${name}`, () => {
    const bench = useJobs(open);
    describeSaving(bench);
    describeLocking(bench);
    describeQuestions(bench);
  });
}
