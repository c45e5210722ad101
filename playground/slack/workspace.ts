import type { Fault } from './faults.js';
import type { JournalEntry } from './journal.js';
import type {
  PressOutcome,
  ShortcutOutcome,
  SlashOutcome,
  SubmitOutcome,
} from './people/outcomes.js';
import type { EntryValues } from './people/submit.js';
import type { Channel, Message, Person, View, WorkspaceState } from './types.js';

/**
 * A running Slack workspace. What a person does throws `NotPossible`, an Error with a readable
 * message, when Slack's client would not let them.
 */
export interface SlackWorkspace {
  /** `http://127.0.0.1:PORT`: the page at `/`, the Web API at `/api/METHOD`. */
  readonly url: string;
  /** Everything there is, as plain JSON. Read it; change it only through the functions here. */
  readonly state: WorkspaceState;
  stop(): Promise<void>;

  /** A person types a slash command; `/complaint` is the only one there is. */
  slash(user: string, channel: string, command: string, text: string): Promise<SlashOutcome>;
  /** A person uses one of the app's shortcuts in a message's menu, named by its callback id. */
  messageShortcut(
    user: string,
    message: { channel: string; ts: string },
    callbackId: string,
  ): Promise<ShortcutOutcome>;
  /**
   * A person uses a button or menu in a message (theirs alone included). `value`: for buttons, which
   * one of several with this action id; for menus, what is chosen.
   */
  press(
    user: string,
    message: { channel: string; ts: string },
    actionId: string,
    value?: unknown,
  ): Promise<PressOutcome>;
  /** A person uses a button or menu inside the modal on top, or in their Home view. */
  pressInModal(
    user: string,
    viewId: string,
    actionId: string,
    more?: { value?: unknown; values?: EntryValues; blockId?: string },
  ): Promise<PressOutcome>;
  /** A person fills in the modal on top and sends it. */
  submit(user: string, viewId: string, values: EntryValues): Promise<SubmitOutcome>;
  /** A person closes the view on top; with `all`, the whole modal. */
  closeModal(user: string, viewId: string, all?: boolean): Promise<void>;
  /** A person writes; the bot gets an event when it is in the channel. */
  write(user: string, channel: string, text: string, threadTs?: string): Promise<{ ts: string }>;
  /** A person opens the app: its Home tab or its messages. Returns the conversation's id. */
  openApp(user: string, tab?: 'home' | 'messages'): string;

  /** A person has seen everything in a channel. */
  read(user: string, channel: string): void;

  channel(idOrName: string): Channel | undefined;
  person(id: string): Person | undefined;
  /** All messages of a channel, oldest first, thread replies among them. */
  messages(channel: string): Message[];
  /** A message and its replies, oldest first. */
  thread(channel: string, ts: string): Message[];
  /** The messages between the bot and a person, oldest first. */
  dm(user: string): Message[];
  /** A person's open modals, the one on top last. */
  modals(user: string): View[];
  /** Messages only this person sees, oldest first. */
  ephemerals(user: string): Message[];
  /** A person's Home view. */
  home(user: string): View | undefined;

  archive(channel: string): void;
  unarchive(channel: string): void;
  /** Deactivates a person's account. */
  deactivate(user: string): void;
  reactivate(user: string): void;
  /** A person changes their name. `isTold: false`: the app has not subscribed to `user_profile_changed`. */
  rename(user: string, realName: string, options?: { isTold?: boolean }): void;
  /**
   * An administrator deactivates a person's account and makes a new one with the same name and
   * address, in the same channels. Returns its id.
   */
  recreate(user: string): string;
  /** Takes the bot out of a channel. */
  removeBot(channel: string): void;
  inviteBot(channel: string): void;

  /** Trouble on demand. */
  fault(fault: Fault): void;
  /** How many calls or requests faults of this kind will still hit; for `down` 1 while it lasts. */
  faultsLeft(kind: Fault['kind']): number;
  /** The last 1,000 Web API calls. */
  requests(): JournalEntry[];
  /**
   * Forgets everything that happened: the workspace is as it was when new, with trouble, the list of
   * calls and what was on its way to the bot gone too. Timestamps and ids go on where they were, so
   * that none repeats. Resolves when it is on disk.
   *
   * @throws Node's errors when the file cannot be written.
   */
  reset(): Promise<void>;
  /** Resolves when every event was taken by the bot or given up. */
  eventsIdle(): Promise<void>;
  /**
   * Looks again after every change until `check` gives something other than `undefined` or `false`.
   *
   * @throws Error after `timeoutMs` of real time (2,000 when missing), naming `what`.
   */
  until<T>(check: () => T | undefined | false, what?: string, timeoutMs?: number): Promise<T>;
}
