import type { NudgeAudience, Snooze } from '../complaint/complaint.js';
import type { PersonId } from '../organisation/person.js';
import type { PlanFacts } from './plan.js';

/** By the id a record had that was merged: that of whoever it belongs to now. */
export type Merged = ReadonlyMap<PersonId, PersonId>;

/**
 * The facts with everybody under the id the organisation knows them by. A complaint keeps the ids it
 * was written with; the organisation has those that were left when Redress started. Without this a
 * lead whose record was merged would count as another one: what they snoozed would never come again,
 * and what they got would come twice.
 */
export function underPresentIds<T extends PlanFacts>(facts: T, merged: Merged | undefined): T {
  if (merged === undefined || merged.size === 0) return facts;
  const present = (id: PersonId): PersonId => merged.get(id) ?? id;
  const to = (one: NudgeAudience): NudgeAudience =>
    one === 'team' ? one : { person: present(one.person) };
  const { assignee, nudges, snoozes } = facts;
  return {
    ...facts,
    assignee: assignee === null ? null : present(assignee),
    nudges: nudges.map((sent) => ({ ...sent, to: to(sent.to) })),
    snoozes: joined(snoozes, present),
  };
}

/** Of somebody who snoozed under two ids the later end counts, for all they put off. */
function joined(
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
