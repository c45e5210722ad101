import { nextBusinessDay } from './calendar.js';
import type { ComplaintFacts, NudgeKey } from './complaint.js';
import { type PersonContext, say } from './decision.js';
import { calendarOf } from './next-action.js';
import { isAsking } from './nudge-life.js';
import { change, type Outcome, unchanged } from './outcome.js';

/**
 * No more nudges for this person about this complaint until the team's next working day; then what
 * is still to be done is said again. Others' nudges, the ladder's included, go on. Only a nudge
 * that came can be put off, and not again before it came again: else nudges could be held off for
 * ever, and with them the rungs that follow.
 */
export function snooze(
  complaint: ComplaintFacts,
  _: { readonly kind: 'snooze' },
  context: PersonContext,
): Outcome {
  const { person } = context.actor;
  const calendar = calendarOf(complaint.team, context.organisation);
  const until = nextBusinessDay(calendar, context.now);
  const running = complaint.snoozes[person];
  if (running !== undefined && running.until > context.now) {
    return unchanged(say('snoozed', { until: running.until }));
  }
  const again = toRepeat(complaint, person);
  if (again.length === 0) return unchanged(say('nothing-to-snooze'));
  const snoozes = { ...complaint.snoozes, [person]: { until, again } };
  return change({ snoozes }, { args: { until }, answer: say('snoozed', { until }) });
}

function toRepeat(complaint: ComplaintFacts, person: string): readonly NudgeKey[] {
  const live = complaint.nudges.filter(
    (sent) => sent.to !== 'team' && sent.to.person === person && isAsking(sent, complaint),
  );
  const keys = new Map(
    live.map(({ rule, about, rung }) => [`${rule}/${about}/${rung}`, { rule, about, rung }]),
  );
  return [...keys.values()];
}
