import type { PersonId } from '../organisation/person.js';
import type { Complaint, ComplaintFacts } from './complaint.js';
import type { Context } from './decision.js';
import type { Delivery, DeliveryDraft, Slot, ViewRef } from './delivery.js';

/** A message in the complaint's thread, for the team. */
export function draftThreadMessage(name: string, args: ViewRef['args'] = {}): DeliveryDraft {
  return { kind: 'post', slot: 'thread', view: { name, args }, person: null };
}

/** A message to one person. */
export function draftDirectMessage(
  person: PersonId,
  name: string,
  args: ViewRef['args'] = {},
): DeliveryDraft {
  return { kind: 'post', slot: `dm:${person}`, view: { name, args }, person };
}

/** An alarm for the operators; none when no ops channel is configured. */
export function draftAlarm(
  context: Context,
  reason: string,
  args: ViewRef['args'],
): readonly DeliveryDraft[] {
  if (context.organisation.ops === null) return [];
  const view = { name: 'alarm', args: { reason, ...args } };
  return [{ kind: 'post', slot: 'ops', view, person: null }];
}

/** The two cards of a new complaint. */
export function draftNewCards(facts: Pick<ComplaintFacts, 'reporter'>): readonly DeliveryDraft[] {
  return [draftTeamCard('post'), draftReporterCard('post', facts.reporter)];
}

function draftTeamCard(kind: 'post' | 'update'): DeliveryDraft {
  return { kind, slot: 'team-card', view: { name: 'team-card', args: {} }, person: null };
}

function draftReporterCard(kind: 'post' | 'update', person: PersonId): DeliveryDraft {
  return { kind, slot: 'reporter-card', view: { name: 'reporter-card', args: {} }, person };
}

/**
 * Brings both cards up to date. A card that was never posted, because its post failed for good, is
 * posted now: what kept it away may be mended.
 */
export function draftCardUpdates(complaint: Complaint): readonly DeliveryDraft[] {
  return [
    draftTeamCard(isPostedOrPending(complaint, 'team-card') ? 'update' : 'post'),
    draftReporterCardUpdate(complaint),
  ];
}

/** Brings the reporter's card up to date, as {@link draftCardUpdates} does. */
export function draftReporterCardUpdate(complaint: Complaint): DeliveryDraft {
  const kind = isPostedOrPending(complaint, 'reporter-card') ? 'update' : 'post';
  return draftReporterCard(kind, complaint.reporter);
}

/** Is there a message in this slot, or one about to be posted? */
export function isPostedOrPending(complaint: Complaint, slot: Slot): boolean {
  if (complaint.refs[slot] !== undefined) return true;
  return complaint.outbox.some(
    (item) => item.slot === slot && item.kind !== 'update' && item.failed === null,
  );
}

/** Gives drafts their ids: complaint, the version this commit makes, and the place in it. */
export function toDeliveries(
  complaintId: string,
  version: number,
  drafts: readonly DeliveryDraft[],
  context: Pick<Context, 'realNow'>,
): readonly Delivery[] {
  return drafts.map((draft, n) => ({
    id: draft.id ?? `${complaintId}/${version}/${n}`,
    kind: draft.kind,
    slot: draft.slot,
    view: draft.view,
    person: draft.person,
    createdAt: context.realNow,
    dueAt: context.realNow,
    attempts: 0,
    lease: null,
    uncertain: false,
    failed: null,
  }));
}
