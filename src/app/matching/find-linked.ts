import type { Complaint } from '../../domain/complaint/complaint.js';
import { COMPLAINT_STATES, type ComplaintId } from '../../domain/complaint/facts.js';
import { accessOf, type Viewer } from '../../domain/complaint/permissions.js';
import { toLinkKey } from '../../domain/matching/match-keys.js';
import type { Dependencies } from '../dependencies.js';
import { skipUnreadable } from '../records/skip-unreadable.js';

/** So many complaints that are linked to one are shown at most. */
export const MOST_LINKED = 20;

type LinkParts = Pick<Dependencies, 'complaints' | 'matches'>;

/**
 * The complaints that this one is linked to, then those that are linked to it, newest first: only those that the
 * viewer may see. Throws `STORE_UNAVAILABLE`.
 */
export async function findLinked(
  { complaints, matches }: LinkParts,
  { id, links = [] }: Complaint,
  viewer: Viewer,
): Promise<readonly Complaint[]> {
  const [own, back] = await Promise.all([
    Promise.all(links.map((link) => skipUnreadable(() => complaints.load(link)))),
    matches.findByKeys({ keys: [toLinkKey(id)], states: COMPLAINT_STATES, limit: MOST_LINKED }),
  ]);
  const found = [...own, ...back].filter((one) => one !== undefined);
  const unique = [...new Map(found.map((one) => [one.id, one])).values()];
  return unique.filter((one) => accessOf(viewer, one) !== 'none');
}

/**
 * May the person link a new complaint to this one? If they may see it in full; otherwise it is as if it did not
 * exist. Throws `STORE_UNAVAILABLE`.
 */
export async function mayLink(
  { complaints }: Pick<LinkParts, 'complaints'>,
  id: ComplaintId,
  viewer: Viewer,
): Promise<boolean> {
  const complaint = await skipUnreadable(() => complaints.load(id));
  return complaint !== undefined && accessOf(viewer, complaint) === 'full';
}
