import type { Calendar, Weekday, WorkingBlock } from './calendar.js';
import type { PersonId, Platform } from './person.js';
import type { Place } from './place.js';
import { type LadderPolicy, RUNG_NAMES } from './rungs.js';

/** A group of people on a platform. */
export interface Group {
  readonly platform: Platform;
  /** Slack: `S…`. Teams: the tag's id. */
  readonly id: string;
}

/** An internal team that handles complaints. */
export interface Team {
  /** Its key in `redress.yml`. */
  readonly key: string;
  readonly name: string;
  readonly place: Place;
  /** The group to tag: a Slack user group or a Teams tag. Null: tag each member. */
  readonly group: Group | null;
  readonly members: readonly PersonId[];
  readonly lead: PersonId | null;
  readonly calendar: Calendar;
}

/** What a complaint can be about, and which team handles it. */
export interface Category {
  readonly key: string;
  readonly name: string;
  /** The team's key. */
  readonly team: string;
  /** Only the reporter, the assignee, the lead and the officers see complaints of this category. */
  readonly confidential: boolean;
  /** Words of what happened that suggest it. Absent: none are configured. */
  readonly words?: readonly string[];
}

/**
 * When to nudge, and whom. All spans are working time of the complaint's team: hours in ms, days as
 * working days. The three spans of a ladder are those of its first, second and third rung, whoever stands
 * there: a ladder with fewer rungs has no use for the last.
 */
export interface NudgePolicy extends LadderPolicy {
  /** Nobody took it: nudge the team, the lead, the officers this long after filing. Working ms. */
  readonly untaken: readonly [number, number, number];
  /** Acknowledge within this many working days. */
  readonly acknowledgeWithinDays: number;
  /** Remind this long before the acknowledgement is due. Working ms. */
  readonly acknowledgeWarning: number;
  /** Remind this long before a promise is due, each once. Working ms. */
  readonly beforePromise: readonly number[];
  /** A promise passed: nudge assignee, lead, officers this long after. Working ms. */
  readonly promisePassed: readonly [number, number, number];
  /** Nudge after this many working days without activity; repeat one rung higher each time. */
  readonly quietDays: number;
  /** Resolved, but the complainant was not informed: remind after this many working days. */
  readonly tellDays: number;
  /** Ask the complainant this many working days after they were informed of the resolution. */
  readonly followUpDays: number;
  /** Remind again after this many more working days, one rung higher each time. */
  readonly followUpAgainDays: number;
  /** On so many days the complainant is tried before a person may close it without their answer. */
  readonly followUpAttempts: number;
}

const HOUR_MS = 3_600_000;

/** The defaults that docs/nudges.md lists; each can be set in `redress.yml`. */
export const DEFAULT_POLICY: NudgePolicy = {
  untaken: [HOUR_MS, 4 * HOUR_MS, 8 * HOUR_MS],
  acknowledgeWithinDays: 1,
  acknowledgeWarning: 2 * HOUR_MS,
  beforePromise: [24 * HOUR_MS, 4 * HOUR_MS, HOUR_MS],
  promisePassed: [0, 4 * HOUR_MS, 8 * HOUR_MS],
  quietDays: 2,
  tellDays: 1,
  followUpDays: 5,
  followUpAgainDays: 2,
  followUpAttempts: 2,
};

/** So many messages a day a person gets at most, besides the morning list and what cannot wait. */
export const DEFAULT_MOST_A_DAY = 6;

/** A policy that holds for some complaints only. It is complete: what it does not change stands in it too. */
export interface LimitedPolicy {
  /** The keys of the categories it is for; null: all. */
  readonly categories: readonly string[] | null;
  /** The impacts it is for; null: all. */
  readonly impacts: readonly string[] | null;
  readonly policy: NudgePolicy;
}

/** What decides which policy holds for a complaint. */
export interface PolicyFacts {
  readonly category: string;
  /** `impact`: absent until somebody has assessed it. */
  readonly details: { readonly impact?: string };
}

