import type { ComplaintId } from '../domain/complaint/complaint.js';
import type { Intake } from '../ports/intake.js';
import type { Wakeable } from '../ports/scheduler.js';
import { type AccountFinder, createAccountFinder } from './accounts.js';
import { type AfterCommit, createAfterCommit } from './after-commit.js';
import { type Background, createBackground } from './background.js';
import { createDeliverer, type Deliverer } from './deliver.js';
import { createIntake } from './intake.js';
import type { Parts } from './parts.js';
import { sweep } from './sweep.js';
import { tellFailure } from './tell-failure.js';
import { wake } from './wake.js';

/** The use cases, put together. */
export interface App {
  readonly parts: Parts;
  readonly intake: Intake;
  readonly wakeable: Wakeable;
  readonly deliverer: Deliverer;
  readonly accounts: AccountFinder;
  readonly background: Background;
}

export function createApp(parts: Parts): App {
  const background = createBackground(parts.logger);
  const after: AfterCommit = createAfterCommit(parts, background, (id) => deliverer.deliver(id));
  const accounts = createAccountFinder(parts, background);
  const deliverer: Deliverer = createDeliverer({
    parts,
    accounts,
    background,
    tell: (id, item) => tellFailure(parts, after, id, item),
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
