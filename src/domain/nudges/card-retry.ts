import { type ComplaintFacts, isOngoing, type StuckCard } from '../complaint/facts.js';
import { findPlacement } from '../complaint/slot.js';
import type { Organisation } from '../organisation/organisation.js';
import { toPlaceKey } from '../organisation/place.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/**
 * The waits before a refused card is tried again, ms of business time, at any hour: a card is no nudge to a
 * person, and a new one is posted at night too. First for a bot that is invited a minute later; the last
 * one repeats for as long as the complaint is open. A try costs one call that posts nothing.
 */
const RETRY_WAITS_MS: readonly [number, ...number[]] = [
  5 * MINUTE_MS,
  15 * MINUTE_MS,
  HOUR_MS,
  4 * HOUR_MS,
  6 * HOUR_MS,
];

/** The shortest wait between two tries, ms, when no place has changed and no platform says anything. */
export const MIN_RETRY_WAIT_MS = RETRY_WAITS_MS[0];

/** What decides whether and when a refused card is tried again. */
export type StuckFacts = Pick<ComplaintFacts, 'state' | 'placements' | 'undelivered'>;

/** Returns the cards to try again: none once the complaint is closed or withdrawn, or the placement. */
export function findStuckCards({
  state,
  placements,
  undelivered,
}: StuckFacts): readonly StuckCard[] {
  if (!isOngoing({ state })) return [];
  return (undelivered.stuck ?? []).filter(
    ({ slot }) => findPlacement(placements, slot)?.closedAt === null,
  );
}

/** The derived field `stuckIn`: the teams in whose channel a card is stuck, each once. */
export function findStuckTeams(facts: StuckFacts): readonly string[] {
  const teams = findStuckCards(facts).map(
    ({ slot }) => findPlacement(facts.placements, slot)?.team ?? '',
  );
  return [...new Set(teams)];
}

/** Returns when the first of the complaint's refused cards is tried again, business time, ms UTC; null: none. */
export function computeRetryAt(facts: StuckFacts, organisation: Organisation): number | null {
  const times = findStuckCards(facts).map((card) => toRetryTime(card, facts, organisation));
  return times.length === 0 ? null : Math.min(...times);
}

/** When to try this card again, ms UTC: at once if its team has another place than the one that refused it. */
export function toRetryTime(
  card: StuckCard,
  { placements }: Pick<StuckFacts, 'placements'>,
  organisation: Organisation,
): number {
  const place = findPlaceKey(card, placements, organisation);
  if (place !== null && place !== card.place) return card.triedAt;
  const last = RETRY_WAITS_MS.length - 1;
  return card.triedAt + (RETRY_WAITS_MS[Math.min(card.tries, last)] ?? MIN_RETRY_WAIT_MS);
}

/** The key of the place where this card belongs now; null when its team has none. */
export function findPlaceKey(
  { slot }: Pick<StuckCard, 'slot'>,
  placements: ComplaintFacts['placements'],
  { teams }: Pick<Organisation, 'teams'>,
): string | null {
  const place = teams.get(findPlacement(placements, slot)?.team ?? '')?.place;
  return place === undefined ? null : toPlaceKey(place);
}
