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
 * May this person add what they heard to a complaint, which they may not see so far? They may if they see it;
 * others if it is handled, not confidential, and they entered the exact account, e-mail address or telephone
 * number of its complainant. `country`: see `toMatchKeys`. Nothing of a complaint is shown to whom this
 * refuses it, not even that it exists.
 */
export function mayAddReport(
  viewer: Viewer,
  complaint: AddingFacts,
  entered: EnteredContact,
  country: string | null,
): boolean {
  return findAddingObstacle(viewer, complaint, entered, country) === null;
}

/**
 * Why a person cannot add to a complaint; null if they can, see {@link mayAddReport}. `not-found` if it does not
 * exist for them. `entered`: by what they found it; empty if it is open in front of them.
 */
export function findAddingObstacle(
  viewer: Viewer,
  complaint: AddingFacts,
  entered: EnteredContact,
  country: string | null,
): Refusal | null {
  const isSame = sharesKey(complaint, entered, country);
  const isInHand = isInWork(complaint);
  const isToldOf = isSame && isInHand && !complaint.confidential;
  if (accessOf(viewer, complaint) === 'none' && !isToldOf) return refusal('not-found');
  if (!isInHand) return refusal('add-ended', null, { state: complaint.state });
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
