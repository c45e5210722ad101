import type { OutboxDraft } from '../complaint/delivery.js';
import type { ComplaintFacts, NudgeRecord } from '../complaint/facts.js';
import type { PersonId } from '../organisation/person.js';
import { isAnswered } from './nudge.js';
import { draftToInbox, findReader, selectReasons, toNudgeArgs } from './nudge-message.js';

/**
 * Marks nudges that are now answered. Updates their messages, and those to the person who snoozed:
 * `snoozers` are all their ids. `now`: business time, ms UTC.
 */
export function settleNudges(
  facts: ComplaintFacts,
  snoozers: readonly PersonId[],
  now: number,
): { facts: ComplaintFacts; drafts: readonly OutboxDraft[] } {
  const isTouched = (sent: ComplaintFacts['nudges'][number]): boolean =>
    sent.settledAt === null &&
    (isAnswered(sent, facts) || snoozers.some((person) => person === findReader(sent)));
  const touched = facts.nudges.filter(isTouched);
  const nudges = facts.nudges.map((sent) =>
    sent.settledAt === null && isAnswered(sent, facts) ? { ...sent, settledAt: now } : sent,
  );
  return { facts: { ...facts, nudges }, drafts: draftUpdates(touched, facts) };
}

/**
 * Marks these nudges as settled, although what they asked for is not done, and updates their messages: it is for
 * others now. `now`: business time, ms UTC.
 */
export function endNudges(
  facts: ComplaintFacts,
  isEnded: (sent: NudgeRecord) => boolean,
  now: number,
): { readonly nudges: readonly NudgeRecord[]; readonly drafts: readonly OutboxDraft[] } {
  const ended = facts.nudges.filter((sent) => sent.settledAt === null && isEnded(sent));
  const nudges = facts.nudges.map((sent) =>
    ended.includes(sent) ? { ...sent, settledAt: now } : sent,
  );
  return { nudges, drafts: draftUpdates(ended, { ...facts, nudges }) };
}

/** Drafts an update of each message that these nudges went out in. */
function draftUpdates(sent: readonly NudgeRecord[], facts: ComplaintFacts): readonly OutboxDraft[] {
  const messages = new Map(sent.map((one) => [one.delivery, one]));
  return [...messages.values()].map((one) => draftUpdate(one, facts));
}

/**
 * Marks the nudges that these readers got as settled, because the complaint is withheld from them, and updates
 * their messages; null stands for the team, whose messages are only updated: they still ask for something.
 * `now`: business time, ms UTC.
 */
export function withholdNudges(
  facts: ComplaintFacts,
  readers: readonly (PersonId | null)[],
  now: number,
): { nudges: ComplaintFacts['nudges']; drafts: readonly OutboxDraft[] } {
  const isRead = (sent: NudgeRecord): boolean =>
    sent.settledAt === null && readers.includes(findReader(sent));
  const { nudges } = endNudges(facts, (sent) => isRead(sent) && findReader(sent) !== null, now);
  return { nudges, drafts: draftUpdates(facts.nudges.filter(isRead), { ...facts, nudges }) };
}

/** Drafts the update of the message that this nudge went out in, for the same reader. */
function draftUpdate(nudge: NudgeRecord, facts: ComplaintFacts): OutboxDraft {
  const { delivery } = nudge;
  const sent = facts.nudges.filter((record) => record.delivery === delivery);
  // What a stand-in got for themselves covers what they got for others.
  const { to, standIn, inInbox } = sent.find((record) => record.standIn === undefined) ?? nudge;
  const person = findReader({ to, standIn });
  if (inInbox && person !== null) {
    const isDone = sent.every((record) => record.settledAt !== null || isAnswered(record, facts));
    return draftToInbox(person, { kind: 'update-line', id: delivery, isDone });
  }
  const args = toNudgeArgs({ to, reasons: selectReasons(sent), standIn });
  return { kind: 'update', slot: `nudge:${delivery}`, view: { name: 'nudge', args }, person };
}
