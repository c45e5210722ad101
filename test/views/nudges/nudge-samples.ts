import type { Complaint } from '../../../src/domain/complaint/complaint.js';
import type { NudgeRecipient } from '../../../src/domain/complaint/facts.js';
import type { NudgeReason } from '../../../src/domain/complaint/view-ref.js';
import { act, COMMANDS, HOUR, inState, MONDAY, WHO } from '../../support/domain.js';

/** A reason of a reminder, for the first time. */
export const reason = (
  rule: NudgeReason['rule'],
  rung = 0,
  about: string | null = null,
): NudgeReason => ({
  rule,
  about,
  rung,
  round: 1,
  repeat: 0,
  dueAt: MONDAY,
});
/** A complaint for which the rule still applies, with the nudge on record. */
export function nudged(
  rule: NudgeReason['rule'],
  category = 'damp',
  to: NudgeRecipient = { person: WHO.assignee },
): Complaint {
  const told = rule === 'follow-up';
  const state = rule === 'untaken' ? 'open' : told || rule === 'tell' ? 'resolved' : 'assigned';
  const base = inState(state, category);
  const complaint = told ? act(base, WHO.assignee, COMMANDS.tell) : base;
  const about = rule.startsWith('promise') ? 'p1' : null;
  const record = {
    ...reason(rule, 0, about),
    id: rule,
    to,
    sentAt: MONDAY + HOUR,
    delivery: 'd',
    settledAt: null,
  };
  const details = rule === 'incomplete' ? { desiredOutcome: '' } : {};
  return { ...complaint, details: { ...complaint.details, ...details }, nudges: [record] };
}
