import type {
  ComplaintFacts,
  NudgeKey,
  NudgeRecipient,
  NudgeRecord,
} from '../complaint/complaint.js';
import { isPromiseSettled } from '../complaint/promise.js';

/** A nudge that is still to be sent, at `at` (ms UTC, working time of the team). */
export interface PlannedNudge extends NudgeKey {
  /** The moment it is about; with rule, promise and rung its identity. */
  readonly dueAt: number;
  /** When to send it: `dueAt` moved into working time, past a snooze, off the heels of the rung below. */
  readonly at: number;
  readonly to: NudgeRecipient;
}

/** Earliest first; ties by due time and identity, so that the order never depends on the facts' order. */
export function compareNudges(a: PlannedNudge, b: PlannedNudge): number {
  return a.at - b.at || a.dueAt - b.dueAt || (toNudgeId(a) < toNudgeId(b) ? -1 : 1);
}

/** The identity of a nudge: rule, promise, rung, due time and recipient. Decided once for ever. */
export function toNudgeId(nudge: NudgeKey & { dueAt: number; to: NudgeRecipient }): string {
  return [nudge.rule, nudge.about ?? '-', nudge.rung, nudge.dueAt, toRecipientKey(nudge.to)].join(
    '/',
  );
}

/** A recipient as a text: the person's id, or `team`. */
export function toRecipientKey(to: NudgeRecipient): string {
  return to === 'team' ? 'team' : to.person;
}

type RelevantFacts = Pick<
  ComplaintFacts,
  'state' | 'acknowledgement' | 'promises' | 'resolution' | 'lastLifeAt'
>;

/**
 * Is what this nudge asks for done, or no longer wanted? Such a nudge is neither planned nor sent,
 * and a message that still asks for it is updated.
 */
export function isObsolete(nudge: NudgeKey, complaint: RelevantFacts): boolean {
  const inWork = complaint.state === 'open' || complaint.state === 'assigned';
  switch (nudge.rule) {
    case 'untaken':
      return complaint.state !== 'open';
    case 'acknowledgement':
      return !inWork || complaint.acknowledgement !== null;
    case 'promise-near':
    case 'promise-passed':
      return (
        !inWork || complaint.promises.every((p) => p.id !== nudge.about || isPromiseSettled(p))
      );
    case 'quiet':
      return !inWork;
    case 'tell':
      return complaint.state !== 'resolved' || complaint.resolution?.toldAt !== null;
    case 'follow-up':
      return complaint.state !== 'resolved' || complaint.resolution?.toldAt === null;
  }
}

/** {@link isObsolete} for one that was sent: a quiet complaint that has come to life needs no more. */
export function isAnswered(sent: NudgeRecord, complaint: RelevantFacts): boolean {
  if (sent.rule === 'quiet' && complaint.lastLifeAt >= sent.sentAt) return true;
  return isObsolete(sent, complaint);
}

/**
 * Does a nudge that was sent still ask for something? Once settled it never does again: when a
 * complaint is reopened and resolved anew, the new resolution has a follow-up of its own.
 */
export function isOutstanding(sent: NudgeRecord, complaint: RelevantFacts): boolean {
  return sent.settledAt === null && !isAnswered(sent, complaint);
}
