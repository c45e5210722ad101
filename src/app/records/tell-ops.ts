import type { Place } from '../../domain/organisation/place.js';
import type { UnreadableRecord } from '../../ports/unreadable-records.js';
import { unreadableRecordsCard } from '../../views/unreadable-records.js';
import type { Dependencies } from '../dependencies.js';
import { toFaultKey } from './unreadable-records.js';

/** The shortest time between two messages, or two attempts, ms: no flood, no tight loop. */
export const MIN_INTERVAL_MS = 600_000;

type OpsDependencies = Pick<
  Dependencies,
  | 'unreadable'
  | 'alarms'
  | 'channels'
  | 'organisation'
  | 'newId'
  | 'realNow'
  | 'monotonicNow'
  | 'logger'
>;

/**
 * Creates the task that tells the ops channel of unreadable records. Call it after each sweep. Each
 * record is named once, by whichever process is first, also across restarts; it is named again when
 * its fault or the schema that this version knows changes. At least once: it may come twice when two
 * processes find it at the same moment, or when one dies before it noted that it told.
 */
export function createOpsTeller(deps: OpsDependencies): () => Promise<void> {
  const told = new Set<string>();
  let nextAt = Number.NEGATIVE_INFINITY;
  let isRunning = false;
  async function tell(place: Place, candidates: readonly UnreadableRecord[]): Promise<void> {
    const untold = await findUntold(deps, candidates);
    if (untold.length > 0) {
      // Before the call, which may throw.
      nextAt = deps.monotonicNow() + MIN_INTERVAL_MS;
      if (!(await post(deps, place, untold))) return;
    }
    const keys = candidates.map(toFaultKey);
    for (const key of keys) told.add(key);
    await deps.alarms.markTold(keys, deps.realNow());
  }
  return async () => {
    const place = deps.organisation.ops;
    if (place === null || isRunning || deps.monotonicNow() < nextAt) return;
    const candidates = deps.unreadable.all().filter((record) => !told.has(toFaultKey(record)));
    if (candidates.length === 0) return;
    isRunning = true;
    await tell(place, candidates).finally(() => {
      isRunning = false;
    });
  };
}

async function findUntold(
  { alarms }: OpsDependencies,
  records: readonly UnreadableRecord[],
): Promise<readonly UnreadableRecord[]> {
  const untold = new Set(await alarms.findUntold(records.map(toFaultKey)));
  return records.filter((record) => untold.has(toFaultKey(record)));
}

/** True when the platform confirmed the message. */
async function post(
  deps: OpsDependencies,
  place: Place,
  records: readonly UnreadableRecord[],
): Promise<boolean> {
  const message = { deliveryId: deps.newId(), card: unreadableRecordsCard(records) };
  const outcome = await deps.channels.get(place.platform)?.post({ place }, message);
  if (outcome?.kind === 'sent') return true;
  const fields = { outcome: outcome?.kind ?? 'no channel', detail: outcome?.detail };
  deps.logger.error(fields, 'ops channel not told of unreadable records, will retry');
  return false;
}
