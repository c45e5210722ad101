import type { ComplaintFacts, NudgeKey, NudgeRecord } from '../complaint/complaint.js';
import { isSettled } from '../complaint/promise.js';

type Life = Pick<
  ComplaintFacts,
  'state' | 'acknowledgement' | 'promises' | 'resolution' | 'lastLifeAt'
>;

/**
 * Is what this nudge asks for done, or no longer wanted? Such a nudge is neither planned nor sent,
 * and a message that still asks for it is updated.
 */
export function isMoot(nudge: NudgeKey, complaint: Life): boolean {
  const inWork = complaint.state === 'open' || complaint.state === 'assigned';
  switch (nudge.rule) {
    case 'untaken':
      return complaint.state !== 'open';
    case 'acknowledgement':
      return !inWork || complaint.acknowledgement !== null;
    case 'promise-near':
    case 'promise-passed':
      return !inWork || complaint.promises.every((p) => p.id !== nudge.about || isSettled(p));
    case 'quiet':
      return !inWork;
    case 'tell':
      return complaint.state !== 'resolved' || complaint.resolution?.toldAt !== null;
    case 'follow-up':
      return complaint.state !== 'resolved' || complaint.resolution?.toldAt === null;
  }
}

/** {@link isMoot} for one that was sent: a quiet complaint that has come to life needs no more. */
export function isAnswered(sent: NudgeRecord, complaint: Life): boolean {
  if (sent.rule === 'quiet' && complaint.lastLifeAt >= sent.sentAt) return true;
  return isMoot(sent, complaint);
}

/**
 * Does a nudge that was sent still ask for something? Once settled it never does again: when a
 * complaint is reopened and resolved anew, the new resolution has a follow-up of its own.
 */
export function isAsking(sent: NudgeRecord, complaint: Life): boolean {
  return sent.settledAt === null && !isAnswered(sent, complaint);
}
