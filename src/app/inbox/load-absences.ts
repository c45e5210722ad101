import { type Absence, type Absences, NOBODY_AWAY } from '../../domain/inbox/absence.js';
import type { Organisation } from '../../domain/organisation/organisation.js';
import type { Person, PersonId } from '../../domain/organisation/person.js';
import type { Dependencies } from '../dependencies.js';
import { isConfigured } from '../organisation/refresh-person.js';

/**
 * Loads who is away now or will be, under every id that complaints may hold of them. Throws
 * `STORE_UNAVAILABLE`.
 */
export async function loadAbsences({
  inboxes,
  people,
  clock,
  organisation,
}: Pick<Dependencies, 'inboxes' | 'people' | 'clock' | 'organisation'>): Promise<Absences> {
  const found = await inboxes.findAbsent(clock.now());
  if (found.length === 0) return NOBODY_AWAY;
  const standIns = found.flatMap(({ absence }) => absence?.standIn ?? []);
  const known = await people.getMany([...found.map(({ id }) => id), ...standIns]);
  const absences = new Map<PersonId, Absence>();
  // What somebody said under their present id holds over what a merged record says.
  const ordered = found.toSorted((one, other) => toRank(one.id, known) - toRank(other.id, known));
  for (const { id, absence } of ordered) {
    if (absence === null) continue;
    const person = known.get(id);
    const standIn = absence.standIn && toRoleId(absence.standIn, known, organisation);
    for (const one of [id, ...(person === undefined ? [] : [person.id, ...person.aliases])]) {
      absences.set(one, { ...absence, standIn });
    }
  }
  return absences;
}

/**
 * The id under which the organisation has a person, so that they keep their roles when their record is merged
 * after the start; that of their present record for whoever has no role.
 */
function toRoleId(
  id: PersonId,
  known: ReadonlyMap<PersonId, Person>,
  organisation: Organisation,
): PersonId {
  const person = known.get(id);
  if (person === undefined) return id;
  const ids = [person.id, ...person.aliases];
  return (
    ids.find((one) => isConfigured({ ...person, id: one, aliases: [] }, organisation)) ?? person.id
  );
}

function toRank(id: PersonId, known: ReadonlyMap<PersonId, Person>): number {
  return known.get(id)?.id === id ? 1 : 0;
}
