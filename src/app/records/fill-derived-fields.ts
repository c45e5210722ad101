import { setImmediate as yieldToOthers } from 'node:timers/promises';
import { toAudience } from '../../domain/complaint/audience.js';
import type { ComplaintId } from '../../domain/complaint/facts.js';
import type { Dependencies } from '../dependencies.js';
import type { BackgroundTasks } from '../scheduling/background-tasks.js';
import { skipUnreadable } from './skip-unreadable.js';

/** How many complaints one query finds. */
const BATCH_SIZE = 200;
/** How many complaints that cannot be read it looks past; lists find these without the fill. */
const MOST_SKIPPED = 1000;
/** The wait after a failure, ms. */
const RETRY_MS = 60_000;

type FillParts = Pick<Dependencies, 'complaints' | 'logger'>;

/**
 * Starts {@link fillDerivedFields} beside everything else. If the store fails, it goes on a minute later;
 * if the process ends, the next start goes on.
 */
export function startFill(deps: FillParts, background: BackgroundTasks): void {
  background.run('fill derived fields', async () => {
    try {
      await fillDerivedFields(deps, () => background.isClosed);
    } catch (error) {
      deps.logger.warn({ error }, 'derived fields not filled, will retry');
      background.runLater('fill', RETRY_MS, 'fill derived fields again', async () =>
        startFill(deps, background),
      );
    }
  });
}

/**
 * Gives the complaints of earlier releases the derived fields that they lack, one by one, so that commits
 * come in between. Needs no note of how far it came: what is filled is not found again. Not `nextActionAt`,
 * which all have. Throws `STORE_UNAVAILABLE`.
 */
export async function fillDerivedFields(
  { complaints, logger }: FillParts,
  isStopped: () => boolean = () => false,
): Promise<void> {
  const skipped = new Set<ComplaintId>();
  let filled = 0;
  while (skipped.size <= MOST_SKIPPED) {
    const found = await complaints.findUnfilled(BATCH_SIZE + skipped.size);
    const batch = found.filter((id) => !skipped.has(id));
    if (batch.length === 0) break;
    for (const id of batch) {
      if (isStopped()) return;
      if (await fillOne(complaints, id)) filled += 1;
      else skipped.add(id);
      await yieldToOthers();
    }
  }
  if (filled + skipped.size > 0) {
    logger.info({ filled, skipped: skipped.size }, 'derived fields filled');
  }
}

/** False for a complaint that cannot be read. When a commit was faster, that has filled it. */
async function fillOne(complaints: FillParts['complaints'], id: ComplaintId): Promise<boolean> {
  const complaint = await skipUnreadable(() => complaints.load(id));
  if (complaint === undefined) return false;
  await complaints.fill(id, complaint.version, { audience: toAudience(complaint) });
  return true;
}
