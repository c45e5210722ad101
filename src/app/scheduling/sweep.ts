import PQueue from 'p-queue';
import type { ComplaintId } from '../../domain/complaint/facts.js';
import type { Dependencies } from '../dependencies.js';

/** How many complaints of each kind one sweep takes; the next sweep takes the rest. */
const BATCH_SIZE = 500;
/** How many of those that could not be read before it tries again, in case they were restored. */
const UNREADABLE_BATCH_SIZE = 20;
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
  const { complaints, clock, realNow } = deps;
  const due = await findWork(deps, (limit) => complaints.dueActions(clock.now(), limit));
  await wakeEach(deps, due, wake);
  const undelivered = await findWork(deps, (limit) => complaints.dueDeliveries(realNow(), limit));
  for (const id of undelivered) {
    deps.meter.count('sweep_found', { what: 'delivery' });
    deliver(id);
  }
}

/**
 * Finds a batch. Complaints that cannot be read stay due, so it looks past them: else 500 of them would
 * stop everybody's reminders.
 */
async function findWork(
  { unreadable }: Dependencies,
  find: (limit: number) => Promise<readonly ComplaintId[]>,
): Promise<readonly ComplaintId[]> {
  const isUnreadable = (id: ComplaintId): boolean => unreadable.has('complaint', id);
  const found = await find(BATCH_SIZE + unreadable.all().length);
  return [
    ...found.filter((id) => !isUnreadable(id)).slice(0, BATCH_SIZE),
    ...found.filter(isUnreadable).slice(0, UNREADABLE_BATCH_SIZE),
  ];
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
