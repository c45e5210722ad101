import { decideSystem } from '../../domain/commands/decide.js';
import type { Complaint } from '../../domain/complaint/complaint.js';
import type { Delivery } from '../../domain/complaint/delivery.js';
import { isCardSlot } from '../../domain/complaint/slot.js';
import type { Dependencies } from '../dependencies.js';
import { type CommitHooks, commit } from '../scheduling/commit.js';

/**
 * Records that a card was sent which its place had refused before, or which is the first in the team's new
 * channel; does nothing for any other delivery. If the process dies before it, the complaint's next try
 * finds the card, and its next commit closes the card in the channel before. Throws `STORE_UNAVAILABLE`,
 * `STORE_CONFLICT`.
 */
export async function reportSentCard(
  deps: Dependencies,
  hooks: CommitHooks,
  { id, undelivered, placements }: Complaint,
  { slot }: Delivery,
): Promise<void> {
  if (!isCardSlot(slot)) return;
  const isStuck = undelivered.stuck?.some((card) => card.slot === slot) ?? false;
  const isPassed = placements.some(({ as, closedAt }) => as === 'former' && closedAt === null);
  if (!isStuck && !isPassed) return;
  const { clock, realNow, organisation } = deps;
  await commit(deps, hooks, id, null, (complaint) =>
    decideSystem(
      complaint,
      { kind: 'card-sent', slot },
      { now: clock.now(), realNow: realNow(), organisation },
    ),
  );
}
