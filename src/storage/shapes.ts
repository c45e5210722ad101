import isPlainObject from 'is-plain-obj';
import { z } from 'zod';
import { NUDGE_RULES, type NudgeStandIn } from '../domain/complaint/facts.js';
import { FAILURE_REASONS } from '../domain/complaint/failure-reason.js';
import { DELIVERED, FOLLOW_UP_OUTCOMES, MEANS } from '../domain/complaint/handling.js';
import { type CardSlot, isCardSlot, type Slot } from '../domain/complaint/slot.js';
import {
  AUTHORITIES,
  type Complainant,
  type Details,
  IMPACTS,
  type Representative,
} from '../domain/intake/details.js';
import {
  type MessageSource,
  type SourceFile,
  type SourceMessage,
  UNREAD_REASONS,
} from '../domain/intake/source.js';
import { PLATFORMS } from '../domain/organisation/person.js';

/** A schema for each field, the optional ones included. */
export type FieldsOf<T> = Record<keyof T, z.ZodType>;

export const person = z.string();
/** Ms UTC. */
export const time = z.number();
export const platform = z.enum(PLATFORMS);
export const means = z.enum(MEANS);
export const impact = z.enum(IMPACTS);
export const delivered = z.enum(DELIVERED);
export const followUpOutcome = z.enum(FOLLOW_UP_OUTCOMES);

export const failureReason = z.enum(FAILURE_REASONS);
export const deliveryKind = z.enum(['post', 'update', 'nudge']);

const SLOT_PATTERN = /^((card|thread):[1-9]\d*|reporter-card|added-card:.*|ops|dm:.*|nudge:.*)$/s;
export const slot = z.custom<Slot>(
  (value) => typeof value === 'string' && SLOT_PATTERN.test(value),
);

export const cardSlot = z.custom<CardSlot>(
  (value) => typeof value === 'string' && isCardSlot(value),
);

export const nudgeKey = z.looseObject({
  rule: z.enum(NUDGE_RULES),
  about: z.string().nullable(),
  rung: z.number(),
});

/** See `NudgeIdentity`. */
export const nudgeIdentity = nudgeKey.extend({ round: z.number(), repeat: z.number() });

export const nudgeRecipient = z.union([z.literal('team'), z.looseObject({ person })]);

/** See `NudgeStandIn`. */
export const nudgeStandIn = z.looseObject({
  person,
  until: time.nullable(),
  isHeld: z.literal(true).exactOptional(),
} satisfies FieldsOf<NudgeStandIn>);

export const details = z.looseObject({
  complainant: z.looseObject({
    name: z.string(),
    account: z.string(),
    phone: z.string().exactOptional(),
    email: z.string().exactOptional(),
    address: z.string().exactOptional(),
    prefers: means.exactOptional(),
    isAnonymous: z.literal(true).exactOptional(),
  } satisfies FieldsOf<Complainant>),
  description: z.string(),
  desiredOutcome: z.string(),
  impact: impact.exactOptional(),
  means,
  isPublic: z.boolean(),
  representative: z
    .looseObject({
      name: z.string(),
      authority: z.enum(AUTHORITIES),
    } satisfies FieldsOf<Representative>)
    .exactOptional(),
  isVulnerable: z.literal(true).exactOptional(),
  adjustments: z.string().exactOptional(),
} satisfies Record<keyof Details, z.ZodType>);

const sourceMessage = z.looseObject({
  by: z.string(),
  at: time,
  text: z.string(),
  files: z
    .array(z.looseObject({ name: z.string(), link: z.string() } satisfies FieldsOf<SourceFile>))
    .exactOptional(),
  isChosen: z.literal(true).exactOptional(),
  leftOut: z.number().exactOptional(),
} satisfies FieldsOf<SourceMessage>);

/** See `MessageSource`. */
export const source = z.looseObject({
  platform,
  link: z.string(),
  isPrivate: z.literal(true).exactOptional(),
  messages: z.array(sourceMessage),
  unread: z.enum(UNREAD_REASONS).exactOptional(),
} satisfies FieldsOf<MessageSource>);

/** The schemas of the arguments of each member of a union, by its stored name. */
export type ArgsSchemas<Args> = { readonly [N in keyof Args]: z.ZodType<Args[N]> };

/**
 * Is this a member of a union, `{[nameKey]: name, args}`, whose arguments fit their schema? A check
 * that copies nothing: a copy key by key would lose keys such as `__proto__`.
 */
export function isMember<Args>(
  schemas: ArgsSchemas<Args>,
  nameKey: string,
  value: unknown,
): boolean {
  if (!isPlainObject(value)) return false;
  const name = value[nameKey];
  if (typeof name !== 'string' || !Object.hasOwn(schemas, name)) return false;
  return isPlainObject(value.args) && schemas[name as keyof Args].safeParse(value.args).success;
}
