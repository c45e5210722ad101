import type { NudgeRecipient, RecordedFacts, Snooze } from '../complaint/facts.js';
import { type ConcernFacts, findLadderOf, isConcernedId } from '../concerned/concerned.js';
import { nextWorkingMoment } from '../organisation/calendar.js';
import { findCalendar, findPolicy, type Organisation } from '../organisation/organisation.js';
import type { PersonId } from '../organisation/person.js';
import { computeRetryAt } from './card-retry.js';
import type { PlannedNudge } from './nudge.js';
import { planNudges } from './plan.js';
import type { PlanFacts } from './plan-step.js';

/** Plans a complaint's nudges by its policy and its team's calendar and ladder, see {@link planNudges}. */
export function planComplaintNudges(
  facts: RecordedFacts,
  organisation: Organisation,
): readonly PlannedNudge[] {
  return planNudges(
    withoutConcerned(toPresentIds(facts, organisation.merged), organisation),
    findPolicy(facts, organisation),
    findCalendar(facts.team, organisation),
    findLadderOf(facts, organisation),
  );
}

/**
 * Returns when to wake the complaint next, ms UTC, for a nudge or to try a refused card again; null when
 * neither is planned.
 */
export function computeNextActionAt(
  facts: RecordedFacts,
  organisation: Organisation,
  now: number,
): number | null {
  const nudgeAt = computeNextNudgeAt(facts, organisation, now);
  const retryAt = computeRetryAt(facts, organisation);
  if (nudgeAt === null || retryAt === null) return nudgeAt ?? retryAt;
  return Math.min(nudgeAt, retryAt);
}

/** Overdue nudges (after an outage) wait until the team works again. */
function computeNextNudgeAt(
  facts: RecordedFacts,
  organisation: Organisation,
  now: number,
): number | null {
  const first = planComplaintNudges(facts, organisation)[0];
  if (first === undefined) return null;
  const works = nextWorkingMoment(findCalendar(facts.team, organisation), now);
  return works > now ? Math.max(first.at, works) : first.at;
}

/** Returns the nudges that are due at `now` (ms UTC): none while the complaint's team does not work. */
export function findDueNudges(
  facts: RecordedFacts,
  organisation: Organisation,
  now: number,
): readonly PlannedNudge[] {
  const works = nextWorkingMoment(findCalendar(facts.team, organisation), now);
  if (works > now) return [];
  return planComplaintNudges(facts, organisation).filter((plan) => plan.at <= now);
}

/**
 * Replaces the ids of merged records by the ids that the organisation has. A complaint keeps the ids
 * it was written with; the organisation has the ids of the records at Redress's start. Without this a
 * lead whose record was merged would count as another person: their snoozed nudges would never come
 * again, and the nudges they got would come twice.
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
    nudges: nudges.map(({ standIn, ...sent }) => ({
      ...{ ...sent, to: to(sent.to) },
      ...(standIn && { standIn: { ...standIn, person: present(standIn.person) } }),
    })),
    snoozes: mergeSnoozes(snoozes, present),
  };
}

/**
 * Leaves out whom the complaint is about: they count as nobody's assignee, and what they got before they
 * were named as said to nobody, so that whoever stands on their rung now gets it. What they read in place
 * of somebody else stays: that person would get the same nudge twice.
 */
function withoutConcerned<T extends PlanFacts & ConcernFacts>(
  facts: T,
  organisation: Organisation,
): T {
  const { concerns = [], assignee, nudges } = facts;
  if (concerns.length === 0) return facts;
  const isOne = (id: PersonId): boolean => isConcernedId(id, facts, organisation);
  return {
    ...facts,
    assignee: assignee !== null && isOne(assignee) ? null : assignee,
    nudges: nudges.filter(({ to, standIn }) => standIn || to === 'team' || !isOne(to.person)),
  };
}

/** If a person snoozed under two ids, the later end counts for all of their snoozed nudges. */
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
