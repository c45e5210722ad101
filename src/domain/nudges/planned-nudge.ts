import type { NudgeAudience, NudgeKey } from '../complaint/complaint.js';

/** A nudge that is still to be sent, at `at` (ms UTC, working time of the team). */
export interface PlannedNudge extends NudgeKey {
  /** The moment it is about; with rule, promise and rung its identity. */
  readonly dueAt: number;
  /** When to send it: `dueAt` moved into working time, past a snooze, off the heels of the rung below. */
  readonly at: number;
  readonly to: NudgeAudience;
}

/** Earliest first; ties by due time and identity, so that the order never depends on the facts' order. */
export function compareNudges(a: PlannedNudge, b: PlannedNudge): number {
  return a.at - b.at || a.dueAt - b.dueAt || (nudgeId(a) < nudgeId(b) ? -1 : 1);
}

/** The identity of a nudge: rule, promise, rung, due time and recipient. Decided once for ever. */
export function nudgeId(nudge: NudgeKey & { dueAt: number; to: NudgeAudience }): string {
  return [nudge.rule, nudge.about ?? '-', nudge.rung, nudge.dueAt, recipientKey(nudge.to)].join(
    '/',
  );
}

/** A recipient as a text: the person's id, or `team`. */
export function recipientKey(to: NudgeAudience): string {
  return to === 'team' ? 'team' : to.person;
}
