import type { Fault } from './faults.js';
import type { JournalEntry } from './journal.js';
import type {
  DialogOutcome,
  PressOutcome,
  SubmitOutcome,
  WriteOutcome,
} from './people/outcomes.js';
import type { Change, Channel, Dialog, Message, Person, TenantState } from './types.js';

/** Which button of a card is meant: all that is given must fit, the first that fits is taken. */
export interface WhichAction {
  /** The words on it. */
  title?: string;
  /** `redress.action` in its data. */
  action?: string;
  /** `redress.value` in its data. */
  value?: unknown;
  /** Uses the action's fallback, as a client too old for `Action.Execute` would. */
  fallback?: boolean;
}

/** What a person enters into a card's inputs: by input id, field name (id without `f.`) or label. */
export type Inputs = Readonly<Record<string, string>>;

/** A message by the conversation it is in (channel id, thread's conversation id or chat) and its activity id. */
export interface MessageAt {
  conversation: string;
  activity: string;
}

/**
 * A running Teams tenant. People are named by object id. A conversation is a channel's id or name, a
 * thread's conversation id, or `personal` (or its id) for the person's chat with the bot. What a person
 * does throws `NotPossible`, an Error with a readable message, when Teams' client would not let them.
 */
export interface TeamsTenant {
  /**
   * The simulator's base URL, e.g. `http://127.0.0.1:PORT/teams`: the Bot Connector at `/v3`, tokens at
   * `/token`, keys at `/openid`. Throws before the server listens.
   */
  readonly url: string;
  /** Everything there is, as plain JSON. Read it; change it only through the functions here. */
  readonly state: TenantState;
  /** The bot's id in the tenant, `28:APP_ID`. */
  readonly botId: string;
  stop(): Promise<void>;

  /**
   * A person writes: into the personal chat, as a new post of a channel, or as a reply (`thread`: the
   * post's activity id; or a thread's conversation id as the conversation). The bot is told when it is
   * mentioned (`mention`, or `@Redress` in the text), in the personal chat, or in a team where it reads all.
   */
  write(
    user: string,
    conversation: string,
    text: string,
    options?: { mention?: boolean; thread?: string },
  ): Promise<WriteOutcome>;
  /** A person edits what they wrote. */
  edit(user: string, message: MessageAt, text: string): Promise<WriteOutcome>;
  /** A person picks a command of the menu that opens at `@Redress`: a mention and the command's words. */
  command(
    user: string,
    conversation: string,
    text: string,
    options?: { thread?: string },
  ): Promise<WriteOutcome>;
  /**
   * A person uses a message extension: from the compose box of a conversation, from the command box (no
   * conversation), or on a message.
   */
  extension(
    user: string,
    commandId: string,
    where?: { conversation?: string; message?: MessageAt },
  ): Promise<DialogOutcome>;
  /** A person uses a button of a message's card. */
  press(
    user: string,
    message: MessageAt,
    which: WhichAction,
    inputs?: Inputs,
  ): Promise<PressOutcome>;
  /** A person uses a button inside their open dialog. */
  pressInDialog(
    user: string,
    dialogId: string,
    which: WhichAction,
    inputs?: Inputs,
  ): Promise<SubmitOutcome>;
  /** A person fills in their open dialog and sends it (the button whose data says `submit`, else the only one). */
  submit(user: string, dialogId: string, inputs: Inputs): Promise<SubmitOutcome>;
  /** A person closes their dialog; the bot is not told, as in Teams. */
  closeDialog(user: string, dialogId: string): void;
  /** A person has seen everything in a channel or chat. */
  read(user: string, conversation: string): void;

  /** The app is installed for a person, or taken away; the bot is told. */
  install(user: string): void;
  uninstall(user: string): void;
  installInTeam(team?: string, options?: { readsAll?: boolean }): void;
  removeFromTeam(team?: string): void;
  /** A person blocks the bot, or lets it in again; the bot is not told, as in Teams. */
  block(user: string): void;
  unblock(user: string): void;
  /** A person's name changes in Microsoft Entra; the bot is not told, as in Teams. */
  rename(user: string, name: string): void;
  deleteUser(user: string): void;
  restoreUser(user: string): void;
  archiveChannel(channel: string): void;
  restoreChannel(channel: string): void;
  deleteChannel(channel: string): void;

  person(id: string): Person | undefined;
  channel(idOrName: string): Channel | undefined;
  /** All messages of a channel, oldest first, replies among them. */
  channelMessages(idOrName: string): Message[];
  /** A post and its replies, oldest first. */
  thread(channel: string, rootActivity: string): Message[];
  /** The messages between the bot and a person, oldest first. */
  personalChat(user: string): Message[];
  /** The conversation id of a person's chat with the bot, once there is one. */
  personalConversation(user: string): string | undefined;
  message(at: MessageAt): Message | undefined;
  /** A person's open dialog, as a list of none or one. */
  dialogs(user: string): Dialog[];

  /** Trouble on demand. */
  fault(fault: Fault): void;
  /** How many calls or requests faults of this kind will still hit; for `down` 1 while it lasts. */
  faultsLeft(kind: Fault['kind']): number;
  /** The last 1,000 calls of the Bot Connector, tokens and keys among them. */
  requests(): JournalEntry[];
  /** Signs with a new key from now on; the old one leaves the key document, and access tokens are void. */
  rotateKeys(): void;
  /** Signs claims as the Bot Connector would, for tests of what is not to be accepted. */
  sign(claims: Record<string, unknown>, header?: Record<string, unknown>): string;
  /**
   * Forgets everything that happened: the tenant is as it was when new, with trouble, the list of calls
   * and what was on its way to the bot gone too. Ids go on where they were and the signing keys stay, so
   * that none repeats. Resolves when it is on disk.
   *
   * @throws Node's errors when the file cannot be written.
   */
  reset(): Promise<void>;
  /** Resolves when every activity was taken by the bot or given up. */
  eventsIdle(): Promise<void>;
  /** Calls `listener` after each change, until the returned function is called. */
  listen(listener: (change: Change) => void): () => void;
  /**
   * Looks again after every change until `check` gives something other than `undefined` or `false`.
   *
   * @throws Error after `timeoutMs` of real time (2,000 when missing), naming `what`.
   */
  until<T>(check: () => T | undefined | false, what?: string, timeoutMs?: number): Promise<T>;
}
