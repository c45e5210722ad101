import type { ComplaintId } from '../domain/complaint/complaint.js';
import type { Intake } from '../ports/intake.js';
import type { Wakeable } from '../ports/scheduler.js';
import { createDeliverer, type Deliverer } from './delivery/deliver.js';
import { reportFailure } from './delivery/report-failure.js';
import type { Dependencies } from './dependencies.js';
import { createIntake } from './intake/intake.js';
import { type AccountDirectory, createAccountDirectory } from './organisation/account-directory.js';
import { type AfterCommit, createAfterCommit } from './scheduling/after-commit.js';
import { type Background, createBackground } from './scheduling/background.js';
import { sweep } from './scheduling/sweep.js';
import { wake } from './scheduling/wake.js';

/** The use cases, put together. */
export interface App {
  readonly parts: Dependencies;
  readonly intake: Intake;
  readonly wakeable: Wakeable;
  readonly deliverer: Deliverer;
  readonly accounts: AccountDirectory;
  readonly background: Background;
}

export function createApp(parts: Dependencies): App {
  const background = createBackground(parts.logger);
  const after: AfterCommit = createAfterCommit(parts, background, (id) => deliverer.deliver(id));
  const accounts = createAccountDirectory(parts, background);
  const deliverer: Deliverer = createDeliverer({
    parts,
    accounts,
    background,
    reportFailure: (id, item) => reportFailure(parts, after, id, item),
  });
  const wakeUp = (id: ComplaintId): Promise<void> => wake(parts, after, id);
  return {
    parts,
    intake: createIntake(parts, after),
    wakeable: {
      wake: wakeUp,
      sweep: () =>
        sweep(parts, wakeUp, (id) => background.run('deliver', () => deliverer.deliver(id))),
    },
    deliverer,
    accounts,
    background,
  };
}
