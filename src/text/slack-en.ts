/**
 * The sentences that only the Slack adapter needs, in English. All others are in the common
 * catalogue.
 */
export const SLACK_TEXT = {
  /** Shows the fields of a form that are rarely needed. */
  moreDetails: 'More details',
  /** Slack's date tokens; see docs.slack.dev/messaging/formatting-message-text (dates). */
  dateFormat: '{date_short_pretty} at {time}',
  /** Locale of dates that the adapter formats because Slack cannot show them in the reader's zone. */
  dateLocale: 'en-GB',
  /** Replaces an empty text, which Slack refuses. */
  nothing: '–',
  /** Between a label and its value on one line. */
  afterLabel: ': ',
  /** The end of a message that was cut to Slack's limits. */
  shortened: 'There is more than Slack can show here. Open the complaint for the rest.',
  /** Replaces a person, channel or group in a message when Slack does not send its name. */
  someone: 'someone',
  someChannel: 'channel',
  someGroup: 'group',
  someFile: 'a file',
  noticeTitle: 'Redress',
  closeForm: 'Cancel',
  closeReading: 'Close',
  send: 'Send',
  confirmTitle: 'Are you sure?',
  confirmNo: 'Cancel',
  /** The form could not be opened. Slack allows 3 s from the click. */
  pressAgain: 'Slack did not open the form in time. Please try again.',
  /** Answers a mention, since a message cannot open a form. */
  opener: 'Record a complaint: press the button to open the form.',
  openerShortened:
    'Record a complaint: press the button to open the form. Your message is long, so only its beginning is filled in: please copy the rest.',
  /** The same for the word `away`. */
  openerAway: 'Say that you are away: press the button to open the form.',
  /** The same for the word `reminders`. */
  openerReminders: 'Choose how your reminders come: press the button to open the form.',
  openerButton: 'Open the form',
  /** The answer exceeds Slack's limits, which is a bug. */
  cannotShow:
    'Redress could not show this in Slack. Nothing was lost. Please tell the person who runs Redress.',
} as const;

const INSTALL_AGAIN =
  'paste manifest.yml under App Manifest, save it, install the app again, and set SLACK_BOT_TOKEN to its token';

/** What the operator reads when Slack refuses the start. Never contains a token. */
export const SLACK_START_TEXT = {
  badToken:
    'Slack refuses the bot token. Set SLACK_BOT_TOKEN to the "Bot User OAuth Token" (xoxb-…) of the app, under OAuth & Permissions.',
  goneToken:
    'Slack says the bot token is no longer valid: the app was removed from the workspace or the token was revoked. Install the app again and set SLACK_BOT_TOKEN to the new token.',
  missingScopes:
    'The bot token lacks scopes the app needs. Compare the app with manifest.yml, install it again, and set SLACK_BOT_TOKEN. Missing: ',
  badAppToken:
    'Slack refuses the app-level token. Set SLACK_APP_TOKEN to an app-level token (xapp-…) with the scope connections:write, under Basic Information, and switch Socket Mode on.',
  noAnswer:
    'Slack did not answer. Check that this machine reaches slack.com (or SLACK_API_URL, if that is set), then start again.',
  refused: 'Slack refuses the start: ',
  noSecret:
    'SLACK_SIGNING_SECRET is needed to take requests from Slack over HTTP: set it to the "Signing Secret" under Basic Information, or set SLACK_APP_TOKEN to use Socket Mode.',
  strangeAnswer: 'Redress asked Slack who the bot is and does not understand the answer.',
  installAgain: INSTALL_AGAIN,
} as const;

/** What each bot scope is for: what does not work without it. docs/install-slack.md has the same table. */
export const SLACK_SCOPE_PURPOSES = {
  'channels:history':
    'following threads and mentions in public channels, reading the thread of a message that somebody records, and finding a message whose answer was lost',
  'channels:read':
    'hearing at once that it was invited to a public channel, and seeing in the online check that one is archived',
  'chat:write': 'posting and updating messages',
  commands: 'the command /complaint and the menu of a message',
  'groups:history':
    'following threads and mentions in private channels, reading the thread of a message that somebody records, and finding a message whose answer was lost',
  'groups:read':
    'hearing at once that it was invited to a private channel, and seeing in the online check that one is archived',
  'im:history': 'finding a message to a person whose answer was lost',
  'im:write': 'writing to people',
  'mpim:history':
    'reading the thread of a message that somebody records from a group direct message',
  'usergroups:read':
    'seeing whether user groups are there and in use, every hour and in the online check',
  'users:read': "people's names and time zones",
  'users:read.email': 'finding people by their e-mail address',
} as const;

