/**
 * Who can stand on an escalation ladder, from the lowest rung up; `assignee` is the team while nobody has
 * the complaint. The place in the list is the number of the rung, which stored nudges have: it never
 * changes. What comes past the last one goes to everybody.
 */
export const RUNG_NAMES = ['assignee', 'lead', 'officers'] as const;
export type RungName = (typeof RUNG_NAMES)[number];

/** The highest rung that a ladder can have: the complaints officers. */
export const LAST_RUNG = RUNG_NAMES.length - 1;

/** A policy, as far as it says who stands on the ladder. */
export interface LadderPolicy {
  /** The rungs of every ladder, in the order of {@link RUNG_NAMES}. Absent: all of them. */
  readonly ladder?: readonly [RungName, ...RungName[]];
}

/** Returns the numbers of a ladder's rungs, the lowest first. */
export function listRungs({ ladder = RUNG_NAMES }: LadderPolicy): readonly number[] {
  return ladder.map((name) => RUNG_NAMES.indexOf(name));
}

/** Returns the number of a ladder's highest rung. */
export function findTopRung(policy: LadderPolicy): number {
  return Math.max(...listRungs(policy));
}

/**
 * Returns the rung that follows `rung`, which need not be on the ladder: the policy may be another since it
 * was sent. -1: the first. After the highest come those past {@link LAST_RUNG}, without end.
 */
export function findRungAfter(rung: number, policy: LadderPolicy): number {
  return listRungs(policy).find((one) => one > rung) ?? Math.max(rung, LAST_RUNG) + 1;
}

/** Returns which reminder of its ladder a rung is, counted from 1, if none is repeated. */
export function countToRung(rung: number, policy: LadderPolicy): number {
  const lower = listRungs(policy).filter((one) => one < rung).length;
  return 1 + lower + Math.max(0, rung - LAST_RUNG - 1);
}
