import type { ComplaintId } from '../domain/complaint.js';
import { decideSystem } from '../domain/decide.js';
import { nextActionAt } from '../domain/next-action.js';
import type { AfterCommit } from './after-commit.js';
import { commit } from './commit.js';
import type { Parts } from './parts.js';

/**
 * The time of a complaint's next action has come, or somebody thinks so. Whether anything is due is
 * decided from the store; a wake-up that is early, late or doubled does nothing wrong. Throws
 * `STORE_UNAVAILABLE`; the sweep tries again.
 */
export async function wake(parts: Parts, after: AfterCommit, id: ComplaintId): Promise<void> {
  const { organisation, clock, realNow } = parts;
  const complaint = await parts.complaints.load(id);
  if (complaint === undefined || complaint.nextActionAt === null) return;
  const now = clock.now();
  if (complaint.nextActionAt > now) {
    await parts.scheduler.schedule(id, complaint.nextActionAt);
    return;
  }
  const committed = await commit(parts, after, id, null, (current) => {
    const decision = decideSystem(
      current,
      { kind: 'nudge' },
      { now, realNow: realNow(), organisation },
    );
    if (decision.kind === 'accepted') countNudges(parts, decision.history);
    return decision;
  });
  if (committed.kind !== 'done' || committed.complaint.nextActionAt !== complaint.nextActionAt)
    return;
  await replan(parts, after, id);
}

/** The plan has moved without a change (another policy, other hours): keep what is true now. */
async function replan(parts: Parts, after: AfterCommit, id: ComplaintId): Promise<void> {
  const complaint = await parts.complaints.load(id);
  if (complaint === undefined) return;
  const next = nextActionAt(complaint, parts.organisation);
  if (next === complaint.nextActionAt) return;
  const change = { set: { nextActionAt: next }, history: [], deliveries: [], event: null };
  const isWritten = await parts.complaints.change(id, complaint.version, change);
  if (isWritten) after.committed(id, next);
}

function countNudges(
  parts: Parts,
  history: readonly { args: Readonly<Record<string, unknown>> }[],
): void {
  const sent = history.flatMap((entry) => entry.args.sent ?? []) as { rule: string }[];
  for (const { rule } of sent) parts.meter.count('nudges', { rule });
}