/** What `/readyz` says when Slack is not ready. */
export const SLACK_HEALTH_TEXT = {
  notStarted: 'the bot token was not checked with Slack yet',
  stopped: 'the Slack adapter was stopped',
  notConnected: 'the Socket Mode connection to Slack is down, Redress is reconnecting',
  refused: 'Slack refuses the token: ',
  noAnswer: ({ since, code }: { since: number; code: string }) =>
    `Slack has not answered since ${new Date(since).toISOString()} (${code}). What people do is recorded, and messages are sent when it answers again`,
} as const;

/** What the online check says of Slack. Never contains a token. */
export const SLACK_CHECK_TEXT = {
  token: (bot: string, team: string) => `Slack knows the bot: @${bot} in the workspace ${team}.`,
  scopes: 'The token has all scopes that the app needs.',
  missingScopes: (scopes: string) =>
    `The token lacks scopes that Redress needs to run: ${scopes}. Remedy: ${INSTALL_AGAIN}.`,
  missingOptionalScopes: (losses: string) =>
    `The token lacks scopes that a part of Redress needs: ${losses}. All else works without them. To have that too: ${INSTALL_AGAIN}.`,
  unknownScopes: 'Slack did not list the scopes of the token.',
  signingSecret:
    'Slack cannot be asked about the signing secret. It is right when Slack says "Verified" under Event Subscriptions.',
  appToken: 'Slack accepts the app-level token, and Socket Mode is on.',
  notAsked: 'Not asked, because of what is wrong above.',
  strangeAnswer: 'Redress does not understand the answer of Slack.',
  noAnswer: (code: string) => `Slack did not answer (${code}). Run the check again.`,
  refused: (code: string) => `Slack refuses to say (${code}).`,
  channel: (name: string) => `Redress is in #${name}.`,
  channelInWithoutScope:
    'Redress is in this channel. Whether it is archived was not asked: that needs the scope channels:read (private channels: groups:read).',
  noChannel:
    'Slack shows no such channel. Correct the id: open the channel, its name, "About". If it is private, write /invite @Redress in it.',
  archived: (name: string) =>
    `#${name} is archived, and nobody can post there. Unarchive it, or name another channel.`,
  notIn: (name: string) => `Redress is not in ${name}. Write /invite @Redress there.`,
  thisChannel: 'this channel',
  group: (handle: string, members: string) => `The user group is @${handle}, with ${members}.`,
  noGroup:
    'There is no such user group in this workspace. Correct the id (S…), which stands in the link of the group, or leave "group" out.',
  groupDisabled: (handle: string) =>
    `The user group @${handle} is disabled, and tags nobody. Enable it, or leave "group" out.`,
  groupEmpty: (handle: string) =>
    `The user group @${handle} has no members, and tags nobody. Add the team to it, or leave "group" out.`,
  groupsNeedScope: `Not asked: that needs the scope usergroups:read. To check it: ${INSTALL_AGAIN}.`,
  groupsNeedPlan:
    'This workspace has no user groups: its Slack plan does not include them. Leave "group" out.',
  person: (id: string) => `Their account is ${id}.`,
  noPerson: (id: string) =>
    `There is no account ${id} in this workspace. Copy the id from their profile: ⋮, "Copy member ID".`,
  deactivated: (id: string) =>
    `Their account ${id} is deactivated, and gets no messages. Write the id of their present account, or remove them.`,
  madeAnew: (id: string, now: string) =>
    `Their account ${id} is deactivated, and their e-mail address belongs to ${now}. Write slack: ${now} for them.`,
  otherEmail: (id: string, other: string) =>
    `Two accounts for one person: the id is ${id}, but the e-mail address belongs to ${other}. Correct the id or the address; if ${id} was made anew as ${other}, deactivate ${id} and write slack: ${other}.`,
  isBot: (id: string) =>
    `The account ${id} is a bot's, and gets no messages from bots. Correct the id.`,
  noEmail:
    'No account in Slack has their e-mail address. Correct it, or add their member id (slack: U…).',
  notColleague: (id: string, reason: string) =>
    `The account ${id} has their e-mail address, but Redress does not trust it (${reason}). Write slack: ${id} for them.`,
} as const;
