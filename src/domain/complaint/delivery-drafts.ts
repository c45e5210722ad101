import { type AnyRelay, type RelayItem, toRelaySlot } from '../document/relay.js';
import type { PersonId } from '../organisation/person.js';
import { findReporters } from './audience.js';
import type { Complaint } from './complaint.js';
import type { DecisionContext } from './decision.js';
import type { AnyView, DeliveryDraft, OutboxDraft, OutboxItem } from './delivery.js';
import type { ComplaintFacts } from './facts.js';
import type { FailureReason } from './failure-reason.js';
import { getOwner, type Placement, type Slot, toCardSlot, toThreadSlot } from './slot.js';
import type { ViewRef } from './view-ref.js';

/** Drafts a message to the team that has the complaint, in its thread. */
export function draftThreadMessage(
  { placements }: Pick<ComplaintFacts, 'placements'>,
  view: ViewRef,
): DeliveryDraft {
  return { kind: 'post', slot: toThreadSlot(getOwner(placements)), view, person: null };
}

/** Drafts a message to one person. */
export function draftDirectMessage(person: PersonId, view: ViewRef): DeliveryDraft {
  return { kind: 'post', slot: `dm:${person}`, view, person };
}

/** Drafts an alarm to the operators about a slot; none when no ops channel is configured. */
export function draftAlarm(
  context: DecisionContext,
  reason: FailureReason,
  slot: Slot,
): readonly DeliveryDraft[] {
  if (context.organisation.ops === null) return [];
  const view: ViewRef = { name: 'alarm', args: { reason, slot } };
  return [{ kind: 'post', slot: 'ops', view, person: null }];
}

/** Drafts the two cards of a new complaint. */
export function draftNewCards({
  placements,
  reporter,
}: Pick<ComplaintFacts, 'placements' | 'reporter'>): readonly DeliveryDraft[] {
  return [draftTeamCard('post', getOwner(placements)), draftReporterCard('post', reporter)];
}

/** Drafts a post or an update of a placement's card. */
export function draftTeamCard(
  kind: 'post' | 'update',
  placement: Pick<Placement, 'n'>,
): DeliveryDraft {
  const view = { name: 'team-card', args: {} } as const;
  return { kind, slot: toCardSlot(placement), view, person: null };
}

function draftReporterCard(kind: 'post' | 'update', person: PersonId): DeliveryDraft {
  return { kind, slot: 'reporter-card', view: { name: 'reporter-card', args: {} }, person };
}

/** Drafts the card of somebody who joins the reporters by adding to the complaint. */
export function draftAddedCard(kind: 'post' | 'update', person: PersonId): DeliveryDraft {
  const view: ViewRef = { name: 'reporter-card', args: { to: person } };
  return { kind, slot: `added-card:${person}`, view, person };
}

/** Drafts a message to each reporter but those whom `isLeftOut` leaves out. */
export function draftToReporters(
  complaint: Pick<ComplaintFacts, 'reporter' | 'addedReports'>,
  view: ViewRef,
  isLeftOut: (person: PersonId) => boolean = () => false,
): readonly DeliveryDraft[] {
  return findReporters(complaint)
    .filter((person) => !isLeftOut(person))
    .map((person) => draftDirectMessage(person, view));
}

/**
 * Drafts an update of the cards of all open placements and of each reporter's. A card whose post failed
 * permanently is posted instead: the cause may be fixed by now.
 */
export function draftCardUpdates(complaint: Complaint): readonly DeliveryDraft[] {
  const open = complaint.placements.filter(({ closedAt }) => closedAt === null);
  return [
    ...open.map((placement) => {
      const isThere = isPostedOrPending(complaint, toCardSlot(placement));
      return draftTeamCard(isThere ? 'update' : 'post', placement);
    }),
    ...draftReporterCardUpdates(complaint),
  ];
}

/** Drafts an update of each reporter's card, as {@link draftCardUpdates} does. */
export function draftReporterCardUpdates(complaint: Complaint): readonly DeliveryDraft[] {
  const [reporter = complaint.reporter, ...joined] = findReporters(complaint);
  const toKind = (slot: Slot) => (isPostedOrPending(complaint, slot) ? 'update' : 'post');
  return [
    draftReporterCard(toKind('reporter-card'), reporter),
    ...joined.map((person) => draftAddedCard(toKind(`added-card:${person}`), person)),
  ];
}

/** Is the message of this slot posted, or is its post in the outbox? */
export function isPostedOrPending(complaint: Complaint, slot: Slot): boolean {
  return complaint.refs[slot] !== undefined || isPostPending(complaint, slot);
}

/** Is a post for this slot in the outbox? */
export function isPostPending(complaint: Complaint, slot: Slot): boolean {
  return complaint.outbox.some(
    (item) => item.slot === slot && item.kind !== 'update' && item.failed === null,
  );
}

/**
 * Makes outbox items of drafts. An id consists of the document's name, the version that this commit
 * makes, the position in the commit, and the time: after a restore versions come a second time, and a
 * look-up must not find the message of the first.
 */
export function toDeliveries<R extends AnyRelay, V extends AnyView, S extends string>(
  name: string,
  version: number,
  drafts: readonly OutboxDraft<R, V, S>[],
  { realNow }: Pick<DecisionContext, 'realNow'>,
): readonly OutboxItem<R, V, S>[] {
  return drafts.map((draft, n) => {
    const state = {
      id: draft.id ?? `${name}/${version}/${n}/${realNow}`,
      ...{ createdAt: realNow, dueAt: realNow, attempts: 0, lease: null, uncertain: false },
      failed: null,
    };
    if (draft.kind !== 'relay') {
      const { kind, slot, view, person } = draft;
      return { ...state, kind, slot, view, person };
    }
    const { relay } = draft;
    const item: RelayItem<AnyRelay> = {
      ...state,
      kind: 'relay',
      slot: toRelaySlot(relay.target),
      relay,
    };
    return item as RelayItem<R>;
  });
}
