import isPlainObject from 'is-plain-obj';
import { z } from 'zod';
import type { Complaint } from '../domain/complaint/complaint.js';
import {
  type AudienceKey,
  type CardFailure,
  COMPLAINT_STATES,
  type ComplaintFacts,
  type ComplaintPromise,
  type HeardMessage,
  NUDGE_RULES,
  type ShownOnCards,
  type StuckCard,
  type Undelivered,
  type Withdrawal,
} from '../domain/complaint/facts.js';
import type {
  Acknowledgement,
  FollowUp,
  Reopening,
  Resolution,
  Telling,
} from '../domain/complaint/handling.js';
import { PLACEMENT_ROLES, type Placement } from '../domain/complaint/slot.js';
import type { AddedReport } from '../domain/intake/added-report.js';
import { historyEntry } from './history-record.js';
import { inboxCommand } from './records/line-shapes.js';
import { consumedEvent, refs, toDeliveryShape, toRelayShape } from './records/living-shapes.js';
import { parseShape } from './records/record-fault.js';
import {
  cardSlot,
  delivered,
  details,
  type FieldsOf,
  failureReason,
  followUpOutcome,
  means,
  nudgeIdentity,
  nudgeRecipient,
  nudgeStandIn,
  person,
  platform,
  slot,
  source,
  time,
} from './shapes.js';
import { viewRef } from './view-record.js';

const outbox = z.array(
  z.union([toRelayShape('inbox', inboxCommand), toDeliveryShape(viewRef, slot)]),
);

const placement: z.ZodType<Placement> = z.looseObject({
  n: z.number().int().positive(),
  team: z.string(),
  as: z.enum(PLACEMENT_ROLES),
  openedAt: time,
  closedAt: time.nullable(),
  redirected: z.array(person).exactOptional(),
} satisfies FieldsOf<Placement>);

/** Each with a number of its own, and exactly one the owner's. */
const placements = z
  .array(placement)
  .refine((all) => new Set(all.map(({ n }) => n)).size === all.length)
  .refine((all) => all.filter((one) => one.as === 'owner').length === 1);

/** The round of handling. */
const round = z.number().int().positive();

const acknowledgement = z.looseObject({
  round,
  at: time,
  recordedAt: time,
  by: person,
  means,
  words: z.string(),
} satisfies FieldsOf<Acknowledgement>);

const telling = z.looseObject({
  at: time,
  recordedAt: time,
  by: person,
  means: means.nullable(),
  words: z.string(),
} satisfies FieldsOf<Telling>);

const addedReport = z.looseObject({
  at: time,
  by: person,
  receivedAt: time,
  means,
  words: z.string(),
  on: platform.exactOptional(),
  joins: z.literal(true).exactOptional(),
} satisfies FieldsOf<AddedReport>);

const promise = z.looseObject({
  id: z.string(),
  what: z.string(),
  dueAt: time,
  basis: z.string(),
  by: person,
  madeAt: time,
  correctedAt: time.exactOptional(),
  doneAt: time.nullable(),
  renegotiatedAt: time.nullable(),
  replaces: z.string().nullable(),
  released: z.looseObject({ at: time, by: person }).nullable(),
  leftOpenAt: time.exactOptional(),
} satisfies FieldsOf<ComplaintPromise>);

const resolution = z.looseObject({
  round,
  at: time,
  by: person,
  done: z.string(),
  delivered,
  told: telling.nullable(),
} satisfies FieldsOf<Resolution>);

const followUp = z.looseObject({
  round,
  at: time,
  by: person,
  outcome: followUpOutcome,
  satisfaction: z.number().nullable(),
  words: z.string(),
} satisfies FieldsOf<FollowUp>);

const reasoned = z.looseObject({
  at: time,
  by: person,
  reason: z.string(),
} satisfies FieldsOf<Withdrawal | Reopening>);

