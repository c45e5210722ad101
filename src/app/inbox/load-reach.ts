import type { Complaint } from '../../domain/complaint/complaint.js';
import { findLadderOf } from '../../domain/concerned/concerned.js';
import type { Absences } from '../../domain/inbox/absence.js';
import { toHours } from '../../domain/inbox/decide-lines.js';
import type { Reach } from '../../domain/inbox/held.js';
import { createInbox } from '../../domain/inbox/inbox.js';
import { nextQuarter, nextReach } from '../../domain/inbox/reach.js';
import { findDueNudges } from '../../domain/nudges/next-action.js';
import type { PersonId } from '../../domain/organisation/person.js';
import { findPersonHours } from '../../domain/organisation/person-teams.js';
import type { Dependencies } from '../dependencies.js';
import { skipUnreadable } from '../records/skip-unreadable.js';

/**
 * Loads when the lead, the officers and whoever stands in for them can be reached, if one of the nudges that are
 * due at `now` (business time, ms UTC) is an escalation. Undefined if none is: then nobody asks. Throws
 * `STORE_UNAVAILABLE`.
 */
export async function loadReach(
  deps: Pick<Dependencies, 'inboxes' | 'people' | 'organisation'>,
  complaint: Complaint,
  { now, absences }: { readonly now: number; readonly absences: Absences },
): Promise<Reach | undefined> {
  const { organisation } = deps;
  // What is critical waits for nobody's hours.
  if (complaint.details.impact === 'critical') return undefined;
  const due = findDueNudges(complaint, organisation, now);
  if (due.every(({ rung }) => rung === 0)) return undefined;
  const { lead, officers } = findLadderOf(complaint, organisation);
  const own = [...(lead === null ? [] : [lead]), ...officers];
  const ids = [...new Set([...own, ...own.flatMap((one) => absences.get(one)?.standIn ?? [])])];
  return new Map(
    await Promise.all(ids.map(async (id) => [id, await findReach(deps, id, now)] as const)),
  );
}

async function findReach(
  { inboxes, people, organisation }: Pick<Dependencies, 'inboxes' | 'people' | 'organisation'>,
  id: PersonId,
  now: number,
): Promise<number> {
  const person = (await people.get(id)) ?? { id, aliases: [] };
  const inbox = await skipUnreadable(() => inboxes.load(person.id));
  const hours = findPersonHours(person, organisation);
  return nextReach(toHours(inbox ?? createInbox(id), { hours }), nextQuarter(now));
}
