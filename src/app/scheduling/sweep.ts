import PQueue from 'p-queue';
import type { ComplaintId } from '../../domain/complaint/facts.js';
import type { Dependencies } from '../dependencies.js';

/** How many complaints of each kind one sweep takes; the next sweep takes the rest. */
const BATCH_SIZE = 500;
const CONCURRENCY = 8;

/**
 * Finds due work that no wake-up handled: nudges whose time passed, deliveries whose process died. A
 * complaint that fails is logged, and the others go on. `deliver` only starts a delivery, so that a
 * slow platform does not delay the next sweep. Throws `STORE_UNAVAILABLE` if the queries fail.
 */
export async function sweep(
  deps: Dependencies,
  wake: (id: ComplaintId) => Promise<void>,
  deliver: (id: ComplaintId) => void,
): Promise<void> {
  const due = await deps.complaints.dueActions(deps.clock.now(), BATCH_SIZE);
  await wakeEach(deps, due, wake);
  const undelivered = await deps.complaints.dueDeliveries(deps.realNow(), BATCH_SIZE);
  for (const id of undelivered) {
    deps.meter.count('sweep_found', { what: 'delivery' });
    deliver(id);
  }
}

async function wakeEach(
  deps: Dependencies,
  ids: readonly ComplaintId[],
  wake: (id: ComplaintId) => Promise<void>,
): Promise<void> {
  const queue = new PQueue({ concurrency: CONCURRENCY });
  const tasks = ids.map((complaint) => async () => {
    deps.meter.count('sweep_found', { what: 'nudge' });
    await wake(complaint).catch((error: unknown) => {
      deps.logger.error({ error, complaint }, 'sweep could not wake complaint');
    });
  });
  await queue.addAll(tasks);
}
