import type { NudgeRecord } from '../../domain/complaint/facts.js';
import type { NudgeArgs, NudgeReason } from '../../domain/complaint/view-ref.js';
import { isSameLadder, toRecipientKey } from '../../domain/nudges/nudge.js';
import { text } from '../../text/index.js';
import { renderDate, toMention, type ViewContext } from '../context.js';
import type { Inline, Text } from '../elements.js';

const words = text.nudge;

/** So many people are named; a ladder has few rungs. */
const MOST_NAMED = 4;

/**
 * Who was reminded of the same before this recipient, and when: for an escalation. Empty when nobody was, as
 * far as it arrived: whoever could not be reached, and whose message is still on its way, is left out. `to`:
 * who reads it, null for the team.
 */
export function toldBeforeText(
  context: ViewContext,
  reason: NudgeReason,
  to: NudgeArgs['to'],
): Text {
  const recipient = toRecipientKey(to === null ? 'team' : { person: to });
  const latest = new Map<string, NudgeRecord>();
  for (const sent of context.complaint.nudges) {
    const isBefore =
      isSameLadder(sent, reason) && sent.rung < reason.rung && isRunning(sent, reason);
    if (isBefore && hasArrived(context, sent)) latest.set(toRecipientKey(sent.to), sent);
  }
  latest.delete(recipient);
  const before = [...latest.values()].slice(-MOST_NAMED);
  return before.length === 0 ? [] : words.toldBefore(before.map((sent) => sayTold(context, sent)));
}

function isRunning(sent: NudgeRecord, reason: NudgeReason): boolean {
  return sent.rule === 'promise-near' || sent.round === reason.round;
}

function hasArrived({ complaint }: ViewContext, { to, delivery }: NudgeRecord): boolean {
  const isOnItsWay = complaint.outbox.some(({ id }) => id === delivery);
  return !isOnItsWay && (to === 'team' || !complaint.undelivered.unreached.includes(to.person));
}

/** People are named, not mentioned: nobody is called because they were reminded. */
function sayTold(context: ViewContext, { to, sentAt }: NudgeRecord): Text {
  const who: Inline =
    to === 'team' ? words.theTeam : { written: toMention(context.people, to.person).name };
  return words.told(who, renderDate(context, sentAt));
}
