import type { NudgeRecord } from '../../domain/complaint/facts.js';
import type { NudgeArgs, NudgeReason } from '../../domain/complaint/view-ref.js';
import { isSameLadder } from '../../domain/nudges/nudge.js';
import { findReader } from '../../domain/nudges/nudge-message.js';
import { text } from '../../text/index.js';
import { renderDate, toMention, type ViewContext } from '../context.js';
import type { Inline, Text } from '../elements.js';

const words = text.nudge;

/** So many people are named; a ladder has few rungs. */
const MOST_NAMED = 4;

/**
 * Who was reminded of the same before this recipient, and when: for an escalation. Empty when nobody was, as
 * far as it arrived: whoever could not be reached, and whose message is still on its way, is left out. Of
 * people who were away their stand-ins are named. `to`, `standIn`: for whom it is, and who reads it.
 */
export function toldBeforeText(
  context: ViewContext,
  reason: NudgeReason,
  { to, standIn }: Pick<NudgeArgs, 'to' | 'standIn'>,
): Text {
  const reader = standIn?.person ?? to ?? 'team';
  const latest = new Map<string, NudgeRecord>();
  for (const sent of context.complaint.nudges) {
    const isBefore =
      isSameLadder(sent, reason) && sent.rung < reason.rung && isRunning(sent, reason);
    if (isBefore && hasArrived(context, sent)) latest.set(findReader(sent) ?? 'team', sent);
  }
  latest.delete(reader);
  const before = [...latest.values()].slice(-MOST_NAMED);
  return before.length === 0 ? [] : words.toldBefore(before.map((sent) => sayTold(context, sent)));
}

function isRunning(sent: NudgeRecord, reason: NudgeReason): boolean {
  return sent.rule === 'promise-near' || sent.round === reason.round;
}

function hasArrived({ complaint, waiting }: ViewContext, sent: NudgeRecord): boolean {
  const { delivery } = sent;
  const isOnItsWay =
    complaint.outbox.some(({ id }) => id === delivery) || waiting?.has(delivery) === true;
  const reader = findReader(sent);
  return !isOnItsWay && (reader === null || !complaint.undelivered.unreached.includes(reader));
}

/** People are named, not mentioned: nobody is called because they were reminded. */
function sayTold(context: ViewContext, sent: NudgeRecord): Text {
  const reader = findReader(sent);
  const who: Inline =
    reader === null ? words.theTeam : { written: toMention(context.people, reader).name };
  return words.told(who, renderDate(context, sent.sentAt));
}
