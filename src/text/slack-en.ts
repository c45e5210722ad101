/**
 * Every sentence the Slack adapter itself says, in English. What complaints are about is said by
 * the core; here is only what the platform makes necessary.
 */
export const SLACK_TEXT = {
  /** Slack's date tokens; see docs.slack.dev/messaging/formatting-message-text (dates). */
  dateFormat: '{date_short_pretty} at {time}',
  /** Locale of dates written out, where Slack cannot show them in the reader's zone. */
  dateLocale: 'en-GB',
  /** Stands where a text is empty, since Slack refuses empty ones. */
  nothing: '–',
  /** Stands at the end of a message that had more than Slack takes. */
  shortened: 'There is more than Slack can show here. Open the complaint for the rest.',
  /** Somebody, a channel or a group that a message mentions, and that Slack does not name. */
  someone: 'someone',
  someChannel: 'channel',
  someGroup: 'group',
  noticeTitle: 'Redress',
  closeForm: 'Cancel',
  closeReading: 'Close',
  send: 'Send',
  confirmTitle: 'Are you sure?',
  confirmNo: 'Cancel',
  /** The form could not be opened: Slack gives three seconds from the click. */
  pressAgain: 'Slack did not open the form in time. Please try again.',
  /** The answer is too big for Slack, which is a defect. */
  cannotShow:
    'Redress could not show this in Slack. Nothing was lost; please tell whoever runs it.',
} as const;

/** What the operator is told when Slack refuses the start. Never a token in it. */
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
  strangeAnswer: 'Slack answered in a way Redress does not know when asked who the bot is.',
} as const;

/** What `/readyz` says of Slack when it is not well. */
export const SLACK_HEALTH_TEXT = {
  notStarted: 'Slack was not asked yet who the bot is',
  stopped: 'the Slack adapter was stopped',
  notConnected: 'the Socket Mode connection to Slack is down and being opened again',
  refused: 'Slack refuses the token: ',
} as const;
