import type { PersonId } from '../organisation/person.js';

/** A time in which a person is away, and who gets their reminders meanwhile. Times are business time, ms UTC. */
export interface Absence {
  /** Its number among the absences of this person, from 1 on. */
  readonly n: number;
  readonly from: number;
  /** When they are back; null: when they say so. */
  readonly until: number | null;
  /** Who stands in for them; null: the lead of each complaint's team. */
  readonly standIn: PersonId | null;
}

/** The end of an absence that has none, ms UTC: later than any date. */
export const NO_END = 8_640_000_000_000_000;

/** The absences that have not ended, by the person who is away or will be. */
export type Absences = ReadonlyMap<PersonId, Absence>;

/** Nobody is away. */
export const NOBODY_AWAY: Absences = new Map();

/** Is a person with this absence away at `now` (ms UTC)? */
export function isAway(absence: Absence | null | undefined, now: number): boolean {
  if (absence === null || absence === undefined) return false;
  return absence.from <= now && now < (absence.until ?? NO_END);
}

/** Is the time of this absence over at `now` (ms UTC)? Its inbox is perhaps not woken yet. */
export function isOver({ until }: Absence, now: number): boolean {
  return (until ?? NO_END) <= now;
}
