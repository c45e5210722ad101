import type { Complaint } from '../../src/domain/complaint/complaint.js';
import type { Person } from '../../src/domain/organisation/person.js';
import { collectPersonIds, type ViewContext } from '../../src/views/context.js';
import { createOrganisation, MONDAY } from '../support/domain.js';

/** A context in which everybody is called `Name of <id>`. `now` is ms UTC. */
export function viewContext(complaint: Complaint, now = MONDAY): ViewContext {
  const organised = createOrganisation();
  const people = new Map(
    collectPersonIds(complaint, organised).map((id): [string, Person] => [
      id,
      {
        id,
        name: `Name of ${id}`,
        email: null,
        zone: null,
        accounts: [],
        aliases: [],
        mergedInto: null,
      },
    ]),
  );
  return { complaint, organisation: organised, people, now };
}
