import { type Complaint, toFacts } from '../../complaint/complaint.js';
import type { DecisionContext } from '../../complaint/decision.js';
import type { DeliveryDraft } from '../../complaint/delivery.js';
import {
  draftCardUpdates,
  isPostedOrPending,
  toDeliveries,
} from '../../complaint/delivery-drafts.js';
import { type DerivedFields, isOngoing } from '../../complaint/facts.js';
import type { Slot } from '../../complaint/slot.js';
import type { ViewRef } from '../../complaint/view-ref.js';
import type { InboxRelay } from '../../document/relay.js';
import { hasMovedOnCards } from '../../nudges/shown-on-cards.js';
import { deriveFields } from './derived-fields.js';
import { isToFollow } from './follow-place.js';

/** What planning a complaint again changes. It is no commit: no version, no history entry. */
export interface Replan {
  readonly fields: Required<DerivedFields>;
  /** Updates of its cards; none when they show the same as before. */
  readonly deliveries: Complaint['outbox'];
}

/** The configuration of today, and when the next card may be drawn again. */
export interface ReplanContext extends Pick<DecisionContext, 'organisation' | 'now'> {
  /** Takes the next turn, real time, ms UTC: cards that only follow the configuration wait behind people's actions. */
  takeTurn(): number;
}

/**
 * Plans a complaint by the configuration of today. Undefined when there is nothing to do: it is over, or
 * this generation or a newer one has planned it; or when it needs a commit instead, see `isToFollow`. Each generation plans it once, so the ids of its card
 * updates are unique.
 */
export function planAgain(complaint: Complaint, context: ReplanContext): Replan | undefined {
  const { organisation, now, takeTurn } = context;
  const generation = organisation.generation ?? 0;
  if (!isOngoing(complaint) || (complaint.generation ?? 0) >= generation) return undefined;
  if (isToFollow(complaint, context)) return undefined;
  const fields = deriveFields(toFacts(complaint), { organisation, now });
  const drafts = draftMovedCards(complaint, fields).map((draft) => ({
    ...draft,
    id: `${complaint.id}/g${generation}/${draft.slot}`,
  }));
  if (drafts.length === 0) return { fields, deliveries: [] };
  const deliveries = toDeliveries<InboxRelay, ViewRef, Slot>(
    complaint.id,
    complaint.version,
    drafts,
    { realNow: takeTurn() },
  );
  return { fields, deliveries };
}

/** Drafts an update of each card that is there, if the cards show something else by the new fields. */
export function draftMovedCards(
  complaint: Complaint,
  { shownOnCards }: Pick<DerivedFields, 'shownOnCards'>,
): readonly DeliveryDraft[] {
  if (!hasMovedOnCards(complaint.shownOnCards, shownOnCards)) return [];
  return draftCardUpdates(complaint)
    .filter(({ slot }) => isPostedOrPending(complaint, slot))
    .map((draft) => ({ ...draft, kind: 'update' }));
}
