import { decideSystem } from '../../domain/commands/decide.js';
import type { Complaint } from '../../domain/complaint/complaint.js';
import type { ComplaintRelay, RelayItem } from '../../domain/document/relay.js';
import type { PersonId } from '../../domain/organisation/person.js';
import type { AttemptOutcome } from '../delivery/attempt.js';
import { sendRelay } from '../delivery/send-relay.js';
import type { Dependencies } from '../dependencies.js';
import type { CommitHooks } from '../scheduling/commit.js';
import type { CommitParts } from '../scheduling/commit-document.js';
import { loadAbsences } from './load-absences.js';

/**
 * Delivers what the inbox of a person tells a complaint: that a nudge did not reach them. Throws
 * `STORE_UNAVAILABLE`, `STORE_CONFLICT`, `STORE_RECORD`.
 */
export async function sendToComplaint(
  deps: Dependencies,
  hooks: CommitHooks,
  person: PersonId,
  { id: itemId, relay }: RelayItem<ComplaintRelay>,
): Promise<AttemptOutcome> {
  const { complaints, organisation, clock, realNow, meter, waiting } = deps;
  const { target, command } = relay;
  const absences = await loadAbsences(deps);
  const parts: CommitParts<Complaint> = { store: complaints, meter, waiting, ...hooks };
  return sendRelay(parts, { itemId, targetId: target.id }, (complaint) => {
    const context = { now: clock.now(), realNow: realNow(), organisation, absences };
    return decideSystem(complaint, { ...command, person }, context);
  });
}
