import type { DeliveryDraft } from '../complaint/delivery.js';
import type { ComplaintFacts, NudgeRecord } from '../complaint/facts.js';
import type { PersonId } from '../organisation/person.js';
import { selectReasons, toNudgeArgs } from './decide-nudge.js';
import { isAnswered } from './nudge.js';

/**
 * Marks nudges that are now answered. Updates their messages, and those to the person who snoozed:
 * `snoozers` are all their ids. `now`: business time, ms UTC.
 */
export function settleNudges(
  facts: ComplaintFacts,
  snoozers: readonly PersonId[],
  now: number,
): { facts: ComplaintFacts; drafts: readonly DeliveryDraft[] } {
  const isTouched = (sent: ComplaintFacts['nudges'][number]): boolean =>
    sent.settledAt === null &&
    (isAnswered(sent, facts) || (sent.to !== 'team' && snoozers.includes(sent.to.person)));
  const touched = facts.nudges.filter(isTouched);
  const nudges = facts.nudges.map((sent) =>
    sent.settledAt === null && isAnswered(sent, facts) ? { ...sent, settledAt: now } : sent,
  );
  const drafts = [...new Map(touched.map((sent) => [sent.delivery, sent.to]))].map(
    ([delivery, to]): DeliveryDraft => ({
      kind: 'update',
      slot: `nudge:${delivery}`,
      view: { name: 'nudge', args: toNudgeArgs(findReasons(facts, delivery), to) },
      person: to === 'team' ? null : to.person,
    }),
  );
  return { facts: { ...facts, nudges }, drafts };
}

/** Returns what a sent message asks for, the most important reason first. */
function findReasons(facts: ComplaintFacts, delivery: string): readonly NudgeRecord[] {
  return selectReasons(facts.nudges.filter((sent) => sent.delivery === delivery));
}
