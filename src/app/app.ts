import type { ComplaintId } from '../domain/complaint/facts.js';
import type { Intake } from '../ports/intake.js';
import type { Wakeable } from '../ports/scheduler.js';
import { createDeliverer, type Deliverer } from './delivery/deliver.js';
import { reportFailure } from './delivery/report-failure.js';
import type { Dependencies } from './dependencies.js';
import { createIntake } from './intake/intake.js';
import { type AccountDirectory, createAccountDirectory } from './organisation/account-directory.js';
import { startFill } from './records/fill-derived-fields.js';
import { skipUnreadable } from './records/skip-unreadable.js';
import { createOpsTeller } from './records/tell-ops.js';
import { type BackgroundTasks, createBackgroundTasks } from './scheduling/background-tasks.js';
import type { AfterCommit } from './scheduling/commit.js';
import { sweep } from './scheduling/sweep.js';
import { wake } from './scheduling/wake.js';

/** The use cases, connected. */
export interface App {
  readonly deps: Dependencies;
  readonly intake: Intake;
  readonly wakeable: Wakeable;
  readonly deliverer: Deliverer;
  readonly accounts: AccountDirectory;
  readonly background: BackgroundTasks;
  /** Starts to fill in what complaints of earlier releases lack. Call it once, when all else runs. */
  startFill(): void;
}

/** Connects the use cases: what a commit leads to, and what the scheduler wakes. */
export function createApp(deps: Dependencies): App {
  const background = createBackgroundTasks(deps.logger);
  const accounts = createAccountDirectory(deps, background);
  const deliverer: Deliverer = createDeliverer({
    deps,
    accounts,
    background,
    reportFailure: (id, item) => reportFailure(deps, afterCommit, id, item),
  });
  const startDelivery = (id: ComplaintId): void =>
    background.run('deliver', () => deliverer.deliver(id));
  const tellOps = createOpsTeller(deps);
  // If the process dies before either is done, the sweep finds both in the store.
  const afterCommit: AfterCommit = (id, nextActionAt) => {
    startDelivery(id);
    background.run('schedule', () => deps.scheduler.schedule(id, nextActionAt));
  };
  const wakeUp = (id: ComplaintId): Promise<void> =>
    skipUnreadable(() => wake(deps, afterCommit, id));
  return {
    deps,
    intake: createIntake(deps, afterCommit),
    wakeable: {
      wake: wakeUp,
      async sweep() {
        await sweep(deps, wakeUp, startDelivery);
        background.run('tell ops', tellOps);
      },
    },
    deliverer,
    accounts,
    background,
    startFill: () => startFill(deps, background),
  };
}
