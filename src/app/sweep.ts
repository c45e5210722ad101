import PQueue from 'p-queue';
import type { ComplaintId } from '../domain/complaint.js';
import type { Parts } from './parts.js';

/** How much one sweep takes on; the next goes on with the rest. */
const BATCH = 500;
const AT_ONCE = 8;

/**
 * Finds what is due that nobody woke for: nudges whose time passed, deliveries whose process died.
 * A complaint that fails is logged and does not keep the others waiting. Throws
 * `STORE_UNAVAILABLE` when the store cannot even be asked.
 */
export async function sweep(
  parts: Parts,
  wake: (id: ComplaintId) => Promise<void>,
  deliver: (id: ComplaintId) => Promise<void>,
): Promise<void> {
  const due = await parts.complaints.dueActions(parts.clock.now(), BATCH);
  await each(parts, 'nudge', due, wake);
  const undelivered = await parts.complaints.dueDeliveries(parts.realNow(), BATCH);
  await each(parts, 'delivery', undelivered, deliver);
}

async function each(
  parts: Parts,
  what: string,
  ids: readonly ComplaintId[],
  act: (id: ComplaintId) => Promise<void>,
): Promise<void> {
  const queue = new PQueue({ concurrency: AT_ONCE });
  const tasks = ids.map((complaint) => async () => {
    parts.meter.count('sweep_found', { what });
    await act(complaint).catch((error: unknown) => {
      parts.logger.error({ error, complaint, what }, 'the sweep could not handle a complaint');
    });
  });
  await queue.addAll(tasks);
}
