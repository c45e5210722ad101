import { nextBusinessDay } from './calendar.js';
import type { ComplaintFacts, NudgeKey, NudgeRecord, Snooze } from './complaint.js';
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
  const asking = complaint.nudges.filter(
    (sent) => sent.to !== 'team' && sent.to.person === person && isAsking(sent, complaint),
  );
  if (!asking.some((sent) => isNewTo(sent, running))) return unchanged(say('nothing-to-snooze'));
  const snoozes = { ...complaint.snoozes, [person]: { until, again: keysOf(asking) } };
  return change({ snoozes }, { args: { until }, answer: say('snoozed', { until }) });
}

/**
 * Did it come after this snooze was asked for? When the snooze has ended, and nobody has been woken
 * yet to say again what it put off, that is still to come.
 */
function isNewTo(sent: NudgeRecord, snooze: Snooze | undefined): boolean {
  if (snooze === undefined || sent.sentAt >= snooze.until) return true;
  return !snooze.again.some((key) => nameOf(key) === nameOf(sent));
}

function keysOf(nudges: readonly NudgeRecord[]): readonly NudgeKey[] {
  const keys = nudges.map(({ rule, about, rung }) => ({ rule, about, rung }));
  return [...new Map(keys.map((key) => [nameOf(key), key])).values()];
}

function nameOf({ rule, about, rung }: NudgeKey): string {
  return `${rule}/${about}/${rung}`;
}
