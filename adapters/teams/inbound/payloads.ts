import { z } from 'zod';
import { graphMessage } from '../messages/message.js';
import { MAX_TEXT_LENGTH } from '../messages/message-text.js';

/**
 * Schemas of what Teams sends, as far as it is used: the Bot Framework's activity
 * (github.com/microsoft/botframework-sdk, specs/botframework-activity) with the additions of Teams
 * (learn.microsoft.com/microsoftteams/platform/bots). Empty fields come as null or are missing.
 */

const idSchema = z.string().min(1).max(500);
/** An object or tenant id of Microsoft Entra: a GUID, compared without case. */
const guidSchema = z
  .string()
  .regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i)
  .toLowerCase();

/** Some clients leave empty ids out, others send an empty string. */
const optional = <T extends z.ZodType>(shape: T) =>
  z.preprocess((value) => (value === null || value === '' ? undefined : value), shape.optional());

/** Text of a person, cut to the length that is read. */
const textSchema = z.string().transform((text) => text.slice(0, MAX_TEXT_LENGTH));

const memberSchema = z.object({ id: idSchema });

/**
 * The fields checked before the token: they show whether the activity can be for this bot at all.
 * They are not authenticated yet.
 */
export const envelopeSchema = z.object({
  type: z.string().min(1).max(100),
  channelId: z.string().max(100),
  serviceUrl: z.unknown().optional(),
  conversation: z.object({ tenantId: optional(guidSchema) }),
  from: optional(z.object({ tenantId: optional(guidSchema) })),
  channelData: optional(z.object({ tenant: optional(z.object({ id: optional(guidSchema) })) })),
});

/** The unauthenticated fields of an activity. */
export type Envelope = z.infer<typeof envelopeSchema>;

const channelDataSchema = z.object({
  team: optional(z.object({ id: optional(idSchema), aadGroupId: optional(guidSchema) })),
  channel: optional(z.object({ id: optional(idSchema) })),
  eventType: optional(z.string().max(100)),
});

const mentionSchema = z.object({
  type: z.literal('mention'),
  text: z.string().max(1000),
  mentioned: z.object({ id: z.string().max(500) }),
});

const clientInfoSchema = z.object({
  type: z.literal('clientInfo'),
  timezone: z.string().max(100),
});

/** Entities of other types are read as null. */
const entitySchema = z.union([mentionSchema, clientInfoSchema, z.unknown().transform(() => null)]);

/** An authenticated activity. */
export const activitySchema = z.object({
  type: z.string(),
  /** Missing in a few events; unique within its conversation. */
  id: optional(idSchema),
  name: optional(z.string().max(200)),
  /** ISO 8601, UTC. */
  timestamp: optional(z.string().max(100)),
  channelId: z.string(),
  serviceUrl: z.string(),
  from: optional(
    z.object({
      id: idSchema,
      aadObjectId: optional(guidSchema),
      name: optional(z.string().max(500)),
      role: optional(z.string().max(100)),
    }),
  ),
  recipient: memberSchema,
  conversation: z.object({ id: idSchema, conversationType: optional(z.string().max(100)) }),
  channelData: optional(channelDataSchema),
  entities: optional(z.array(entitySchema)),
  /** IANA zone. */
  localTimezone: optional(z.string().max(100)),
  text: optional(textSchema),
  textFormat: optional(z.string().max(100)),
  /** The message whose button was pressed. */
  replyToId: optional(idSchema),
  /** The data of a button or an invoke. */
  value: z.unknown().optional(),
  /** Only in an `installationUpdate`. */
  action: optional(z.string().max(100)),
  membersAdded: optional(z.array(memberSchema)),
  membersRemoved: optional(z.array(memberSchema)),
});

/** An authenticated activity, see {@link activitySchema}. */
export type Activity = z.infer<typeof activitySchema>;

/** An activity of a person with a Microsoft Entra account. */
export interface PersonActivity extends Activity {
  readonly from: NonNullable<Activity['from']> & { readonly aadObjectId: string };
}

/** `value` of `task/fetch`, `task/submit` and of the message extension's submit. */
export const taskValueSchema = z.object({ data: z.unknown().optional() });

/** `value` of `adaptiveCard/action`, sent by an `Action.Execute`. */
export const cardActionValueSchema = z.object({
  action: z.object({ verb: z.string(), data: z.unknown().optional() }),
});

/** `value` of `composeExtension/fetchTask`; `messagePayload` when the command was used on a message. */
export const extensionValueSchema = z.object({
  commandId: z.string(),
  messagePayload: optional(graphMessage.extend({ linkToMessage: optional(z.string().max(4000)) })),
});
