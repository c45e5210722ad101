import { decideSystem } from '../../domain/commands/decide.js';
import type { ComplaintId } from '../../domain/complaint/facts.js';
import type { HistoryEntry } from '../../domain/complaint/history.js';
import { isPastLastRung } from '../../domain/nudges/past-last-rung.js';
import type { Dependencies } from '../dependencies.js';
import { loadAbsences } from '../inbox/load-absences.js';
import { loadReach } from '../inbox/load-reach.js';
import { type CommitHooks, commit } from './commit.js';

/**
 * Sends the nudges of a complaint that are due. It decides from the store, so an early, late or
 * repeated wake-up does no harm. If the plan has changed meanwhile (another policy, other hours), it
 * corrects `nextActionAt`. Throws `STORE_UNAVAILABLE`, `STORE_CONFLICT`; the sweep tries again.
 */
export async function wake(deps: Dependencies, hooks: CommitHooks, id: ComplaintId): Promise<void> {
  const { organisation, clock, realNow } = deps;
  const complaint = await deps.complaints.load(id);
  if (complaint === undefined || complaint.nextActionAt === null) return;
  const now = clock.now();
  if (complaint.nextActionAt > now) {
    await deps.scheduler.schedule({ kind: 'complaint', id }, complaint.nextActionAt);
    return;
  }
  const absences = await loadAbsences(deps);
  const reach = await loadReach(deps, complaint, { now, absences });
  let decided: readonly HistoryEntry[] = [];
  await commit(deps, hooks, id, null, (current) => {
    const context = { now, realNow: realNow(), organisation, absences, ...(reach && { reach }) };
    const decision = decideSystem(current, { kind: 'nudge' }, context);
    decided = decision.kind === 'accepted' ? decision.history : [];
    return decision;
  });
  countNudges(deps, decided);
}

function countNudges(deps: Dependencies, history: readonly HistoryEntry[]): void {
  const sent = history.flatMap((entry) => (entry.what === 'nudge' ? entry.args.sent : []));
  for (const { rule, rung } of sent) {
    deps.meter.count('nudges', { rule });
    if (isPastLastRung({ rung })) deps.meter.count('nudges_past_last_rung', { rule });
  }
}
