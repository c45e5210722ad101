// What the Slack app needs. A test compares this file with manifest.yml.

/**
 * The Web API methods this adapter calls, with the bot scopes that each needs
 * (docs.slack.dev/reference/methods). In Socket Mode, Bolt also calls apps.connections.open, with
 * the app-level token, whose scope is not a bot scope.
 */
export const METHODS = {
  'auth.test': [],
  'chat.postEphemeral': ['chat:write'],
  'chat.postMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  'conversations.open': ['im:write'],
  'conversations.history': ['channels:history', 'groups:history', 'im:history'],
  // `mpim:history`: only of a message that somebody records from a group direct message
  'conversations.replies': ['channels:history', 'groups:history', 'im:history', 'mpim:history'],
  'users.info': ['users:read', 'users:read.email'],
  'users.lookupByEmail': ['users:read.email'],
  'views.open': [],
  'views.push': [],
  'views.update': [],
} as const satisfies Record<string, readonly string[]>;

/**
 * The methods that only checks of the configuration call (`npm run check -- --online`, and for groups the
 * bot every hour), with the bot scopes that each needs. The online check calls apps.connections.open
 * with the app-level token.
 */
export const CHECK_METHODS = {
  'apps.connections.open': [],
  'conversations.info': ['channels:read', 'groups:read'],
  'usergroups.list': ['usergroups:read'],
} as const satisfies Record<string, readonly string[]>;

/** A Web API method this adapter may call. */
export type WebApiMethod = keyof typeof METHODS | keyof typeof CHECK_METHODS;

/**
 * The bot events this adapter listens to, with the scopes that each needs. Messages that mention the bot
 * come as messages too, so `app_mention` and its scope are not needed. `user_profile_changed` brings
 * new names and zones at once; `user_change` would also come for every new status.
 */
export const EVENTS = {
  'message.channels': ['channels:history'],
  'message.groups': ['groups:history'],
  user_profile_changed: ['users:read'],
} as const satisfies Record<string, readonly string[]>;

/**
 * Events without which the bot runs: they tell that it was invited to a channel, or that a channel was
 * unarchived, so that cards which the channel refused are posted at once, and not some hours later. They
 * need `channels:read` or `groups:read`, which the online check needs too
 * (docs.slack.dev/reference/events/member_joined_channel, channel_unarchive, group_unarchive).
 */
export const OPTIONAL_EVENTS = {
  channel_unarchive: ['channels:read'],
  group_unarchive: ['groups:read'],
  member_joined_channel: ['channels:read', 'groups:read'],
} as const satisfies Record<string, readonly string[]>;

/** The slash command in the manifest; its scope is `commands`. */
export const DEFAULT_COMMAND = '/complaint';

/**
 * The message shortcut, in the menu of every message but ephemeral ones. Its scope is `commands` too
 * (docs.slack.dev/reference/scopes/commands), so a token of an older installation works.
 */
export const SHORTCUT = {
  /** The `callback_id` Slack sends; at most 255 characters. */
  id: 'complaint',
  /** At most 24 characters. */
  name: 'Record a complaint',
  /** At most 150 characters (the lengths: docs.slack.dev/reference/app-manifest). */
  description: 'Opens the form with this message filled in',
} as const;

/** The path to which Slack sends all requests in HTTP mode. */
export const REQUEST_PATH = '/slack/events';
