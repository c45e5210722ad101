import type { SystemCommand } from '../complaint/command.js';
import type { Complaint, HistoryEntry, NudgeRecipient } from '../complaint/complaint.js';
import {
  type Context,
  changed,
  NO_ANSWER,
  type Outcome,
  unchanged,
} from '../complaint/decision.js';
import type { Delivery, DeliveryDraft, FailureReason } from '../complaint/delivery.js';
import {
  draftAlarm,
  draftDirectMessage,
  draftReporterCardUpdate,
  draftThreadMessage,
  isPostedOrPending,
} from '../complaint/delivery-drafts.js';
import { createNudgeRecord, draftNudge, type NudgeReason } from '../nudges/decide-nudge.js';
import { isOutstanding, toNudgeId } from '../nudges/nudge.js';
import { findLadder } from '../organisation/organisation.js';
import type { PersonId } from '../organisation/person.js';
import { findPrivateRecipients } from './communication.js';

/**
 * A delivery failed for good: the operators are alarmed, and whoever can act instead is told. A
 * nudge goes to the next rung at once, a team card that found no channel to the lead, a message
 * that somebody caused back to them; of a person who cannot be reached the team is told. A card that
 * was deleted is posted anew. Told once: the failed delivery is still there when a process dies
 * between this commit and its removal.
 */
export function handleUndelivered(
  complaint: Complaint,
  command: Extract<SystemCommand, { kind: 'undelivered' }>,
  context: Context,
): Outcome {
  const item = complaint.outbox.find((candidate) => candidate.id === command.delivery);
  if (item === undefined || wasReported(complaint, { delivery: item.id }))
    return unchanged(NO_ANSWER);
  const { reason } = command;
  const { id, slot, kind } = item;
  const alarms = raisesAlarm(complaint, item, reason) ? draftAlarm(context, reason, { slot }) : [];
  const unreached = draftUnreachedNotices(complaint, item, reason, context);
  const loud = [...alarms, ...unreached];
  const missed = unreached.length === 0 ? {} : { unreached: item.person };
  const args = { delivery: id, slot, kind, view: item.view.name, reason, ...missed };
  if (kind === 'nudge') return nudgeNextRung(complaint, item, loud, args, context);
  return changed(
    {},
    { args, drafts: [...loud, ...draftReplacements(complaint, item, reason, context)] },
  );
}

/** A person was not reached, and would not be the next time either. */
const UNREACHABLE_REASONS: readonly FailureReason[] = [
  'person-gone',
  'person-unreachable',
  'no-place',
];

/**
 * That a person cannot be reached in chat is said once in the team's thread. Not when an old message
 * could not be updated: that keeps no news from them, and a reporter's card is posted anew first.
 * Of a confidential complaint the channel must not know who is concerned: those who handle it are
 * told by themselves, and of a nudge by the next rung's.
 */
function draftUnreachedNotices(
  complaint: Complaint,
  { person, kind }: Delivery,
  reason: FailureReason,
  context: Context,
): readonly DeliveryDraft[] {
  if (person === null || kind === 'update' || !UNREACHABLE_REASONS.includes(reason)) return [];
  if (wasReported(complaint, { unreached: person })) return [];
  if (!complaint.confidential) {
    return isPostedOrPending(complaint, 'team-card')
      ? [draftThreadMessage('unreached', { person })]
      : [];
  }
  if (kind === 'nudge') return [];
  return findPrivateRecipients(complaint, context.organisation, (one) => one === person).map(
    (confidant) => draftDirectMessage(confidant, 'unreached', { person }),
  );
}

/** Was a failure like this told before? */
function wasReported(complaint: Complaint, like: HistoryEntry['args']): boolean {
  return complaint.history.some(
    (entry) =>
      entry.what === 'undelivered' &&
      Object.entries(like).every(([key, value]) => entry.args[key] === value),
  );
}

/**
 * An alarm that did not arrive raises no other in the same place. Of a card that cannot be updated
 * the operators hear once for each reason; of a deleted one not at all, it is posted anew.
 */
function raisesAlarm(complaint: Complaint, item: Delivery, reason: FailureReason): boolean {
  if (item.slot === 'ops') return false;
  if (item.kind !== 'update') return true;
  const { kind, slot } = item;
  return (
    isCard(item) && reason !== 'message-gone' && !wasReported(complaint, { kind, slot, reason })
  );
}

function isCard(item: Delivery): boolean {
  return item.slot === 'team-card' || item.slot === 'reporter-card';
}

