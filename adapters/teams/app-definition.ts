/**
 * What the app registers with Microsoft Teams: its endpoint, its commands and the permissions a team
 * grants. The app's manifest is built from this.
 */

import type { CommandWord } from '../../src/views/chat-commands.js';

/** The path of the bot's messaging endpoint, to which Microsoft sends every activity. */
export const REQUEST_PATH = '/api/messages';

/** The command word: in personal chat, after a mention, and in the commands. */
export const COMMAND_WORD = 'complaint';

/** The scopes of the bot. */
export const BOT_SCOPES = ['personal', 'team', 'groupChat'] as const;

/** The meaning of a command, as the text after `/complaint`. */
type CommandText = '' | CommandWord;

/** An entry of the bot's command menu. Choosing it sends the title as a message to the bot. */
export interface BotCommand {
  readonly title: string;
  readonly description: string;
}

/** What each command is for, at most 128 characters. */
const DESCRIPTIONS = {
  '': 'Record a complaint that somebody made to you',
  list: 'What you reported or have, and what your team has',
  away: 'Say that you are away, until when, and who gets your reminders',
  back: 'Say that you are back',
  reminders: 'How your reminders come: the list of the day, how many, and when none',
  help: 'How Redress works',
} as const satisfies Readonly<Record<CommandText, string>>;

/** A command as people type it to the bot, such as `complaint list`. */
export function toTypedCommand(text: string): string {
  return `${COMMAND_WORD} ${text}`.trim();
}

/** The bot's command menu, the same in every scope. */
export const BOT_COMMANDS: readonly BotCommand[] = Object.entries(DESCRIPTIONS).map(
  ([text, description]) => ({ title: toTypedCommand(text), description }),
);

/** Where an action command can be used: the compose box, `/` in it, or the menu of a message. */
export type ExtensionContext = 'compose' | 'commandBox' | 'message';

/** A command of the message extension. Each of them asks for a dialog (`fetchTask`). */
export interface ExtensionCommand {
  readonly text: CommandText;
  /** At most 32 characters. */
  readonly title: string;
  /** At most 128 characters. */
  readonly description: string;
  readonly contexts: readonly ExtensionContext[];
  /** `slash`: listed after typing `/` in an empty box (manifest 1.29 and later). */
  readonly triggers: readonly 'slash'[];
}

/** The commands of the message extension by id. Teams sends the id as `commandId`. */
export const EXTENSION_COMMANDS = {
  complaint: {
    text: '',
    title: 'Complaint',
    description: DESCRIPTIONS[''],
    contexts: ['compose', 'commandBox', 'message'],
    triggers: ['slash'],
  },
  'complaint-list': {
    text: 'list',
    title: 'Complaint list',
    description: DESCRIPTIONS.list,
    contexts: ['compose', 'commandBox'],
    triggers: ['slash'],
  },
  'complaint-away': {
    text: 'away',
    title: 'Complaint away',
    description: DESCRIPTIONS.away,
    contexts: ['compose', 'commandBox'],
    triggers: ['slash'],
  },
  'complaint-back': {
    text: 'back',
    title: 'Complaint back',
    description: DESCRIPTIONS.back,
    contexts: ['compose', 'commandBox'],
    triggers: ['slash'],
  },
  'complaint-reminders': {
    text: 'reminders',
    title: 'Complaint reminders',
    description: DESCRIPTIONS.reminders,
    contexts: ['compose', 'commandBox'],
    triggers: ['slash'],
  },
  'complaint-help': {
    text: 'help',
    title: 'Complaint help',
    description: DESCRIPTIONS.help,
    contexts: ['compose', 'commandBox'],
    triggers: ['slash'],
  },
} as const satisfies Record<string, ExtensionCommand>;

/** The id of one of the message extension's commands. */
export type ExtensionCommandId = keyof typeof EXTENSION_COMMANDS;

/** Whether a `commandId` is one of this app. */
export function isExtensionCommand(id: string): id is ExtensionCommandId {
  return Object.hasOwn(EXTENSION_COMMANDS, id);
}

/**
 * The permissions a team's owner grants when adding the app (resource-specific consent, type
 * `Application`). With `ChannelMessage.Read.Group` Teams sends the bot all messages of the team's
 * channels, also those without a mention, so that an active thread gets no nudge; and Redress may read the thread
 * of a message that somebody records
 * (learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/channel-messages-with-rsc).
 */
export const RESOURCE_PERMISSIONS = ['ChannelMessage.Read.Group'] as const;
