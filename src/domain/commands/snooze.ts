import type { ComplaintFacts, NudgeKey, NudgeRecord, Snooze } from '../complaint/complaint.js';
import {
  answer,
  changed,
  type Outcome,
  type PersonContext,
  unchanged,
} from '../complaint/decision.js';
import { isOutstanding } from '../nudges/nudge.js';
import { nextBusinessDay } from '../organisation/calendar.js';
import { findCalendar } from '../organisation/organisation.js';
import type { PersonId } from '../organisation/person.js';

/**
 * No more nudges for this person about this complaint until the team's next working day; then what
 * is still to be done is said again. Others' nudges, the ladder's included, go on. Only a nudge
 * that came can be put off, and not again before it came again: else nudges could be held off for
 * ever, and with them the rungs that follow. It is kept under the id each nudge went to, which may be
 * that of a record merged since.
 */
export function snooze(
  complaint: ComplaintFacts,
  _: { readonly kind: 'snooze' },
  context: PersonContext,
): Outcome {
  const calendar = findCalendar(complaint.team, context.organisation);
  const until = nextBusinessDay(calendar, context.now);
  const { ids } = context.actor;
  const running = ids.map((id) => complaint.snoozes[id]?.until ?? 0);
  const snoozed = ids
    .filter((_id, n) => (running[n] ?? 0) <= context.now)
    .flatMap((id) => {
      const again = findNewKeys(complaint, id);
      return again === undefined ? [] : [[id, { until, again }] as const];
    });
  if (snoozed.length === 0) {
    const latest = Math.max(...running);
    const isRunning = latest > context.now;
    return unchanged(
      isRunning ? answer('snoozed', { until: latest }) : answer('nothing-to-snooze'),
    );
  }
  const snoozes = { ...complaint.snoozes, ...Object.fromEntries(snoozed) };
  return changed({ snoozes }, { args: { until }, answer: answer('snoozed', { until }) });
}

/** What is asked of this id, when something of it came since the last snooze; else undefined. */
function findNewKeys(complaint: ComplaintFacts, id: PersonId): readonly NudgeKey[] | undefined {
  const asking = complaint.nudges.filter(
    (sent) => sent.to !== 'team' && sent.to.person === id && isOutstanding(sent, complaint),
  );
  const before = complaint.snoozes[id];
  return asking.some((sent) => isNewSince(sent, before)) ? toNudgeKeys(asking) : undefined;
}

/**
 * Did it come after this snooze was asked for? When the snooze has ended, and nobody has been woken
 * yet to say again what it put off, that is still to come.
 */
function isNewSince(sent: NudgeRecord, snooze: Snooze | undefined): boolean {
  if (snooze === undefined || sent.sentAt >= snooze.until) return true;
  return !snooze.again.some((key) => toKeyText(key) === toKeyText(sent));
}

function toNudgeKeys(nudges: readonly NudgeRecord[]): readonly NudgeKey[] {
  const keys = nudges.map(({ rule, about, rung }) => ({ rule, about, rung }));
  return [...new Map(keys.map((key) => [toKeyText(key), key])).values()];
}

function toKeyText({ rule, about, rung }: NudgeKey): string {
  return `${rule}/${about}/${rung}`;
}
