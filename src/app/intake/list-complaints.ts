import { accessOf, toViewer, withholdFrom } from '../../domain/complaint/permissions.js';
import type { Person } from '../../domain/organisation/person.js';
import type { Notice } from '../../views/elements.js';
import { listNotice } from '../../views/notices.js';
import type { Dependencies } from '../dependencies.js';

/** Each row takes two blocks, and Slack takes 50 blocks per message. */
const MAX_LISTED = 15;

/** A notice with the open complaints a person may see, newest first. Throws `STORE_UNAVAILABLE`. */
export async function listComplaints(deps: Dependencies, person: Person): Promise<Notice> {
  const { organisation } = deps;
  const viewer = toViewer(person, organisation);
  const listed = await deps.complaints.list({
    viewer,
    states: ['open', 'assigned', 'resolved'],
    // one more, to see whether there are more
    limit: MAX_LISTED + 1,
  });
  const found = listed.flatMap((one) => withholdFrom(accessOf(viewer, one), one) ?? []);
  const assignees = found.map(({ assignee }) => assignee).filter((id) => id !== null);
  const people = await deps.people.getMany([...new Set(assignees)]);
  return listNotice(found, organisation, people, MAX_LISTED);
}
