import isPlainObject from 'is-plain-obj';
import { z } from 'zod';
import type { Complaint, ComplaintFacts } from '../domain/complaint/complaint.js';
import {
  COMPLAINT_STATES,
  DELIVERED,
  IMPACTS,
  MEANS,
  NUDGE_RULES,
} from '../domain/complaint/complaint.js';
import type { Delivery, FailureReason, Refs, Slot } from '../domain/complaint/delivery.js';
import { RedressError } from '../errors.js';

type JsonRecord = Readonly<Record<string, unknown>>;

// Opaque JSON is passed on uncopied: a copy key by key would lose keys such as `__proto__`.
const jsonObject = z.custom<JsonRecord>(isPlainObject);
const person = z.string();
const time = z.number();

const view = z.looseObject({ name: z.string(), args: jsonObject });

const FAILURE_REASONS: Record<FailureReason, FailureReason> = {
  'channel-gone': 'channel-gone',
  'channel-archived': 'channel-archived',
  'bot-not-in-channel': 'bot-not-in-channel',
  'person-gone': 'person-gone',
  'person-unreachable': 'person-unreachable',
  'message-gone': 'message-gone',
  'not-permitted': 'not-permitted',
  rejected: 'rejected',
  'no-place': 'no-place',
  'gave-up': 'gave-up',
};

const SLOT_PATTERN = /^(team-card|thread|reporter-card|ops|dm:.*|nudge:.*)$/s;

const delivery: z.ZodType<Delivery> = z.looseObject({
  id: z.string(),
  kind: z.enum(['post', 'update', 'nudge']),
  slot: z.custom<Slot>((value) => typeof value === 'string' && SLOT_PATTERN.test(value)),
  view,
  person: person.nullable(),
  createdAt: time,
  dueAt: time,
  attempts: z.number(),
  lease: z.string().nullable(),
  uncertain: z.boolean(),
  triedOn: z.enum(['slack', 'teams']).exactOptional(),
  failed: z.enum(FAILURE_REASONS).nullable(),
});

const outbox = z.array(delivery);

const refs = z.custom<Refs>(
  (value) =>
    isPlainObject(value) &&
    Object.values(value).every(
      (ref) =>
        isPlainObject(ref) &&
        typeof ref.key === 'string' &&
        (ref.platform === 'slack' || ref.platform === 'teams'),
    ),
);

const details = z.looseObject({
  complainant: z.looseObject({ name: z.string(), account: z.string() }),
  description: z.string(),
  desiredOutcome: z.string(),
  impact: z.enum(IMPACTS),
  means: z.enum(MEANS),
  isPublic: z.boolean(),
});

const acknowledgement = z.looseObject({
  at: time,
  by: person,
  means: z.enum(MEANS),
  words: z.string(),
});

const promise = z.looseObject({
  id: z.string(),
  what: z.string(),
  dueAt: time,
  basis: z.string(),
  by: person,
  madeAt: time,
  doneAt: time.nullable(),
  renegotiatedAt: time.nullable(),
});

const resolution = z.looseObject({
  at: time,
  by: person,
  done: z.string(),
  delivered: z.enum(DELIVERED),
  toldAt: time.nullable(),
});

const nudgeKey = z.looseObject({
  rule: z.enum(NUDGE_RULES),
  about: z.string().nullable(),
  rung: z.number(),
});

const nudge = nudgeKey.extend({
  id: z.string(),
  dueAt: time,
  to: z.union([z.literal('team'), z.looseObject({ person })]),
  sentAt: time,
  delivery: z.string(),
  settledAt: time.nullable(),
});

const snooze = z.looseObject({ until: time, again: z.array(nudgeKey) });

const snoozes = z.custom<ComplaintFacts['snoozes']>(
  (value) =>
    isPlainObject(value) && Object.values(value).every((entry) => snooze.safeParse(entry).success),
);

const complaint: z.ZodType<Complaint> = z.looseObject({
  id: z.string(),
  state: z.enum(COMPLAINT_STATES),
  team: z.string(),
  category: z.string(),
  confidential: z.boolean(),
  reporter: person,
  filedOn: z.enum(['slack', 'teams']).exactOptional(),
  assignee: person.nullable(),
  filedAt: time,
  untakenSince: time.nullable(),
  details,
  acknowledgement: acknowledgement.nullable(),
  promises: z.array(promise),
  resolution: resolution.nullable(),
  followUp: z
    .looseObject({ at: time, by: person, satisfaction: z.number(), words: z.string() })
    .nullable(),
  lastLifeAt: time,
  snoozes,
  nudges: z.array(nudge),
  nextActionAt: time.nullable(),
  version: z.number(),
  filedBy: z.string(),
  history: z.array(z.looseObject({ at: time, by: z.string(), what: z.string(), args: jsonObject })),
  outbox,
  refs,
  events: z.array(z.looseObject({ id: z.string(), by: person.exactOptional(), answer: view })),
});

/**
 * Parses a stored complaint. Keeps fields that this version does not know, so that an older version
 * preserves what a newer one wrote. Throws `STORE_RECORD` when the shape is wrong; the message names
 * the fields, never their content.
 */
export function parseComplaint(record: unknown): Complaint {
  return parseRecord(complaint, record);
}

/** Like {@link parseComplaint}, for the outbox alone. */
export function parseOutbox(record: unknown): readonly Delivery[] {
  return parseRecord(outbox, record);
}

function parseRecord<T>(schema: z.ZodType<T>, record: unknown): T {
  const read = schema.safeParse(record);
  if (read.success) return read.data;
  const paths = read.error.issues.slice(0, 5).map((issue) => toFieldName(issue.path));
  const fields = [...new Set(paths)].join(', ');
  throw new RedressError('STORE_RECORD', `A stored complaint has an unknown shape: ${fields}.`);
}

/** Only the first two steps of a path: these are our field names and indexes, deeper ones may be data. */
function toFieldName(path: readonly PropertyKey[]): string {
  return path.slice(0, 2).map(String).join('.') || 'the whole record';
}
