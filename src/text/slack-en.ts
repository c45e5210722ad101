/**
 * The sentences that only the Slack adapter needs, in English. All others are in the common
 * catalogue.
 */
export const SLACK_TEXT = {
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
  openerButton: 'Open the form',
  /** The answer exceeds Slack's limits, which is a bug. */
  cannotShow:
    'Redress could not show this in Slack. Nothing was lost. Please tell the person who runs Redress.',
} as const;

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
} as const;

/** What `/readyz` says when Slack is not ready. */
export const SLACK_HEALTH_TEXT = {
  notStarted: 'the bot token was not checked with Slack yet',
  stopped: 'the Slack adapter was stopped',
  notConnected: 'the Socket Mode connection to Slack is down, Redress is reconnecting',
  refused: 'Slack refuses the token: ',
} as const;
