import type { ComplaintId } from '../domain/complaint/complaint.js';
import type { Intake } from '../ports/intake.js';
import type { Wakeable } from '../ports/scheduler.js';
import { createDeliverer, type Deliverer } from './delivery/deliver.js';
import { reportFailure } from './delivery/report-failure.js';
import type { Dependencies } from './dependencies.js';
import { createIntake } from './intake/intake.js';
import { type AccountDirectory, createAccountDirectory } from './organisation/account-directory.js';
import { type AfterCommit, createAfterCommit } from './scheduling/after-commit.js';
import { type BackgroundTasks, createBackgroundTasks } from './scheduling/background-tasks.js';
import { sweep } from './scheduling/sweep.js';
import { wake } from './scheduling/wake.js';

/** The use cases, put together. */
export interface App {
  readonly deps: Dependencies;
  readonly intake: Intake;
  readonly wakeable: Wakeable;
  readonly deliverer: Deliverer;
  readonly accounts: AccountDirectory;
  readonly background: BackgroundTasks;
}

export function createApp(deps: Dependencies): App {
  const background = createBackgroundTasks(deps.logger);
  const after: AfterCommit = createAfterCommit(deps, background, (id) => deliverer.deliver(id));
  const accounts = createAccountDirectory(deps, background);
  const deliverer: Deliverer = createDeliverer({
    deps: deps,
    accounts,
    background,
    reportFailure: (id, item) => reportFailure(deps, after, id, item),
  });
  const wakeUp = (id: ComplaintId): Promise<void> => wake(deps, after, id);
  return {
    deps: deps,
    intake: createIntake(deps, after),
    wakeable: {
      wake: wakeUp,
      sweep: () =>
        sweep(deps, wakeUp, (id) => background.run('deliver', () => deliverer.deliver(id))),
    },
    deliverer,
    accounts,
    background,
  };
}