function draftReplacements(
  complaint: Complaint,
  item: Delivery,
  reason: FailureReason,
  context: Context,
): readonly DeliveryDraft[] {
  if (item.kind === 'update') {
    if (!needsRepost(complaint, item, reason) || isPostPending(complaint, item)) return [];
    return [{ kind: 'post', slot: item.slot, view: item.view, person: item.person }];
  }
  if (item.view.name === 'unplaced') return draftUnplacedNotices(complaint, item, context);
  if (item.slot === 'team-card') {
    const told = findNextRung(complaint, 'team', context).map((person) =>
      draftDirectMessage(person, 'unplaced', { reason }),
    );
    // The reporter was told that the team has it, which is no longer so.
    return [...told, draftReporterCardUpdate(complaint)];
  }
  const author = item.view.args.by;
  if (typeof author !== 'string' || author === item.person) return [];
  return [
    draftDirectMessage(author, 'not-delivered', { reason, what: item.view.name, to: item.person }),
  ];
}

/**
 * A card that was deleted, and once that of a reporter who cannot be reached any more where it
 * stands, for they may have another chat.
 */
function needsRepost(complaint: Complaint, item: Delivery, reason: FailureReason): boolean {
  if (!isCard(item)) return false;
  if (reason === 'message-gone') return true;
  const { kind, slot } = item;
  return (
    UNREACHABLE_REASONS.includes(reason) &&
    slot === 'reporter-card' &&
    !wasReported(complaint, { kind, slot, reason })
  );
}

/** The lead could not be told that the team's channel did not take the card: the officers are. */
function draftUnplacedNotices(
  complaint: Complaint,
  item: Delivery,
  context: Context,
): readonly DeliveryDraft[] {
  const { name, args } = item.view;
  return findNextRung(complaint, item.person ?? 'team', context)
    .filter((person) => !wasReported(complaint, { slot: `dm:${person}`, view: name }))
    .map((person) => draftDirectMessage(person, name, args));
}

/** Is a new message for the item's slot on its way already? */
function isPostPending(complaint: Complaint, item: Delivery): boolean {
  return complaint.outbox.some(
    (other) => other.slot === item.slot && other.kind !== 'update' && other.failed === null,
  );
}

function nudgeNextRung(
  complaint: Complaint,
  item: Delivery,
  loud: readonly DeliveryDraft[],
  args: Readonly<Record<string, unknown>>,
  context: Context,
): Outcome {
  const unreachable = item.person ?? 'team';
  const from: NudgeRecipient = item.person === null ? 'team' : { person: item.person };
  const reasons = findOpenReasons(complaint, item).map((reason) => ({
    ...reason,
    rung: reason.rung + 1,
  }));
  const tried = findTriedPeople(complaint, item);
  const next = findNextRung(complaint, unreachable, context)
    .filter((person) => !tried.has(person))
    .flatMap((person) => {
      const to = { person };
      const news = reasons.filter((reason) => !isRecorded(complaint, toNudgeId({ ...reason, to })));
      const id = `${item.id}/${person}`;
      if (news.length === 0) return [];
      const draft = draftNudge(id, to, news, { unreachable });
      return [
        { draft, records: news.map((reason) => createNudgeRecord(reason, to, id, context.now)) },
      ];
    });
  return changed(
    { nudges: [...complaint.nudges, ...next.flatMap((sent) => sent.records)] },
    { args: { ...args, from }, drafts: [...loud, ...next.map((sent) => sent.draft)] },
  );
}

/** What the message asked for and is still to be done. */
function findOpenReasons(complaint: Complaint, item: Delivery): readonly NudgeReason[] {
  const said = item.view.args.reasons as readonly NudgeReason[];
  return said.filter((reason) =>
    complaint.nudges.some(
      (sent) =>
        sent.delivery === item.id &&
        sent.id === toNudgeId({ ...reason, to: sent.to }) &&
        isOutstanding(sent, complaint),
    ),
  );
}

function isRecorded(complaint: Complaint, id: string): boolean {
  return complaint.nudges.some((sent) => sent.id === id);
}

/** Whom this nudge went to before it came here: a message's id starts with that of the one it stands in for. */
function findTriedPeople(complaint: Complaint, item: Delivery): ReadonlySet<PersonId> {
  const chain = complaint.nudges.filter(
    (sent) => item.id === sent.delivery || item.id.startsWith(`${sent.delivery}/`),
  );
  return new Set(chain.flatMap((sent) => (sent.to === 'team' ? [] : [sent.to.person])));
}

/** Who stands above somebody on the complaint's ladder; above an officer there is only the alarm. */
function findNextRung(complaint: Complaint, who: string, context: Context): readonly PersonId[] {
  const { lead, officers } = findLadder(complaint.team, context.organisation);
  const isOfficerOnly = officers.includes(who) && who !== lead && who !== complaint.assignee;
  if (isOfficerOnly) return [];
  return who === lead || lead === null ? officers.filter((officer) => officer !== who) : [lead];
}
