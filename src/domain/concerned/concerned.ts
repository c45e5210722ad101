import type { ComplaintFacts } from '../complaint/facts.js';
import { findLadder, type Ladder, type Organisation } from '../organisation/organisation.js';
import type { PersonId } from '../organisation/person.js';

/** What says whom a complaint is about. */
export type ConcernFacts = Pick<ComplaintFacts, 'concerns'>;

/**
 * Is the complaint about this person? Then it does not exist for them, whatever else they are: they see
 * nothing of it and get nothing, and they may not have, approve or review it. `ids`: all of the person's.
 */
export function isConcerned(
  { ids }: { readonly ids: readonly PersonId[] },
  { concerns = [] }: ConcernFacts,
): boolean {
  return concerns.some((id) => ids.includes(id));
}

/** {@link isConcerned} for somebody of whom only one id is at hand, such as a lead or an officer. */
export function isConcernedId(
  id: PersonId,
  { concerns = [] }: ConcernFacts,
  { merged }: Pick<Organisation, 'merged'>,
): boolean {
  if (concerns.length === 0) return false;
  const present = (one: PersonId): PersonId => merged?.get(one) ?? one;
  return concerns.some((one) => one === id || present(one) === present(id));
}

/**
 * Returns who is on the ladder of a complaint's team, without those whom it is about. Their rungs fall to
 * the next, so those of a lead to the officers.
 */
export function findLadderOf(
  complaint: ConcernFacts & Pick<ComplaintFacts, 'team'>,
  organisation: Organisation,
): Ladder {
  const { lead, officers } = findLadder(complaint.team, organisation);
  const isFree = (one: PersonId): boolean => !isConcernedId(one, complaint, organisation);
  return {
    lead: lead !== null && isFree(lead) ? lead : null,
    officers: officers.filter(isFree),
  };
}