/** The organisation as configured, with people resolved to ids. */
export interface Organisation {
  readonly teams: ReadonlyMap<string, Team>;
  readonly categories: ReadonlyMap<string, Category>;
  readonly officers: readonly PersonId[];
  /** Where alarms go; null when none is configured. Alarms are logged and counted either way. */
  readonly ops: Place | null;
  /** For the complaints that none of {@link policies} is for, see {@link findPolicy}. */
  readonly policy: NudgePolicy;
  /** The first one that is for a complaint holds. Absent: there are none. */
  readonly policies?: readonly LimitedPolicy[];
  /** So many messages a day a person gets at most. Absent: {@link DEFAULT_MOST_A_DAY}. */
  readonly mostADay?: number;
  /** Telephone numbers without a country code are read as of this country, ISO 3166-1. Absent: of none. */
  readonly phoneCountry?: string;
  /** The number of this configuration, see `GenerationStore`. Absent: it has none yet. */
  readonly generation?: number;
  /** The id of each record that was merged into a person named here, with that person's id. */
  readonly merged?: ReadonlyMap<PersonId, PersonId>;
}

const NINE_TO_FIVE: readonly WorkingBlock[] = [{ from: 540, to: 1020 }];
const MONDAY_TO_FRIDAY: Readonly<Record<Weekday, readonly WorkingBlock[]>> = {
  1: NINE_TO_FIVE,
  2: NINE_TO_FIVE,
  3: NINE_TO_FIVE,
  4: NINE_TO_FIVE,
  5: NINE_TO_FIVE,
  6: [],
  7: [],
};

/** For a complaint whose team is no longer configured: Monday to Friday, 9 to 5, UTC. */
const FALLBACK_CALENDAR: Calendar = { zone: 'UTC', week: MONDAY_TO_FRIDAY, holidays: [] };

/** Returns how many messages a day a person gets at most. */
export function findMostADay({ mostADay = DEFAULT_MOST_A_DAY }: Organisation): number {
  return mostADay;
}

/** Returns the calendar that times a team's nudges. `team` is its key. */
export function findCalendar(team: string, organisation: Organisation): Calendar {
  return organisation.teams.get(team)?.calendar ?? FALLBACK_CALENDAR;
}

/** Returns the policy that holds for a complaint, by the category and the impact it has now. */
export function findPolicy(
  complaint: PolicyFacts,
  { policies = [], policy }: Pick<Organisation, 'policy' | 'policies'>,
): NudgePolicy {
  return policies.find((one) => isFor(one, complaint))?.policy ?? policy;
}

/** What nobody has assessed is handled as this impact. */
const UNASSESSED = 'medium';

function isFor(
  { categories, impacts }: Omit<LimitedPolicy, 'policy'>,
  { category, details }: PolicyFacts,
): boolean {
  return (
    (categories?.includes(category) ?? true) &&
    (impacts?.includes(details.impact ?? UNASSESSED) ?? true)
  );
}

/** Who is on the escalation ladder of a complaint's team, above the assignee. */
export interface Ladder {
  readonly lead: PersonId | null;
  readonly officers: readonly PersonId[];
}

/** Returns a team's ladder. A team that is not configured has only the officers. */
export function findLadder(team: string, organisation: Organisation): Ladder {
  return {
    lead: organisation.teams.get(team)?.lead ?? null,
    officers: organisation.officers,
  };
}

/**
 * Returns the ladder on which a reminder climbs that does not reach a lower rung, because nobody stands
 * there or they are out of reach: without the lead, if the policy has the officers but not them.
 */
export function toClimbedLadder(
  ladder: Ladder,
  { ladder: rungs = RUNG_NAMES }: LadderPolicy,
): Ladder {
  const isLeadPassed = rungs.includes('officers') && !rungs.includes('lead');
  return isLeadPassed ? { ...ladder, lead: null } : ladder;
}