const nudge = nudgeIdentity.extend({
  id: z.string(),
  lastRound: z.number().exactOptional(),
  dueAt: time,
  to: nudgeRecipient,
  standIn: nudgeStandIn.exactOptional(),
  inInbox: z.literal(true).exactOptional(),
  sentAt: time,
  delivery: z.string(),
  settledAt: time.nullable(),
});

const cardKind = z.enum(['post', 'update']);

const stuckCard = z.looseObject({
  slot: cardSlot,
  kind: cardKind,
  reason: failureReason,
  place: z.string().nullable(),
  since: time,
  triedAt: time,
  tries: z.number(),
  told: z.array(person),
  deleted: z.string().exactOptional(),
  moved: z.literal(true).exactOptional(),
} satisfies FieldsOf<StuckCard>);

const undelivered = z.looseObject({
  reported: z.array(z.string()),
  cards: z.array(
    z.looseObject({ slot, kind: cardKind, reason: failureReason } satisfies FieldsOf<CardFailure>),
  ),
  unreached: z.array(person),
  unplaced: z.array(person),
  stuck: z.array(stuckCard).exactOptional(),
} satisfies FieldsOf<Undelivered>);

const snooze = z.looseObject({ until: time, again: z.array(nudgeIdentity) });

const snoozes = z.custom<ComplaintFacts['snoozes']>(
  (value) =>
    isPlainObject(value) && Object.values(value).every((entry) => snooze.safeParse(entry).success),
);

const audienceKey = z.custom<AudienceKey>(
  (value) => typeof value === 'string' && /^[pml]:/.test(value),
);

const shownOnCards: z.ZodType<ShownOnCards> = z.looseObject({
  acknowledgeBy: time.nullable(),
  zone: z.string(),
  lead: person.nullable(),
} satisfies FieldsOf<ShownOnCards>);

const complaint: z.ZodType<Complaint> = z.looseObject({
  id: z.string(),
  state: z.enum(COMPLAINT_STATES),
  team: z.string(),
  placements,
  category: z.string(),
  confidential: z.boolean(),
  reporter: person,
  filedOn: platform.exactOptional(),
  assignee: person.nullable(),
  concerns: z.array(person).exactOptional(),
  isConcernNamedLater: z.boolean().exactOptional(),
  receivedAt: time,
  isReceivedAssumed: z.boolean().exactOptional(),
  filedAt: time,
  untakenSince: time.nullable(),
  details,
  addedReports: z.array(addedReport).exactOptional(),
  links: z.array(z.string()).exactOptional(),
  source: source.exactOptional(),
  acknowledgements: z.array(acknowledgement),
  promises: z.array(promise),
  resolutions: z.array(resolution),
  followUps: z.array(followUp),
  withdrawal: reasoned.nullable(),
  reopenings: z.array(reasoned),
  lastLifeAt: time,
  heard: z.array(z.looseObject({ at: time, by: person } satisfies FieldsOf<HeardMessage>)),
  snoozes,
  nudges: z.array(nudge),
  undelivered,
  rounds: z.partialRecord(z.enum(NUDGE_RULES), z.number()),
  pastLastRung: z.looseObject({ since: time, reminders: z.number() }).exactOptional(),
  audience: z.array(audienceKey).exactOptional(),
  stuckIn: z.array(z.string()).exactOptional(),
  keys: z.array(z.string()).exactOptional(),
  nextActionAt: time.nullable(),
  generation: z.number().exactOptional(),
  shownOnCards: shownOnCards.exactOptional(),
  version: z.number(),
  filedBy: z.string(),
  history: z.array(historyEntry),
  outbox,
  refs,
  events: z.array(consumedEvent),
} satisfies FieldsOf<Complaint>);

/**
 * Parses a stored complaint. Keeps fields that this version does not know, so that an older version
 * preserves what a newer one wrote. Throws `RecordFaultError` when the shape is wrong, with the names of
 * the fields, never their content.
 */
export function parseComplaint(record: unknown): Complaint {
  return parseShape(complaint, record);
}

/** Like {@link parseComplaint}, for the outbox alone. */
export function parseOutbox(record: unknown): Complaint['outbox'] {
  return parseShape(outbox, record);
}
