import { z } from 'zod';
import { LONGEST_TEXT } from './message-text.js';

/**
 * The shapes of what Teams sends, as far as they are used: the Bot Framework's activity
 * (github.com/microsoft/botframework-sdk, specs/botframework-activity) with what Teams puts into it
 * (learn.microsoft.com/microsoftteams/platform/bots). Empty fields come as null or not at all.
 */

const id = z.string().min(1).max(500);
/** Microsoft Entra's object and tenant ids; GUIDs, told apart without case. */
const guid = z
  .string()
  .regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i)
  .toLowerCase();

/** Empty ids are left out by some clients and sent as empty text by others. */
const maybe = <T extends z.ZodType>(shape: T) =>
  z.preprocess((value) => (value === null || value === '' ? undefined : value), shape.optional());

/** Words of a person, without what is too long to be looked at. */
const words = z.string().transform((text) => text.slice(0, LONGEST_TEXT));

const member = z.object({ id });

/**
 * What has to be known of an activity before its token is looked at: whether it could be one of
 * ours at all. Nothing here is believed yet.
 */
export const envelope = z.object({
  type: z.string().min(1).max(100),
  channelId: z.string().max(100),
  serviceUrl: z.unknown().optional(),
  conversation: z.object({ tenantId: maybe(guid) }),
  from: maybe(z.object({ tenantId: maybe(guid) })),
  channelData: maybe(z.object({ tenant: maybe(z.object({ id: maybe(guid) })) })),
});

export type Envelope = z.infer<typeof envelope>;

const channelData = z.object({
  team: maybe(z.object({ id: maybe(id), aadGroupId: maybe(guid) })),
  eventType: maybe(z.string().max(100)),
});

const mention = z.object({
  type: z.literal('mention'),
  text: z.string().max(1000),
  mentioned: z.object({ id: z.string().max(500) }),
});

const clientInfo = z.object({
  type: z.literal('clientInfo'),
  timezone: z.string().max(100),
});

/** What an activity says of something or somebody; of kinds not used here nothing is read. */
const entity = z.union([mention, clientInfo, z.unknown().transform(() => null)]);

/** An activity, once it is believed. */
export const activity = z.object({
  type: z.string(),
  /** Absent in a few events; unique within its conversation. */
  id: maybe(id),
  name: maybe(z.string().max(200)),
  /** ISO 8601, UTC. */
  timestamp: maybe(z.string().max(100)),
  channelId: z.string(),
  serviceUrl: z.string(),
  from: maybe(
    z.object({
      id,
      aadObjectId: maybe(guid),
      name: maybe(z.string().max(500)),
      role: maybe(z.string().max(100)),
    }),
  ),
  recipient: member,
  conversation: z.object({ id, conversationType: maybe(z.string().max(100)) }),
  channelData: maybe(channelData),
  entities: maybe(z.array(entity)),
  /** IANA zone. */
  localTimezone: maybe(z.string().max(100)),
  text: maybe(words),
  textFormat: maybe(z.string().max(100)),
  /** What a button or an invoke carries. */
  value: z.unknown().optional(),
  /** Of an `installationUpdate`. */
  action: maybe(z.string().max(100)),
  membersAdded: maybe(z.array(member)),
  membersRemoved: maybe(z.array(member)),
});

export type Activity = z.infer<typeof activity>;

/** An activity in which a person does something: Teams says by name and Entra id who it is. */
export interface PersonActivity extends Activity {
  readonly from: NonNullable<Activity['from']> & { readonly aadObjectId: string };
}

/** `value` of `task/fetch`, `task/submit` and of the message extension's submit. */
export const taskValue = z.object({ data: z.unknown().optional() });

/** `value` of `adaptiveCard/action`, sent by an `Action.Execute`. */
export const cardActionValue = z.object({
  action: z.object({ verb: z.string(), data: z.unknown().optional() }),
});

/** `value` of `composeExtension/fetchTask`; `messagePayload` when it was called on a message. */
export const extensionValue = z.object({
  commandId: z.string(),
  messagePayload: maybe(
    z.object({
      linkToMessage: maybe(z.string().max(4000)),
      body: maybe(z.object({ contentType: maybe(z.string()), content: maybe(words) })),
    }),
  ),
});
