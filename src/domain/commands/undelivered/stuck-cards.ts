import type { Complaint } from '../../complaint/complaint.js';
import type { DecisionContext } from '../../complaint/decision.js';
import { type Delivery, type DeliveryDraft, findCardAbove } from '../../complaint/delivery.js';
import type { CardFailure, StuckCard, Undelivered } from '../../complaint/facts.js';
import type { FailureReason } from '../../complaint/failure-reason.js';
import type { CardSlot, Slot } from '../../complaint/slot.js';
import { findPlaceKey } from '../../nudges/card-retry.js';
import type { LostMessage } from './next-rung.js';

/** A failed delivery of a team's card. */
type FailedCard = Pick<Delivery, 'person'> & { readonly slot: CardSlot } & Pick<
    CardFailure,
    'kind'
  >;

type Places = Pick<DecisionContext, 'organisation'>;

/** Is this the first time that the place which the card belongs to now refuses it? */
export function isNewRefusal(
  complaint: Complaint,
  card: Pick<FailedCard, 'slot' | 'kind'>,
  { organisation }: Places,
): boolean {
  const known = findStuck(complaint, card.slot);
  if (known === undefined || known.kind !== card.kind || known.moved === true) return true;
  return known.place !== findPlaceKey(card, complaint.placements, organisation);
}

/** Is it a message or a nudge under a card that is not there? The card's failure was told. */
export function isUnderStuckCard(complaint: Complaint, item: LostMessage): boolean {
  const above = findCardAbove(item, complaint);
  return above !== null && findStuck(complaint, above)?.kind === 'post';
}

/** Returns the stuck cards with this one. A deleted card is posted again at once and is not stuck yet. */
export function addStuckCard(
  complaint: Complaint,
  card: FailedCard,
  reason: FailureReason,
  context: Pick<DecisionContext, 'organisation' | 'now'>,
): readonly StuckCard[] {
  const { placements, refs, undelivered } = complaint;
  const { slot, kind } = card;
  const stuck = undelivered.stuck ?? [];
  if (kind === 'update' && reason === 'message-gone') return stuck;
  const { now, organisation } = context;
  const known = findStuck(complaint, slot);
  const deleted = kind === 'post' ? refs[slot]?.key : undefined;
  const first = { since: now, tries: 0, told: known?.told ?? [] };
  const isFirst = known === undefined || isNewRefusal(complaint, card, context);
  const { since, tries, told } = isFirst ? first : known;
  const refused: StuckCard = {
    ...{ slot, kind, reason, since, tries, told, triedAt: now },
    place: findPlaceKey(card, placements, organisation),
    ...(deleted === undefined ? {} : { deleted }),
  };
  return [...stuck.filter((one) => one.slot !== slot), refused];
}

/**
 * Notes who is told by these drafts that the team cannot see the complaint. If `item` is such a message
 * that did not arrive, its recipient does not know.
 */
export function addTold(
  stuck: readonly StuckCard[] | undefined,
  item: LostMessage,
  drafts: readonly DeliveryDraft[],
): readonly StuckCard[] | undefined {
  const lost = item.view.name === 'unplaced' ? item.person : null;
  const told = drafts.flatMap(({ view, person }) =>
    view.name === 'unplaced' && person !== null ? [person] : [],
  );
  return stuck?.map((card) =>
    card.kind === 'post'
      ? { ...card, told: [...new Set([...card.told, ...told])].filter((one) => one !== lost) }
      : card,
  );
}

/** Replaces the stuck cards. A complaint that never had one keeps no field for them. */
export function withStuck(
  undelivered: Undelivered,
  stuck: readonly StuckCard[] | undefined,
): Undelivered {
  return stuck === undefined ? undelivered : { ...undelivered, stuck };
}

/** Returns the stuck card of this slot. */
export function findStuck({ undelivered }: Complaint, slot: Slot): StuckCard | undefined {
  return undelivered.stuck?.find((card) => card.slot === slot);
}

/** Is the message of a stuck card on the platform, although nobody has noted that yet? */
export function isPosted({ refs }: Complaint, { slot, kind, deleted }: StuckCard): boolean {
  const key = refs[slot]?.key;
  return kind === 'post' && key !== undefined && key !== deleted;
}
