import { decideSystem } from '../../domain/commands/decide.js';
import { raisesAlarm } from '../../domain/commands/undelivered/undelivered.js';
import type { Delivery } from '../../domain/complaint/delivery.js';
import type { ComplaintId } from '../../domain/complaint/facts.js';
import type { Dependencies } from '../dependencies.js';
import { loadAbsences } from '../inbox/load-absences.js';
import { type CommitHooks, commit } from '../scheduling/commit.js';

/**
 * Reports a delivery that failed permanently, once, counts it if it is an alarm (`raisesAlarm`), and then
 * removes it from the outbox. If the
 * process dies in between, the event id prevents a second report. Throws `STORE_UNAVAILABLE`,
 * `STORE_CONFLICT`.
 */
export async function reportFailure(
  deps: Dependencies,
  hooks: CommitHooks,
  id: ComplaintId,
  item: Delivery,
): Promise<void> {
  const reason = item.failed ?? 'gave-up';
  const { clock, realNow, organisation } = deps;
  const absences = await loadAbsences(deps);
  let isAlarm = false;
  await commit(deps, hooks, id, { id: `undelivered/${item.id}`, by: null }, (complaint) => {
    const context = { now: clock.now(), realNow: realNow(), organisation, absences };
    // A lost alarm is none of the complaint's, but an operator must look at it.
    isAlarm = item.slot === 'ops' || raisesAlarm(complaint, item, reason, context);
    return decideSystem(complaint, { kind: 'undelivered', delivery: item.id, reason }, context);
  });
  if (isAlarm) deps.meter.count('alarms', { reason });
  await deps.complaints.drop(id, item.id);
}
