import type { Calendar, Weekday, WorkingBlock } from './calendar.js';
import type { PersonId, Platform } from './person.js';
import type { Place } from './place.js';

/** A group of people as a platform knows it. */
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
  /** The platform's own group of them, to tag: in Slack a user group, in Teams a tag. Null: the members are tagged. */
  readonly group: Group | null;
  readonly members: readonly PersonId[];
  readonly lead: PersonId | null;
  readonly calendar: Calendar;
}

/** What a complaint can be about, and who handles it. */
export interface Category {
  readonly key: string;
  readonly name: string;
  readonly team: string;
  /** Complaints of this category are seen only by reporter, assignee, lead and officers. */
  readonly confidential: boolean;
}

/** When to nudge. All spans are working time of the complaint's team: hours in ms, days in working days. */
export interface NudgePolicy {
  /** Nobody took it: to the team, the lead, the officers, this long after filing. Working ms. */
  readonly untaken: readonly [number, number, number];
  /** Acknowledge within this many working days. */
  readonly acknowledgeWithinDays: number;
  /** Remind this long before the acknowledgement is due. Working ms. */
  readonly acknowledgeWarning: number;
  /** Remind this long before a promise, each once. Working ms. */
  readonly beforePromise: readonly number[];
  /** A promise passed: to assignee, lead, officers, this long after. Working ms. */
  readonly promisePassed: readonly [number, number, number];
  /** Nothing happened for this many working days; repeated, a rung higher each time. */
  readonly quietDays: number;
  /** Resolved but the complainant was not told: remind after this many working days. */
  readonly tellDays: number;
  /** Ask the complainant this many working days after they were told of the resolution. */
  readonly followUpDays: number;
  /** And again after this many more, a rung higher each time. */
  readonly followUpAgainDays: number;
}

const HOUR_MS = 3_600_000;

/** The defaults the README promises; each can be set in `redress.yml`. */
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
};

/** The organisation as configured, with people resolved to ids. */
export interface Organisation {
  readonly teams: ReadonlyMap<string, Team>;
  readonly categories: ReadonlyMap<string, Category>;
  readonly officers: readonly PersonId[];
  /** Where alarms go; null when none is configured (they are logged and counted all the same). */
  readonly ops: Place | null;
  readonly policy: NudgePolicy;
  /** The ids of records merged into those of people named here, each with the id it goes by here. */
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
export const FALLBACK_CALENDAR: Calendar = { zone: 'UTC', week: MONDAY_TO_FRIDAY, holidays: [] };

/** The calendar by which a team's nudges are timed. */
export function findCalendar(team: string, organisation: Organisation): Calendar {
  return organisation.teams.get(team)?.calendar ?? FALLBACK_CALENDAR;
}

/** Who stands on the ladder of a complaint's team. */
export interface Ladder {
  readonly lead: PersonId | null;
  readonly officers: readonly PersonId[];
}

/** The ladder of a team; without a configured team only the officers are left. */
export function findLadder(team: string, organisation: Organisation): Ladder {
  return {
    lead: organisation.teams.get(team)?.lead ?? null,
    officers: organisation.officers,
  };
}
