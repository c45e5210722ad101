import type { ComplaintFacts, NudgeRecipient, Snooze } from '../complaint/complaint.js';
import { nextWorkingMoment } from '../organisation/calendar.js';
import { findCalendar, findLadder, type Organisation } from '../organisation/organisation.js';
import type { PersonId } from '../organisation/person.js';
import type { PlannedNudge } from './nudge.js';
import { type PlanFacts, planNudges } from './plan.js';

/** {@link planNudges} by the complaint's own team. */
export function planComplaintNudges(
  facts: ComplaintFacts,
  organisation: Organisation,
): readonly PlannedNudge[] {
  return planNudges(
    toPresentIds(facts, organisation.merged),
    organisation.policy,
    findCalendar(facts.team, organisation),
    findLadder(facts.team, organisation),
  );
}

/**
 * When something has to happen next, ms UTC; null when nothing is left to happen. What is overdue
 * while the team does not work (after an outage) waits until it works again.
 */
export function computeNextActionAt(
  facts: ComplaintFacts,
  organisation: Organisation,
  now: number,
): number | null {
  const first = planComplaintNudges(facts, organisation)[0];
  if (first === undefined) return null;
  const works = nextWorkingMoment(findCalendar(facts.team, organisation), now);
  return works > now ? Math.max(first.at, works) : first.at;
}

/** The nudges that are due at `now`: none while the complaint's team does not work. */
export function findDueNudges(
  facts: ComplaintFacts,
  organisation: Organisation,
  now: number,
): readonly PlannedNudge[] {
  const works = nextWorkingMoment(findCalendar(facts.team, organisation), now);
  if (works > now) return [];
  return planComplaintNudges(facts, organisation).filter((plan) => plan.at <= now);
}

/**
 * The facts with everybody under the id the organisation knows them by. A complaint keeps the ids it
 * was written with; the organisation has those that were left when Redress started. Without this a
 * lead whose record was merged would count as another one: what they snoozed would never come again,
 * and what they got would come twice.
 */
function toPresentIds<T extends PlanFacts>(facts: T, merged: Organisation['merged']): T {
  if (merged === undefined || merged.size === 0) return facts;
  const present = (id: PersonId): PersonId => merged.get(id) ?? id;
  const to = (one: NudgeRecipient): NudgeRecipient =>
    one === 'team' ? one : { person: present(one.person) };
  const { assignee, nudges, snoozes } = facts;
  return {
    ...facts,
    assignee: assignee === null ? null : present(assignee),
    nudges: nudges.map((sent) => ({ ...sent, to: to(sent.to) })),
    snoozes: mergeSnoozes(snoozes, present),
  };
}

/** Of somebody who snoozed under two ids the later end counts, for all they put off. */
function mergeSnoozes(
  snoozes: PlanFacts['snoozes'],
  present: (id: PersonId) => PersonId,
): PlanFacts['snoozes'] {
  const all = new Map<PersonId, Snooze>();
  for (const [id, { until, again }] of Object.entries(snoozes)) {
    const other = all.get(present(id)) ?? { until: 0, again: [] };
    const end = Math.max(other.until, until);
    all.set(present(id), { until: end, again: [...other.again, ...again] });
  }
  return Object.fromEntries(all);
}
