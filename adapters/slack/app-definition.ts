/**
 * Everything this adapter asks of Slack: the Web API methods it calls with the bot scopes each
 * needs (docs.slack.dev/reference/methods), the events it listens to, its command and its shortcut.
 * `manifest.yml` is kept equal to this by a test.
 */
export const METHODS = {
  'auth.test': [],
  'chat.postMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  'conversations.open': ['im:write'],
  'conversations.history': ['channels:history', 'groups:history', 'im:history'],
  'conversations.replies': ['channels:history', 'groups:history', 'im:history'],
  'users.info': ['users:read', 'users:read.email'],
  'users.lookupByEmail': ['users:read.email'],
  'views.open': [],
  'views.push': [],
  'views.update': [],
} as const satisfies Record<string, readonly string[]>;

/** A Web API method this adapter may call. */
export type WebApiMethod = keyof typeof METHODS;

/** Called with the app-level token in Socket Mode, by Bolt; its scope is not a bot scope. */
export const SOCKET_METHOD = 'apps.connections.open';

/** The bot events subscribed to, with the scopes they need. */
export const EVENTS = {
  'message.channels': ['channels:history'],
  'message.groups': ['groups:history'],
} as const satisfies Record<string, readonly string[]>;

/** The slash command the manifest declares; its scope is `commands`. */
export const DEFAULT_COMMAND = '/complaint';

/**
 * The shortcut in the menu of every message that is not for one person alone. Its scope is
 * `commands` too (docs.slack.dev/reference/scopes/commands), so a token from before it serves.
 */
export const SHORTCUT = {
  /** The `callback_id` Slack sends; at most 255 characters. */
  id: 'complaint',
  /** At most 24 characters. */
  name: 'Record a complaint',
  /** At most 150 characters (the lengths: docs.slack.dev/reference/app-manifest). */
  description: 'Opens the form with this message filled in',
} as const;

/** Where Slack sends everything in HTTP mode. */
export const REQUEST_PATH = '/slack/events';

/** All bot scopes needed, sorted. */
export function requiredScopes(): readonly string[] {
  const scopes = [Object.values(METHODS), Object.values(EVENTS)].flat(2);
  return [...new Set<string>(['commands', ...scopes])].sort();
}
