import type { ComplaintFacts } from '../complaint/complaint.js';
import {
  type Calendar,
  nextWorkingMoment,
  type Weekday,
  type WorkingBlock,
} from '../organisation/calendar.js';
import type { Organisation } from '../organisation/organisation.js';
import { underPresentIds } from './merged-people.js';
import { type Ladder, planNudges } from './plan.js';
import type { PlannedNudge } from './planned-nudge.js';

const OFFICE: readonly WorkingBlock[] = [{ from: 540, to: 1020 }];
const WEEK: Readonly<Record<Weekday, readonly WorkingBlock[]>> = {
  1: OFFICE,
  2: OFFICE,
  3: OFFICE,
  4: OFFICE,
  5: OFFICE,
  6: [],
  7: [],
};

/** For a complaint whose team is no longer configured: Monday to Friday, 9 to 5, UTC. */
export const FALLBACK_CALENDAR: Calendar = { zone: 'UTC', week: WEEK, holidays: [] };

/** The calendar by which a team's nudges are timed. */
export function findCalendar(team: string, organisation: Organisation): Calendar {
  return organisation.teams.get(team)?.calendar ?? FALLBACK_CALENDAR;
}

/** The ladder of a team; without a configured team only the officers are left. */
export function findLadder(team: string, organisation: Organisation): Ladder {
  return {
    lead: organisation.teams.get(team)?.lead ?? null,
    officers: organisation.officers,
  };
}

/** {@link planNudges} by the complaint's own team. */
export function planFor(
  facts: ComplaintFacts,
  organisation: Organisation,
): readonly PlannedNudge[] {
  return planNudges(
    underPresentIds(facts, organisation.merged),
    organisation.policy,
    findCalendar(facts.team, organisation),
    findLadder(facts.team, organisation),
  );
}

/**
 * When something has to happen next, ms UTC; null when nothing is left to happen. What is overdue
 * while the team does not work (after an outage) waits until it works again.
 */
export function nextActionAt(
  facts: ComplaintFacts,
  organisation: Organisation,
  now: number,
): number | null {
  const first = planFor(facts, organisation)[0];
  if (first === undefined) return null;
  const works = nextWorkingMoment(findCalendar(facts.team, organisation), now);
  return works > now ? Math.max(first.at, works) : first.at;
}

/** The nudges that are due at `now`: none while the complaint's team does not work. */
export function dueNudges(
  facts: ComplaintFacts,
  organisation: Organisation,
  now: number,
): readonly PlannedNudge[] {
  const works = nextWorkingMoment(findCalendar(facts.team, organisation), now);
  if (works > now) return [];
  return planFor(facts, organisation).filter((plan) => plan.at <= now);
}
