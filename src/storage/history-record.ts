import { z } from 'zod';
import { PROMISE_ANSWERS } from '../domain/complaint/command.js';
import type { HistoryArgs, HistoryEntry } from '../domain/complaint/history.js';
import type { Details } from '../domain/intake/details.js';
import {
  type ArgsSchemas,
  cardSlot,
  delivered,
  deliveryKind,
  details,
  failureReason,
  followUpOutcome,
  impact,
  isMember,
  means,
  nudgeKey,
  nudgeRecipient,
  person,
  slot,
  time,
} from './shapes.js';
import { viewName } from './view-record.js';

const nothing = z.looseObject({});
const promiseId = z.string();
const unworked = z.literal(true).exactOptional();
const reasoned = z.looseObject({ reason: z.string() });
const telling = z.looseObject({
  at: time.exactOptional(),
  means: means.exactOptional(),
  words: z.string().exactOptional(),
});
const promiseAnswer = z.looseObject({ promise: promiseId, answer: z.enum(PROMISE_ANSWERS) });
const someDetails = z.looseObject({
  complainant: details.shape.complainant.exactOptional(),
  description: details.shape.description.exactOptional(),
  desiredOutcome: details.shape.desiredOutcome.exactOptional(),
  impact: impact.exactOptional(),
  means: means.exactOptional(),
  isPublic: details.shape.isPublic.exactOptional(),
  representative: details.shape.representative,
  isVulnerable: details.shape.isVulnerable,
  adjustments: details.shape.adjustments,
} satisfies Record<keyof Details, z.ZodType>);

const ENTRIES: ArgsSchemas<HistoryArgs> = {
  file: z.looseObject({
    receivedAt: time.exactOptional(),
    links: z.array(z.string()).exactOptional(),
  }),
  acknowledge: z.looseObject({ at: time.exactOptional(), means, words: z.string() }),
  take: nothing,
  assign: z.looseObject({ from: person.nullable(), to: person }),
  release: z.looseObject({ from: person.nullable() }),
  promise: z.looseObject({
    promise: promiseId,
    what: z.string(),
    dueAt: time,
    unworked,
    basis: z.string(),
  }),
  keep: z.looseObject({ promise: promiseId }),
  renegotiate: z.looseObject({
    promise: promiseId,
    was: time,
    new: promiseId,
    dueAt: time,
    unworked,
    basis: z.string(),
  }),
  'correct-promise': z.looseObject({ promise: promiseId, was: time, dueAt: time, unworked }),
  waive: z.looseObject({ promise: promiseId, words: z.string() }),
  update: z.looseObject({ audience: z.enum(['reporter', 'team']), text: z.string() }),
  resolve: z.looseObject({
    done: z.string(),
    delivered,
    told: z.boolean(),
    telling: telling.exactOptional(),
    promises: z.array(promiseAnswer).exactOptional(),
  }),
  tell: telling,
  'follow-up': z.looseObject({
    outcome: followUpOutcome.exactOptional(),
    satisfaction: z.number().nullable(),
    words: z.string(),
    closes: z.boolean().exactOptional(),
  }),
  reopen: reasoned,
  withdraw: reasoned,
  correct: z.looseObject({ before: someDetails, after: someDetails }),
  complete: z.looseObject({ after: someDetails }),
  recategorise: z.looseObject({ from: z.string(), category: z.string() }),
  'correct-received': z.looseObject({ was: time, receivedAt: time, reason: z.string() }),
  'add-report': z.looseObject({ receivedAt: time, means, words: z.string() }),
  snooze: z.looseObject({ until: time }),
  'name-colleague': z.looseObject({
    before: z.array(person),
    after: z.array(person),
    from: person.exactOptional(),
  }),
  nudge: z.looseObject({
    sent: z.array(
      nudgeKey.extend({ to: nudgeRecipient.exactOptional(), standIn: person.exactOptional() }),
    ),
  }),
  hear: z.looseObject({ at: time }),
  undelivered: z.looseObject({
    delivery: z.string(),
    slot,
    kind: deliveryKind,
    view: viewName,
    reason: failureReason,
    unreached: person.exactOptional(),
    from: nudgeRecipient.exactOptional(),
  }),
  placed: z.looseObject({ slot: cardSlot, since: time }),
  'channel-changed': z.looseObject({ slot: cardSlot }),
};

/** A stored entry of the history. Copies nothing, so that unknown details are kept. */
export const historyEntry = z.custom<HistoryEntry>(
  (value) =>
    isMember(ENTRIES, 'what', value) &&
    time.safeParse((value as HistoryEntry).at).success &&
    person.safeParse((value as HistoryEntry).by).success,
);
