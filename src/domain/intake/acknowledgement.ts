import { type ComplaintFacts, isInWork } from '../complaint/facts.js';
import { isAcknowledged } from '../complaint/handling.js';

/** What says whether an acknowledgement is owed. */
export type AcknowledgementFacts = Pick<
  ComplaintFacts,
  'state' | 'details' | 'acknowledgements' | 'resolutions'
>;

/**
 * Is somebody still to tell the complainant that the complaint was received? Nobody can tell whoever does not want
 * to say who they are.
 */
export function owesAcknowledgement(complaint: AcknowledgementFacts): boolean {
  const { isAnonymous = false } = complaint.details.complainant;
  return isInWork(complaint) && !isAcknowledged(complaint) && !isAnonymous;
}
