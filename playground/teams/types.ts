import type { JsonObject } from '../json.js';

/** A person of the tenant, as Microsoft Entra and Teams know them. */
export interface Person {
  /** Microsoft Entra object id (a GUID): `aadObjectId` in activities. */
  id: string;
  /** Teams' own id, `29:…`. */
  teamsId: string;
  name: string;
  email: string;
  /** IANA zone name. */
  tz: string;
  /** BCP 47 tag. */
  locale: string;
  title: string;
  /** Deleted accounts stay listed: what they wrote keeps its author. */
  deleted: boolean;
  /** The app is installed for this person. */
  installed: boolean;
  /** The person blocked the bot. */
  blocked: boolean;
}

/** A standard channel: every member of its team sees it. */
export interface Channel {
  /** `19:…@thread.tacv2`. */
  id: string;
  name: string;
  archived: boolean;
  /** Deleted channels stay listed, nobody sees them. */
  deleted: boolean;
}

export interface Team {
  /** The thread id of its General channel. */
  id: string;
  /** Microsoft Entra group id (a GUID): `aadGroupId`. */
  groupId: string;
  name: string;
  /** Object ids of its members. */
  members: string[];
  channels: Channel[];
  /** The app is installed in the team. */
  installed: boolean;
  /** Installed with `ChannelMessage.Read.Group`: the bot hears what does not mention it. */
  readsAll: boolean;
}

/** A tag of a team, as a bot mentions it. */
export interface Tag {
  id: string;
  name: string;
  /** Team id. */
  team: string;
  /** Object ids. */
  members: string[];
}

/** A chat between one person and the bot. */
export interface PersonalChat {
  /** Conversation id, `a:…`. */
  id: string;
  /** Object id. */
  user: string;
}

/** A message as it is kept. */
export interface Message {
  /** Activity id: Unix ms as text, unique in the tenant. */
  id: string;
  /** Channel id, or the personal chat's conversation id. */
  chat: string;
  /** Conversation id as activities name it: `CHANNEL;messageid=ROOT`, or the personal chat's. */
  conversation: string;
  /** Id of the post this replies to; a post itself and messages in personal chats: their own id. */
  root: string;
  /** Object id of the author, or the bot's id `28:…`. */
  from: string;
  /** As sent: mentions stand in it as `<at>Name</at>`. */
  text: string;
  textFormat: string;
  /** What notifications show of a card. */
  summary: string;
  attachments: JsonObject[];
  entities: JsonObject[];
  /** Unix ms. */
  at: number;
  /** Unix ms of the last change. */
  edited?: number;
  deleted?: true;
}

/** Where something was started: what the bot is told of it. */
export interface Origin {
  /** Conversation id. */
  conversation: string;
  /** The message whose button was used, or on which the message extension was used. */
  activity?: string;
}

/** An open dialog (task module); a person has at most one. */
export interface Dialog {
  id: string;
  /** Object id of the person who sees it. */
  user: string;
  title: string;
  height: number | string | null;
  width: number | string | null;
  /** The Adaptive Card shown. */
  card: JsonObject;
  /** Opened by a button (`task`) or by a message extension (`extension`): its answers go back so. */
  source: 'task' | 'extension';
  /** For message extensions. */
  commandId?: string;
  commandContext?: 'compose' | 'commandBox' | 'message';
  origin: Origin;
  /** What the person entered so far, by input id. */
  values: Record<string, string>;
}

/** The key that signs activities and access tokens, as a private JSON Web Key. */
export interface SigningKey {
  kid: string;
  jwk: JsonObject;
}

/** Everything the tenant knows, as plain JSON. */
export interface TenantState {
  version: 1;
  tenantId: string;
  /** The bot's name as mentions show it. */
  botName: string;
  people: Person[];
  teams: Team[];
  tags: Tag[];
  personalChats: PersonalChat[];
  /** By channel id or personal chat's conversation id, oldest first. */
  messages: Record<string, Message[]>;
  /** Open dialog by person. */
  dialogs: Record<string, Dialog>;
  /** Cards that an answer to a button put in a message's place for one person: person, message id, card. */
  ownCards: Record<string, Record<string, JsonObject>>;
  /** Person, channel or chat, id of the newest message they have seen there. */
  reads: Record<string, Record<string, string>>;
  /** Signing keys, newest last; the newest signs. */
  keys: SigningKey[];
  /** Last activity id given out, so that none repeats. */
  lastActivity: number;
  /** Grows with every other id given out. */
  lastId: number;
}

/** What a new tenant starts with. */
export type TenantSeed = Pick<TenantState, 'tenantId' | 'botName' | 'people' | 'teams' | 'tags'>;

/** Something changed; the page and waiting tests look again. */
export interface Change {
  kind: 'message' | 'dialog' | 'channel' | 'team' | 'person' | 'read';
  /** Channel id or personal chat's conversation id. */
  chat?: string;
  user?: string;
}
