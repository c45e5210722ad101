import { decideSystem } from '../../domain/commands/decide.js';
import type { ComplaintId, HistoryEntry } from '../../domain/complaint/complaint.js';
import type { Dependencies } from '../dependencies.js';
import { type AfterCommit, commit } from './commit.js';

/**
 * The time of a complaint's next action has come, or somebody thinks so. Whether anything is due is
 * decided from the store; a wake-up that is early, late or doubled does nothing wrong. Where the
 * plan has moved meanwhile (another policy, other hours), the time is put right. Throws
 * `STORE_UNAVAILABLE`; the sweep tries again.
 */
export async function wake(
  deps: Dependencies,
  afterCommit: AfterCommit,
  id: ComplaintId,
): Promise<void> {
  const { organisation, clock, realNow } = deps;
  const complaint = await deps.complaints.load(id);
  if (complaint === undefined || complaint.nextActionAt === null) return;
  const now = clock.now();
  if (complaint.nextActionAt > now) {
    await deps.scheduler.schedule(id, complaint.nextActionAt);
    return;
  }
  let decided: readonly HistoryEntry[] = [];
  await commit(deps, afterCommit, id, null, (current) => {
    const context = { now, realNow: realNow(), organisation };
    const decision = decideSystem(current, { kind: 'nudge' }, context);
    decided = decision.kind === 'accepted' ? decision.history : [];
    return decision;
  });
  countNudges(deps, decided);
}

function countNudges(deps: Dependencies, history: readonly HistoryEntry[]): void {
  const sent = history.flatMap((entry) => entry.args.sent ?? []) as { rule: string }[];
  for (const { rule } of sent) deps.meter.count('nudges', { rule });
}
