import type { JsonObject } from '../json.js';

/** A person (or the bot's own user) as Slack's `users.info` describes it. */
export interface Person {
  id: string;
  /** Handle, without the `@`. */
  name: string;
  realName: string;
  email?: string;
  /** IANA zone name. */
  tz: string;
  isBot: boolean;
  /** Deactivated accounts stay listed with `deleted: true`. */
  deleted: boolean;
  title?: string;
}

/** `im` is a direct conversation between one person and the bot, `mpim` one of several people. */
export type ChannelKind = 'public' | 'private' | 'im' | 'mpim';

export interface Channel {
  id: string;
  /** Without the `#`; empty for direct messages. */
  name: string;
  kind: ChannelKind;
  topic: string;
  /** User ids; the bot's own id is in it when the bot was invited. */
  members: string[];
  archived: boolean;
  /** Unix seconds. */
  created: number;
}

export interface UserGroup {
  id: string;
  handle: string;
  name: string;
  users: string[];
  /** Disabled groups stay, are listed only when asked for, and tag nobody. */
  disabled?: boolean;
}

/** Slack's message metadata: not shown to people, returned with `include_all_metadata`. */
export interface MessageMetadata {
  event_type: string;
  event_payload: JsonObject;
}

/** A message as it is kept; {@link channel} is ours, everything else is named as Slack names it. */
export interface Message {
  channel: string;
  ts: string;
  /** User id of the author (the bot's user id for the bot). */
  user: string;
  text: string;
  bot_id?: string;
  blocks?: JsonObject[];
  attachments?: JsonObject[];
  metadata?: MessageMetadata;
  thread_ts?: string;
  reply_broadcast?: boolean;
  edited?: { user: string; ts: string };
  /** `tombstone` stands where a deleted message has replies. */
  subtype?: string;
  /** Set on messages only this person sees. */
  ephemeralTo?: string;
}

export type ViewType = 'modal' | 'home';

/** What a person has entered so far: block id, action id, element state. */
export type StateValues = Record<string, Record<string, JsonObject>>;

/** A modal or Home view, as it is kept and sent to the bot. */
export interface View {
  id: string;
  type: ViewType;
  /** The person who sees it. */
  user: string;
  title?: JsonObject;
  submit?: JsonObject | null;
  close?: JsonObject | null;
  blocks: JsonObject[];
  private_metadata: string;
  callback_id: string;
  external_id: string;
  hash: string;
  clear_on_close: boolean;
  notify_on_close: boolean;
  root_view_id: string;
  previous_view_id: string | null;
  state: { values: StateValues };
}

/** A `response_url` handed to the bot: five uses within thirty minutes. */
export interface ResponseUrl {
  id: string;
  user: string;
  channel: string;
  /** The message whose element was used, when there was one. */
  message?: { ts: string; ephemeral: boolean };
  thread_ts?: string;
  /** Unix ms. */
  expires: number;
  usesLeft: number;
}

/** Everything the workspace knows, as plain JSON. */
export interface WorkspaceState {
  version: 1;
  team: { id: string; name: string; domain: string };
  app: { id: string; botId: string; botUserId: string; verificationToken: string };
  people: Person[];
  channels: Channel[];
  groups: UserGroup[];
  /** By channel id, oldest first. */
  messages: Record<string, Message[]>;
  /** Oldest first; the last 200 are kept. */
  ephemerals: Message[];
  /** Open modals by person, the one on top last. */
  modals: Record<string, View[]>;
  /** Published Home views by person. */
  homes: Record<string, View>;
  responseUrls: ResponseUrl[];
  /** Person, channel, ts of the newest message they have seen there. */
  reads: Record<string, Record<string, string>>;
  /** Last timestamp given out, in microseconds since 1970, so that no `ts` repeats. */
  lastMicros: number;
  /** Grows with every id given out. */
  lastId: number;
}

/** What a new workspace starts with. */
export type WorkspaceSeed = Pick<WorkspaceState, 'team' | 'app' | 'people' | 'channels' | 'groups'>;

/** Something changed; the page and waiting tests look again. */
export interface Change {
  kind: 'message' | 'ephemeral' | 'modal' | 'home' | 'channel' | 'person' | 'read';
  channel?: string;
  user?: string;
}
