/**
 * The sentences that only the Teams adapter needs, in English. All others are in the common
 * catalogue.
 */
export const TEAMS_TEXT = {
  /** Shows the fields of a form that are rarely needed. */
  moreDetails: 'More details',
  /** Locale of dates that the adapter formats. */
  dateLocale: 'en-GB',
  /** Replaces an empty text. */
  nothing: '–',
  /** The name in a mention when nothing in the real one can be shown. */
  nameless: 'a colleague',
  /** Wrote a message that has no name. */
  someone: 'someone',
  /** Of a file without a name. */
  someFile: 'a file',
  /** The end of a message that was cut to Teams' limits. */
  shortened:
    'Long texts are shortened here, because Teams cannot show all of it. Open the complaint for the rest.',
  /** The same in a dialog, where the complaint is already open. */
  shortenedHere: 'Long texts are shortened here, because Teams cannot show all of it.',
  /** Replaces the oldest entries of a long list such as a history. */
  leftOut: (entries: number) =>
    `${entries === 1 ? 'The oldest entry is' : `The oldest ${entries} entries are`} left out here, because Teams cannot show all of it.`,
  /** Under a choice whose other options had to be dropped. */
  onlyChosen:
    'Only your choice is shown here: the texts are so long that there is no room for the others.',
  noticeTitle: 'Redress',
  send: 'Send',
  /** The label of a button that asks for confirmation first. */
  asks: (label: string) => `${label}…`,
  /** Precedes each fault in a form, so that colour is not the only sign. */
  error: 'Error: ',
  formFaults: 'Nothing was sent yet. Please correct what is marked with “Error” below.',
  choose: 'Choose',
  fillIn: 'Please fill this in.',
  chooseOne: 'Please choose.',
  tickIt: 'Please tick this.',
  date: (label: string) => `${label} (date)`,
  time: (zone: string) => `Time (24 hours, ${zone})`,
  /** The card that answers `complaint`, since a message cannot open a dialog. */
  opener: 'Record a complaint: press the button to open the form.',
  /** The same where others read it too. */
  openerBy: (name: string) =>
    `${name} wants to record a complaint: press the button to open the form.`,
  /** Both for the word `away`. */
  openerAway: 'Say that you are away: press the button to open the form.',
  openerAwayBy: (name: string) =>
    `${name} wants to say that they are away: press the button to open the form.`,
  /** Both for the word `reminders`. */
  openerReminders: 'Choose how your reminders come: press the button to open the form.',
  openerRemindersBy: (name: string) =>
    `${name} wants to choose how their reminders come: press the button to open the form.`,
  openerButton: 'Open the form',
  /** Replaces the card when its form was sent. Others may read it, so it says no more. */
  openerUsed: (reference: string) => `Recorded as ${reference}.`,
  /** The same, when the words were added to a complaint that is there already. */
  openerAdded: (reference: string) => `Added to ${reference}.`,
  /** Posted in a channel in place of an answer that only one person should read. */
  seePersonalChat: 'The answer is in your personal chat with Redress.',
  /** The form could not be shown. Teams waits 5 s. */
  pressAgain: 'Teams did not open the form. Please press the button again.',
  /** The button ran a command at once in an earlier release, and opens a form now: this card cannot. */
  openDetails:
    'This card was made by an earlier version of Redress. Press Details on it, and go on from there.',
  done: 'Done.',
  /** Teams waits 5 s. The event is still being handled; it has its effect once, however often it is sent. */
  late: 'This takes longer than Teams waits. It may still go through: look again in a minute, and try again if nothing has changed.',
  lateForm:
    'This takes longer than Teams waits. Please send it again: it is recorded only once, however often you send it.',
  /** The dialog was opened for another person, or before the app's secret was changed. */
  openAgain:
    'This was not recorded: the form has expired. Please open it again and send it from there.',
  /** The button of a card that this version does not know. */
  unknownButton: 'This button no longer works. Open the complaint to go on.',
  /** The answer could not be sent to the person's chat. */
  cannotWrite:
    'Redress cannot write to you. Add Redress under “Apps” in Teams, then ask again in your chat with it.',
  /** The answer exceeds Teams' limits, which is a bug. */
  cannotShow:
    'Redress could not show this, because it is too long for Teams. Everything recorded before is still there. Please tell the person who runs Redress.',
  /** A form with faults is too long for Teams to show again. What the person wrote follows, shortened if necessary. */
  cannotShowForm:
    'Nothing was sent, and the form is too long for Teams to show again. Copy what you wrote from here, and send it in a new form with shorter texts.',
} as const;

