import PQueue from 'p-queue';
import type { ComplaintId } from '../../domain/complaint/complaint.js';
import type { Dependencies } from '../dependencies.js';

/** How much one sweep takes on; the next goes on with the rest. */
const BATCH = 500;
const AT_ONCE = 8;

/**
 * Finds what is due that nobody woke for: nudges whose time passed, deliveries whose process died.
 * A complaint that fails is logged and does not keep the others waiting; `deliver` only starts a
 * delivery, so that a slow platform does not keep the next sweep's nudges waiting. Throws
 * `STORE_UNAVAILABLE` when the store cannot even be asked.
 */
export async function sweep(
  parts: Dependencies,
  wake: (id: ComplaintId) => Promise<void>,
  deliver: (id: ComplaintId) => void,
): Promise<void> {
  const due = await parts.complaints.dueActions(parts.clock.now(), BATCH);
  await wakeEach(parts, due, wake);
  const undelivered = await parts.complaints.dueDeliveries(parts.realNow(), BATCH);
  for (const id of undelivered) {
    parts.meter.count('sweep_found', { what: 'delivery' });
    deliver(id);
  }
}

async function wakeEach(
  parts: Dependencies,
  ids: readonly ComplaintId[],
  wake: (id: ComplaintId) => Promise<void>,
): Promise<void> {
  const queue = new PQueue({ concurrency: AT_ONCE });
  const tasks = ids.map((complaint) => async () => {
    parts.meter.count('sweep_found', { what: 'nudge' });
    await wake(complaint).catch((error: unknown) => {
      parts.logger.error({ error, complaint }, 'the sweep could not wake a complaint');
    });
  });
  await queue.addAll(tasks);
}
