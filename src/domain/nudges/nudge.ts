import type {
  ComplaintFacts,
  NudgeKey,
  NudgeRecipient,
  NudgeRecord,
} from '../complaint/complaint.js';
import { isPromiseSettled } from '../complaint/promise.js';

/** A nudge that is still to be sent. Times are ms UTC. */
export interface PlannedNudge extends NudgeKey {
  /** When it is due. With rule, promise, rung and recipient its identity. */
  readonly dueAt: number;
  /** When to send it: `dueAt` moved into working time, past a snooze and away from the rung below. */
  readonly at: number;
  readonly to: NudgeRecipient;
}

/** Sorts the earliest first. Ties go by due time and id, so that the order of the facts never matters. */
export function compareNudges(a: PlannedNudge, b: PlannedNudge): number {
  return a.at - b.at || a.dueAt - b.dueAt || (toNudgeId(a) < toNudgeId(b) ? -1 : 1);
}

/** Returns the identity of a nudge: rule, promise, rung, due time and recipient. No id is decided twice. */
export function toNudgeId(nudge: NudgeKey & { dueAt: number; to: NudgeRecipient }): string {
  return [nudge.rule, nudge.about ?? '-', nudge.rung, nudge.dueAt, toRecipientKey(nudge.to)].join(
    '/',
  );
}

/** Returns a recipient as text: the person's id, or `team`. */
export function toRecipientKey(to: NudgeRecipient): string {
  return to === 'team' ? 'team' : to.person;
}

type RelevantFacts = Pick<
  ComplaintFacts,
  'state' | 'acknowledgement' | 'promises' | 'resolution' | 'lastLifeAt'
>;

/**
 * Is what this nudge asks for done or no longer wanted? Such a nudge is neither planned nor sent, and
 * a message that still asks for it is updated.
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

/** Is a sent nudge answered? Like {@link isObsolete}, but any activity also answers a `quiet` nudge. */
export function isAnswered(sent: NudgeRecord, complaint: RelevantFacts): boolean {
  if (sent.rule === 'quiet' && complaint.lastLifeAt >= sent.sentAt) return true;
  return isObsolete(sent, complaint);
}

/**
 * Does a sent nudge still ask for something? A settled one never does again: if a complaint is
 * reopened and resolved again, the new resolution gets its own follow-up nudge.
 */
export function isOutstanding(sent: NudgeRecord, complaint: RelevantFacts): boolean {
  return sent.settledAt === null && !isAnswered(sent, complaint);
}
