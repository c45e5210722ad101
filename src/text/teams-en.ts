/**
 * Every sentence the Teams adapter itself says, in English. What complaints are about is said by
 * the core; here is only what the platform makes necessary.
 */
export const TEAMS_TEXT = {
  /** Locale of dates written out. */
  dateLocale: 'en-GB',
  /** Stands where a text is empty. */
  nothing: '–',
  /** Stands in a mention where a name has nothing in it that can be shown. */
  nameless: 'a colleague',
  /** Stands under what had more than Teams takes. */
  shortened:
    'Long texts are shortened here, for there is more than Teams can show. Open the complaint for the rest.',
  /** Stands in a dialog, which is the complaint opened. */
  shortenedHere: 'Long texts are shortened here, for there is more than Teams can show.',
  /** Stands in place of the last entries of what has many, such as a history: those are its oldest. */
  leftOut: (entries: number) =>
    `${entries === 1 ? 'The oldest entry is' : `The oldest ${entries} entries are`} left out here, for there is more than Teams can show.`,
  /** Under a choice of many, in a form that has no room for the others. */
  onlyChosen:
    'Only your choice is shown here: beside so much text there is no room for the others.',
  noticeTitle: 'Redress',
  send: 'Send',
  /** A button that asks before it acts: the label of its first step. */
  asks: (label: string) => `${label}…`,
  /** Before each fault of a form: it is not told by colour alone. */
  error: 'Error: ',
  formFaults: 'Nothing was sent yet. Please look at what is marked with “Error” below.',
  choose: 'Choose',
  fillIn: 'Please fill this in.',
  chooseOne: 'Please choose.',
  tickIt: 'Please tick this.',
  date: (label: string) => `${label} (date)`,
  time: (zone: string) => `Time (24 hours, ${zone})`,
  /** A date of a question that may stay empty was given without a time: it counts to the end of the day. */
  timeOptional: (zone: string) => `Time (24 hours, ${zone}; if left empty, the end of the day)`,
  /** The card that answers the word `complaint`, since a message cannot open a dialog. */
  opener: 'Record a complaint: press the button to open the form.',
  openerButton: 'Open the form',
  /** Said in a channel, where all would read what only one should. */
  seePersonalChat: 'The answer is in your personal chat with Redress.',
  /** The form could not be shown: Teams waits five seconds. */
  pressAgain: 'Teams did not open the form. Please press the button again.',
  done: 'Done.',
  /** Teams waits five seconds; what was sent in is still being worked on, and is done once however often it is sent. */
  late: 'This takes longer than Teams waits. It may still be done: look again in a minute, and repeat it if nothing changed.',
  lateForm:
    'This takes longer than Teams waits. Please send it again: it is recorded once, however often you send it.',
  /** What was sent in came from a dialog we did not open for this person, or before the app's secret was changed. */
  openAgain:
    'This was not recorded: the form has expired. Please open it again and send it from there.',
  /** A button of a card this version does not write. */
  unknownButton: 'Redress does not know this button any more. Open the complaint to go on.',
  /** The answer could not be sent to the person's own chat. */
  cannotWrite:
    'Redress cannot write to you. Add Redress under “Apps” in Teams, then ask again in your chat with it.',
  /** The answer is too big for Teams, which is a defect. */
  cannotShow:
    'Redress could not show this, for it is more than Teams takes. What was recorded before is still there. Please tell whoever runs Redress.',
  /** A form with faults is too big for Teams to be shown again; what stood in it to read follows, shortened where it must be. */
  cannotShowForm:
    'Nothing was sent, and the form is more than Teams can show again. Copy what you wrote from here, and send it in a new form, with shorter texts.',
} as const;

/** What the operator is told when Teams cannot be started. Never a secret in it. */
export const TEAMS_START_TEXT = {
  noAppId:
    'MICROSOFT_APP_ID is needed for Microsoft Teams: set it to the "Application (client) ID" of the app registration in Microsoft Entra. Without it requests could not be checked, so nothing was started.',
  noTenant:
    'MICROSOFT_APP_TENANT_ID is needed for Microsoft Teams: set it to the "Directory (tenant) ID" of the app registration in Microsoft Entra.',
  badSecret:
    'Microsoft refuses the client secret. Set MICROSOFT_APP_PASSWORD to the value (not the id) of a client secret that has not expired, under Certificates & secrets of the app registration.',
  badCertificate:
    'Microsoft refuses the certificate. Upload its public part under Certificates & secrets of the app registration, and check that it has not expired.',
  unreadableCertificate:
    'The certificate cannot be read: it must be PEM text with the certificate and its private key, without a passphrase.',
  appNotFound:
    'Microsoft does not find the app in this tenant. Check MICROSOFT_APP_ID and MICROSOFT_APP_TENANT_ID: both stand on the overview page of the app registration.',
  tenantNotFound:
    'Microsoft does not know this tenant. Set MICROSOFT_APP_TENANT_ID to the "Directory (tenant) ID" of the app registration.',
  noAnswer:
    'Microsoft did not answer when asked for a token. Check that this machine reaches login.microsoftonline.com. Redress goes on and tries again.',
  refused: 'Microsoft refuses the credentials: ',
} as const;

/** What `/readyz` says of Teams when it is not well. */
export const TEAMS_HEALTH_TEXT = {
  notStarted: 'Microsoft was not asked yet whether the credentials are right',
  stopped: 'the Teams adapter was stopped',
  noAnswer: 'Microsoft does not answer when asked for a token',
  refused: 'Microsoft refuses the credentials: ',
  /** Followed by the team's id. */
  removed: 'Redress was removed from a team in Teams, which gets no messages: ',
} as const;
