import type { Complaint } from '../../src/domain/complaint/complaint.js';
import type { Decision } from '../../src/domain/complaint/decision.js';
import {
  type Delivery,
  findClaimable,
  findCoveredIds,
  isOrphan,
} from '../../src/domain/complaint/delivery.js';
import { toNews } from '../support/complaint/outbox.js';

/** Does what a deliverer does in one pass: sends every claimable delivery, drops orphans. */
export function deliverOnce(complaint: Complaint): Complaint {
  const { outbox, refs } = complaint;
  const lost = outbox.filter((item) => isOrphan(item, complaint)).map((item) => item.id);
  const heads = findClaimable(complaint, Number.MAX_SAFE_INTEGER);
  const ids = heads.flatMap((head) => findCoveredIds(outbox, head));
  const posted = heads
    .filter((head) => head.kind !== 'update')
    .map((head) => [head.slot, { platform: 'slack', key: head.id }] as const);
  return {
    ...removeDeliveries(complaint, [...ids, ...lost]),
    refs: { ...refs, ...Object.fromEntries(posted) },
  };
}

/** The complaint without these items in its outbox. */
export function removeDeliveries(complaint: Complaint, ids: readonly string[]): Complaint {
  return { ...complaint, outbox: complaint.outbox.filter((item) => !ids.includes(item.id)) };
}

/** Returns what a step added to the outbox, see {@link toNews}: what goes to an inbox counts as the nudge it is. */
export function findAddedDeliveries({
  decision,
}: {
  readonly decision: Decision;
}): readonly Delivery[] {
  return decision.kind === 'accepted' ? toNews(decision.deliveries) : [];
}

/** Returns the ids of all that a step added to the outbox. */
export function findAddedIds({ decision }: { readonly decision: Decision }): readonly string[] {
  return decision.kind === 'accepted' ? decision.deliveries.map(({ id }) => id) : [];
}
