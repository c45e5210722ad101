import type { VisibilityFacts } from '../complaint/audience.js';
import { isOnlyReporter, toViewer } from '../complaint/permissions.js';
import { findLadderOf } from '../concerned/concerned.js';
import type { PersonId } from '../organisation/person.js';
import { isAway, NOBODY_AWAY } from './absence.js';
import { type AbsenceContext, findStandIn, type StandIn } from './stand-in.js';

/** When a message of their inbox can next reach each of these people, business time, ms UTC. */
export type Reach = ReadonlyMap<PersonId, number>;

/** An escalation that waited longer in somebody's inbox goes to the next rung, ms. */
const LONGEST_HOLD_MS = 2 * 3_600_000;

/** What decides who gets an escalation that somebody would read too late. */
interface HoldContext extends AbsenceContext {
  /** Absent: everybody can be reached now. Whoever is not in it can. */
  readonly reach?: Reach;
}

/**
 * Finds who gets an escalation in place of a person who is away, see {@link findStandIn}, or whom it would reach
 * more than {@link LONGEST_HOLD_MS} later: the first officer who can be reached before that, is not away and may
 * see the complaint, not only because they reported it. Of those who stand in one who can be reached comes first.
 * Null when the person can be reached, or nobody can.
 */
export function findReachable(
  person: PersonId,
  complaint: VisibilityFacts,
  context: HoldContext,
): StandIn | null {
  const { organisation, now, absences = NOBODY_AWAY, reach = new Map() } = context;
  const held = new Set([...reach.keys()].filter((one) => isHeld(one, context)));
  const standIn =
    findStandIn(person, complaint, context, held) ?? findStandIn(person, complaint, context);
  if (standIn !== null || !held.has(person)) return standIn;
  const { officers } = findLadderOf(complaint, organisation);
  const found = officers.find(
    (one) =>
      one !== person &&
      !held.has(one) &&
      !isAway(absences.get(one), now) &&
      !isOnlyReporter(toViewer(one, organisation), complaint),
  );
  return found === undefined
    ? null
    : { person: found, until: reach.get(person) ?? null, isHeld: true };
}

function isHeld(person: PersonId, { now, reach }: HoldContext): boolean {
  return (reach?.get(person) ?? now) - now > LONGEST_HOLD_MS;
}
