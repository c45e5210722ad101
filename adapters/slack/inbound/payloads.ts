import { z } from 'zod';
import { MAX_TEXT_LENGTH } from './message-text.js';

/** The shapes of what Slack sends, as far as they are used; docs.slack.dev/reference/interaction-payloads. */

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

const channelId = z.string().regex(/^[CDG][A-Z0-9]{1,40}$/);
const timestamp = z.string().regex(/^\d{1,12}\.\d{1,6}$/);

/** Words of a person or a bot, without what is too long to be looked at. */
const words = z
  .string()
  .catch('')
  .transform((text) => text.slice(0, MAX_TEXT_LENGTH));

export const commandPayload = z.object({
  command: z.string(),
  text: z.string().default(''),
  trigger_id: eventId,
  team_id: teamId,
  user_id: userId,
  user_name: z.string().optional(),
  response_url: z.string().optional(),
});

export const blockActionsPayload = z.object({
  type: z.literal('block_actions'),
  user: actor,
  team,
  trigger_id: eventId,
  response_url: z.string().optional(),
  container: z.object({ thread_ts: z.string().optional() }).optional(),
  message: z.object({ thread_ts: z.string().optional() }).optional(),
  view: z
    .object({ id: z.string(), hash: z.string().optional(), callback_id: z.string().optional() })
    .optional(),
  actions: z.tuple(
    [
      z.object({
        type: z.literal('button'),
        action_id: z.string().min(1).max(255),
        value: z.string().max(2000).default(''),
      }),
    ],
    z.unknown(),
  ),
});

/** What hangs under a message: of bots their content, of people links and messages they forward. */
const attachment = z.object({
  is_share: z.unknown().optional(),
  pretext: words,
  title: words,
  text: words,
  fallback: words,
});

const blockText = z.object({ text: words });

const block = z.object({
  type: z.string(),
  text: blockText.nullish().catch(null),
  fields: z.array(blockText).nullish().catch(null),
});

/** A message as a shortcut on it carries it, as far as there are words in it. */
const shortcutMessage = z.object({
  text: words,
  bot_id: z.string().nullish(),
  thread_ts: timestamp.nullish(),
  attachments: z.array(attachment).nullish().catch(null),
  blocks: z.array(block).nullish().catch(null),
});

export type ShortcutMessage = z.infer<typeof shortcutMessage>;

/** A shortcut used on a message; docs.slack.dev/reference/interaction-payloads/shortcuts-interaction-payload. */
export const shortcutPayload = z.object({
  type: z.literal('message_action'),
  callback_id: z.string(),
  user: actor,
  team,
  channel: z.object({ id: channelId }),
  trigger_id: eventId,
  response_url: z.string().optional(),
  message_ts: timestamp,
  message: shortcutMessage,
});

/** The state of one form element. Which part is set says which kind it is. */
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
    state: z.object({ values: z.record(z.string(), z.record(z.string(), z.unknown())) }),
  }),
});

export const messageEventPayload = z.object({
  type: z.literal('event_callback'),
  team_id: teamId,
  event_id: eventId,
  event: z.object({
    type: z.literal('message'),
    /** What people write has none or one of these; all others are edits, joins, bots and the like. */
    subtype: z.enum(['thread_broadcast', 'file_share']).optional(),
    channel_type: z.enum(['channel', 'group']),
    channel: z.string().regex(/^[CG][A-Z0-9]{1,40}$/),
    user: userId,
    /** The workspace of a person from another one, in a shared channel. */
    user_team: teamId.optional(),
    team: teamId.optional(),
    ts: timestamp,
    thread_ts: timestamp,
    bot_id: z.never().optional(),
    hidden: z.literal(false).optional(),
  }),
});
