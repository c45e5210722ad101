/**
 * Everything this adapter asks of Microsoft Teams: where it calls us, the words people find in its
 * menus, and what a team consents to. The app's manifest is built from this.
 */

/** Where Microsoft sends every activity (the bot's messaging endpoint). */
export const REQUEST_PATH = '/api/messages';

/** The word by which people call: in personal chat, after a mention, and as a command. */
export const COMMAND_WORD = 'complaint';

/** Where the bot can be talked to. */
export const BOT_SCOPES = ['personal', 'team', 'groupChat'] as const;

/** What choosing a command means, as the text behind `/complaint`. */
export type CommandText = '' | 'list' | 'help';

/** One line of the bot's command menu; choosing it sends the title as a message to the bot. */
export interface BotCommand {
  readonly title: string;
  readonly description: string;
}

/** The bot's command menu, the same in every scope. */
export const BOT_COMMANDS: readonly BotCommand[] = [
  { title: COMMAND_WORD, description: 'Record a complaint' },
  {
    title: `${COMMAND_WORD} list`,
    description: 'What you reported or have, and what your team has',
  },
  { title: `${COMMAND_WORD} help`, description: 'How Redress works' },
];

/** From where an action command can be called: the box for writing, `/` in it, or a message's menu. */
export type ExtensionContext = 'compose' | 'commandBox' | 'message';

/** A command of the message extension; every one of them asks us for a dialog (`fetchTask`). */
export interface ExtensionCommand {
  readonly text: CommandText;
  /** At most 32 characters. */
  readonly title: string;
  /** At most 128 characters. */
  readonly description: string;
  readonly contexts: readonly ExtensionContext[];
  /** `slash`: listed when somebody types `/` in an empty box (manifest 1.29 and later). */
  readonly triggers: readonly 'slash'[];
}

/** The commands of the message extension by their id, which is the `commandId` Teams sends. */
export const EXTENSION_COMMANDS = {
  complaint: {
    text: '',
    title: 'Complaint',
    description: 'Record a complaint that somebody made to you',
    contexts: ['compose', 'commandBox', 'message'],
    triggers: ['slash'],
  },
  'complaint-list': {
    text: 'list',
    title: 'Complaint list',
    description: 'What you reported or have, and what your team has',
    contexts: ['compose', 'commandBox'],
    triggers: ['slash'],
  },
  'complaint-help': {
    text: 'help',
    title: 'Complaint help',
    description: 'How Redress works',
    contexts: ['compose', 'commandBox'],
    triggers: ['slash'],
  },
} as const satisfies Record<string, ExtensionCommand>;

/** The id of one of the message extension's commands. */
export type ExtensionCommandId = keyof typeof EXTENSION_COMMANDS;

/** Whether Teams' `commandId` is one of ours. */
export function isExtensionCommand(id: string): id is ExtensionCommandId {
  return Object.hasOwn(EXTENSION_COMMANDS, id);
}

/**
 * What the owner of a team consents to when the app is added to it (resource-specific consent,
 * type `Application`): with `ChannelMessage.Read.Group` Teams sends us what is written in the
 * team's channels without the bot being mentioned, so that a thread that is alive is not nudged
 * (learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/channel-messages-with-rsc).
 */
export const RESOURCE_PERMISSIONS = ['ChannelMessage.Read.Group'] as const;
