import { z } from 'zod';
import { conversationId, timestamp } from '../addresses.js';
import { boundedText, slackMessage } from '../messages/message.js';
import { slackUser } from '../outbound/profiles.js';

// Slack's payloads, as far as they are used (docs.slack.dev/reference/interaction-payloads).

const userId = z.string().regex(/^[UW][A-Z0-9]{1,40}$/);
const teamId = z.string().regex(/^[TE][A-Z0-9]{1,40}$/);
const eventId = z.string().min(1).max(300);

const actor = z.object({
  id: userId,
  team_id: teamId.nullish(),
  username: z.string().optional(),
  name: z.string().optional(),
});

const team = z.object({ id: teamId }).nullish();

/** Only to answer there: without it the answer comes elsewhere. */
const optionalConversation = conversationId.optional().catch(undefined);

export const commandPayload = z.object({
  command: z.string(),
  text: z.string().default(''),
  trigger_id: eventId,
  team_id: teamId,
  user_id: userId,
  user_name: z.string().optional(),
  response_url: z.string().optional(),
  channel_id: optionalConversation,
});

/** What was entered, by `block_id` and `action_id`. */
const viewState = z.object({ values: z.record(z.string(), z.record(z.string(), z.unknown())) });

export const blockActionsPayload = z.object({
  type: z.literal('block_actions'),
  user: actor,
  team,
  trigger_id: eventId,
  response_url: z.string().optional(),
  container: z
    .object({ thread_ts: z.string().optional(), channel_id: optionalConversation })
    .optional(),
  message: z.object({ thread_ts: z.string().optional() }).optional(),
  view: z
    .object({
      id: z.string(),
      hash: z.string().optional(),
      callback_id: z.string().optional(),
      private_metadata: z.string().default(''),
      state: viewState.default({ values: {} }),
    })
    .optional(),
  actions: z.tuple(
    [
      z.discriminatedUnion('type', [
        z.object({
          type: z.literal('button'),
          action_id: z.string().min(1).max(255),
          value: z.string().max(2000).default(''),
        }),
        z.object({
          type: z.literal('overflow'),
          action_id: z.string().min(1).max(255),
          selected_option: z.object({ value: z.string().min(1).max(150) }),
        }),
        // A field that is looked up while somebody types; its value is in the view's state.
        z.object({ type: z.literal('plain_text_input'), action_id: z.string().min(1).max(255) }),
      ]),
    ],
    z.unknown(),
  ),
});

/** A message shortcut (docs.slack.dev/reference/interaction-payloads/shortcuts-interaction-payload). */
export const shortcutPayload = z.object({
  type: z.literal('message_action'),
  callback_id: z.string(),
  user: actor,
  team,
  channel: z.object({ id: conversationId, name: z.string().max(200).optional().catch(undefined) }),
  trigger_id: eventId,
  response_url: z.string().optional(),
  message_ts: timestamp,
  message: slackMessage,
});

/** The state of one form element. Each kind of element sets another field. */
export const elementState = z.object({
  type: z.string(),
  value: z.string().nullish(),
  selected_option: z.object({ value: z.string() }).nullish(),
  selected_options: z.array(z.object({ value: z.string() })).nullish(),
  selected_date_time: z.number().nullish(),
  selected_user: userId.nullish(),
});

export const viewSubmissionPayload = z.object({
  type: z.literal('view_submission'),
  user: actor,
  team,
  view: z.object({
    private_metadata: z.string(),
    state: viewState,
  }),
});

export const messageEventPayload = z.object({
  type: z.literal('event_callback'),
  team_id: teamId,
  event_id: eventId,
  event: z.object({
    type: z.literal('message'),
    /** A person's message has no subtype or one of these; others are edits, joins, bots and the like. */
    subtype: z.enum(['thread_broadcast', 'file_share']).optional(),
    channel_type: z.enum(['channel', 'group']),
    channel: z.string().regex(/^[CG][A-Z0-9]{1,40}$/),
    user: userId,
    /** The author's workspace if it is another one, in a shared channel. */
    user_team: teamId.optional(),
    team: teamId.optional(),
    text: boundedText,
    ts: timestamp,
    /** Only in threads; the first message of one has its own. */
    thread_ts: timestamp.optional(),
    bot_id: z.never().optional(),
    hidden: z.literal(false).optional(),
  }),
});

/** A person's message in a channel, see {@link messageEventPayload}. */
export type MessageEventPayload = z.infer<typeof messageEventPayload>;

/**
 * Somebody joined a channel that the bot is in, the bot included, or one was unarchived
 * (docs.slack.dev/reference/events/member_joined_channel). `user`: who joined, or who unarchived it.
 */
export const channelEventPayload = z.object({
  type: z.literal('event_callback'),
  team_id: teamId,
  event_id: eventId,
  event: z.object({
    type: z.enum(['member_joined_channel', 'channel_unarchive', 'group_unarchive']),
    user: z.string(),
    channel: conversationId,
  }),
});

/** A changed profile (docs.slack.dev/reference/events/user_profile_changed). */
export const profileEventPayload = z.object({
  type: z.literal('event_callback'),
  team_id: teamId,
  event_id: eventId,
  event: z.object({ type: z.literal('user_profile_changed'), user: slackUser }),
});