/** What the operator reads when Teams cannot start. Never contains a secret. */
export const TEAMS_START_TEXT = {
  noAppId:
    'MICROSOFT_APP_ID is needed for Microsoft Teams: set it to the "Application (client) ID" of the app registration in Microsoft Entra. Without it Redress cannot check requests, so it did not start.',
  noTenant:
    'MICROSOFT_APP_TENANT_ID is needed for Microsoft Teams: set it to the "Directory (tenant) ID" of the app registration in Microsoft Entra.',
  badSecret:
    'Microsoft refuses the client secret. Set MICROSOFT_APP_PASSWORD to the value (not the id) of a client secret that has not expired, under Certificates & secrets of the app registration.',
  badCertificate:
    'Microsoft refuses the certificate. Upload its public part under Certificates & secrets of the app registration, and check that it has not expired.',
  unreadableCertificate:
    'The certificate cannot be read: it must be PEM text with the certificate and its private key, without a passphrase.',
  appNotFound:
    'Microsoft does not find the app in this tenant. Check MICROSOFT_APP_ID and MICROSOFT_APP_TENANT_ID: both are on the overview page of the app registration.',
  tenantNotFound:
    'Microsoft does not know this tenant. Set MICROSOFT_APP_TENANT_ID to the "Directory (tenant) ID" of the app registration.',
  noAnswer:
    'Microsoft did not answer when asked for a token. Check that this machine reaches login.microsoftonline.com. Redress keeps trying.',
  refused: 'Microsoft refuses the credentials: ',
} as const;

/** What `/readyz` says when Teams is not ready. */
export const TEAMS_HEALTH_TEXT = {
  notStarted: 'the credentials were not checked with Microsoft yet',
  stopped: 'the Teams adapter was stopped',
  noLogin:
    'Microsoft does not answer when asked for a token. What people do is recorded, and messages are sent when it answers again',
  noAnswer: ({ since, code }: { since: number; code: string }) =>
    `Microsoft Teams has not answered since ${new Date(since).toISOString()} (${code}). What people do is recorded, and messages are sent when it answers again`,
  refused: 'Microsoft refuses the credentials: ',
  /** Followed by the team's id. */
  removed: 'Redress was removed from a team in Teams and cannot post there: ',
} as const;

/** What the online check says of Teams. Never contains a secret. */
export const TEAMS_CHECK_TEXT = {
  credentials: 'Microsoft accepts the credentials of the app.',
  noLogin: (code: string) =>
    `Microsoft did not answer when asked for a token (${code}). Check that this machine reaches login.microsoftonline.com.`,
  connectorRefused: (code: string) =>
    `Teams refuses the bot, although Microsoft accepts the credentials (${code}). Create the Azure Bot for this app id, with the channel Microsoft Teams.`,
  notAsked: 'Not asked, because of what is wrong above.',
  noAnswer: (code: string) => `Teams did not answer (${code}). Run the check again.`,
  refused: (code: string) => `Teams refuses to say (${code}).`,
  /** Where the things stand that no bot can ask. */
  platform: 'Microsoft Teams',
  cannotAsk:
    'Microsoft does not tell bots, without permissions that Redress does not ask for: the messaging endpoint, the consent to read messages in channels, and whether a channel is archived.',
  tag: 'Microsoft does not tell bots about tags without permissions that Redress does not ask for. See docs/install-teams.md, step 4.',
  place: (members: number) =>
    `Redress is in the team of this channel, with ${members === 1 ? '1 member' : `${members} members`}.`,
  notInTeam:
    'Redress is not in the team of this channel. Add it in Teams: the team, Manage team, Apps. If it is there, the link belongs to another channel.',
  noTeam:
    'Teams finds no such team or channel. Copy the link of the channel again ("Get link to channel").',
  noChannel:
    'The team has no such standard channel. It was deleted, or it is private or shared, where bots cannot post: name a standard channel.',
  person: (id: string) => `Their account is ${id}, and Redress can write to them.`,
  noPerson: (id: string) =>
    `There is no account ${id} in this tenant. Copy the Object ID of the user in the Microsoft Entra admin centre.`,
  cannotWrite: (id: string) =>
    `Redress cannot write to the account ${id}: the app is not installed for them, or they blocked it. Let the administrator install it for everybody (docs/install-teams.md).`,
  notMember: (id: string) =>
    `The account ${id} is not in the team in Teams whose complaints it gets. Add it there, or correct the id.`,
  otherEmail: (id: string, other: string) =>
    `Two accounts for one person: the id is ${id}, but the e-mail address belongs to ${other}. Correct one of them.`,
  severalWithEmail:
    'Several accounts have their e-mail address. Add the Object ID of the right one (teams: …).',
  noEmail:
    'No member of the teams with Redress has their e-mail address. Add them to the team, correct the address, or add their Object ID (teams: …).',
  emailNotAsked:
    'Nobody with their e-mail address was found, but the members of a team could not be read.',
} as const;
