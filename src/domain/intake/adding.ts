import type { VisibilityFacts } from '../complaint/audience.js';
import { type ComplaintFacts, isInWork } from '../complaint/facts.js';
import { accessOf, type Viewer } from '../complaint/permissions.js';
import { type Refusal, refusal } from '../document/refusal.js';
import { toMatchKeys } from '../matching/match-keys.js';
import { isBlank } from '../text/blank.js';
import type { EnteredContact } from './added-report.js';

/** What decides whether somebody may add to a complaint. */
export type AddingFacts = VisibilityFacts & Pick<ComplaintFacts, 'state' | 'details'>;

/**
 * Is somebody told of a complaint that they may not see, once they enter the exact account, e-mail address or
 * telephone number of its complainant? While it is handled and not confidential.
 */
export function isToldOf(complaint: Pick<ComplaintFacts, 'state' | 'confidential'>): boolean {
  return isInWork(complaint) && !complaint.confidential;
}

/**
 * Why a person cannot add what they heard to a complaint; null if they can: they see it, or are told of it (see
 * {@link isToldOf}). `not-found` if it does not exist for them: nothing of it is shown then. `entered`: by what they
 * found it; empty if it is open in front of them. `country`: see `toMatchKeys`.
 */
export function findAddingObstacle(
  viewer: Viewer,
  complaint: AddingFacts,
  entered: EnteredContact,
  country: string | null,
): Refusal | null {
  const isSame = sharesKey(complaint, entered, country);
  const isKnown = accessOf(viewer, complaint) !== 'none' || (isSame && isToldOf(complaint));
  if (!isKnown) return refusal('not-found');
  if (!isInWork(complaint)) return refusal('add-ended', null, { state: complaint.state });
  return isSame || isNothing(entered) ? null : refusal('other-complainant');
}

/** Is the complaint of the complainant who was entered? */
function sharesKey(
  { details }: Pick<ComplaintFacts, 'details'>,
  { account = '', email, phone }: EnteredContact,
  country: string | null,
): boolean {
  const complainant = { name: '', account, ...(email && { email }), ...(phone && { phone }) };
  const keys: readonly string[] = toMatchKeys({ complainant }, country);
  return toMatchKeys(details, country).some((key) => keys.includes(key));
}

function isNothing({ account = '', email = '', phone = '' }: EnteredContact): boolean {
  return [account, email, phone].every(isBlank);
}
