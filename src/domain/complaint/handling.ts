import type { PersonId } from '../organisation/person.js';

/** How the complaint came in, and how the complainant is informed. */
export const MEANS = ['phone', 'email', 'letter', 'in-person', 'chat', 'web', 'social'] as const;
export type Means = (typeof MEANS)[number];

/** Evidence that the complainant was told of the receipt of the complaint. ISO 10002:2018, 7.3. */
export interface Acknowledgement {
  /** The round of handling it belongs to, see {@link findHandlingRound}. */
  readonly round: number;
  /** When the complainant was told. */
  readonly at: number;
  readonly recordedAt: number;
  readonly by: PersonId;
  readonly means: Means;
  readonly words: string;
}

/** Evidence that the complainant was told of a resolution. Nothing but a person's word makes one. */
export interface Telling {
  /** When the complainant was told. */
  readonly at: number;
  readonly recordedAt: number;
  readonly by: PersonId;
  /** Null in records of releases that did not ask. */
  readonly means: Means | null;
  /** What was said. Empty in records of releases that did not ask. */
  readonly words: string;
}

/** Was what the complainant asked for delivered? */
export const DELIVERED = ['yes', 'partly', 'no'] as const;
export type Delivered = (typeof DELIVERED)[number];

/** What was done about the complaint in one round. */
export interface Resolution {
  readonly round: number;
  readonly at: number;
  readonly by: PersonId;
  readonly done: string;
  readonly delivered: Delivered;
  /** Null until the complainant was told of it. */
  readonly told: Telling | null;
}

/**
 * What came of going back to the complainant.
 *
 * - `answered`: they said how satisfied they are
 * - `not-reached`: they could not be reached
 * - `no-contact`: they want no further contact
 */
export const FOLLOW_UP_OUTCOMES = ['answered', 'not-reached', 'no-contact'] as const;
export type FollowUpOutcome = (typeof FOLLOW_UP_OUTCOMES)[number];

/** One attempt to ask the complainant some time after the resolution. */
export interface FollowUp {
  readonly round: number;
  readonly at: number;
  readonly by: PersonId;
  readonly outcome: FollowUpOutcome;
  /** 1 (very dissatisfied) to 5 (very satisfied); null unless they answered. */
  readonly satisfaction: number | null;
  readonly words: string;
}

/** It went on after it was resolved. It ends a round of handling, and nothing of the round is deleted. */
export interface Reopening {
  readonly at: number;
  readonly by: PersonId;
  readonly reason: string;
}

/** What was said to the complainant and done for them, over all rounds. Each list has the latest last. */
export interface Handling {
  readonly acknowledgements: readonly Acknowledgement[];
  readonly resolutions: readonly Resolution[];
  readonly followUps: readonly FollowUp[];
  readonly reopenings: readonly Reopening[];
}

/** Returns the round of handling that runs: 1, and one more with each reopening. */
export function findHandlingRound({ reopenings }: Pick<Handling, 'reopenings'>): number {
  return reopenings.length + 1;
}

/** Returns the acknowledgement of the round that runs; null if there is none. */
export function findAcknowledgement(
  handling: Pick<Handling, 'acknowledgements' | 'reopenings'>,
): Acknowledgement | null {
  const round = findHandlingRound(handling);
  return handling.acknowledgements.find((one) => one.round === round) ?? null;
}

/** Returns the resolution of the round that runs; null until the complaint is resolved in it. */
export function findResolution(
  handling: Pick<Handling, 'resolutions' | 'reopenings'>,
): Resolution | null {
  const round = findHandlingRound(handling);
  return handling.resolutions.findLast((one) => one.round === round) ?? null;
}

/** Returns the attempts to follow up in the round that runs. */
export function findFollowUps(
  handling: Pick<Handling, 'followUps' | 'reopenings'>,
): readonly FollowUp[] {
  const round = findHandlingRound(handling);
  return handling.followUps.filter((one) => one.round === round);
}

/**
 * Does the complainant know that the complaint was received? They do once it was acknowledged, and whoever
 * was told of a resolution has been acknowledged, in whatever round.
 */
export function isAcknowledged({
  acknowledgements,
  resolutions,
}: Pick<Handling, 'acknowledgements' | 'resolutions'>): boolean {
  return acknowledgements.length > 0 || resolutions.some(({ told }) => told !== null);
}
