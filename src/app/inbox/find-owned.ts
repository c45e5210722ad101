import type { Complaint } from '../../domain/complaint/complaint.js';
import { ONGOING_STATES } from '../../domain/complaint/facts.js';
import { isViewer } from '../../domain/complaint/permissions.js';
import type { Person } from '../../domain/organisation/person.js';
import type { Dependencies } from '../dependencies.js';

/** So many complaints of a person are looked through. */
const MOST_READ = 500;

/**
 * The complaints that a person has and that are not closed, the one whose next action comes first first. Throws
 * `STORE_UNAVAILABLE`.
 */
export async function findOwned(
  { complaints }: Pick<Dependencies, 'complaints'>,
  { id, aliases }: Pick<Person, 'id' | 'aliases'>,
): Promise<readonly Complaint[]> {
  // By their own keys alone: what they have or reported, but not all that their team has.
  const viewer = { person: id, ids: [id, ...aliases], memberOf: [], leadOf: [], isOfficer: false };
  const listed = await complaints.list({ viewer, states: ONGOING_STATES, limit: MOST_READ });
  const toTime = ({ nextActionAt }: Complaint): number => nextActionAt ?? Number.MAX_SAFE_INTEGER;
  return listed
    .filter(({ assignee }) => isViewer(viewer, assignee))
    .toSorted((one, other) => toTime(one) - toTime(other));
}
