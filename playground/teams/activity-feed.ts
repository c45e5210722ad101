import { asObjects, asString, isObject, type JsonObject } from '../json.js';
import type { TeamsTenant } from './tenant.js';
import type { Message } from './types.js';

/** How many entries the feed has, newest first. */
const LONGEST = 40;
/** Characters of a message that the feed shows. */
const PREVIEW = 120;

/** A mention in a message, for one person. */
export interface ShownMention {
  /** As it stands in the text. */
  text: string;
  name: string;
  /** It calls this person, by name or by a tag of theirs. */
  you: boolean;
}

/** Something in the person's activity feed: Teams lists what calls them by name or answers them. */
export interface ActivityItem {
  /** Activity id of the message. */
  id: string;
  /** Channel id, or `personal` for the chat with the app. */
  place: string;
  /** Activity id of the post it belongs to. */
  root: string;
  /** Object id of the author, or the bot's id. */
  from: string;
  isBot: boolean;
  kind: 'mention' | 'reply' | 'chat';
  preview: string;
  /** Unix ms, real time. */
  at: number;
  unread: boolean;
}

function entitiesOf({ entities, attachments }: Message): JsonObject[] {
  const inCards = attachments.flatMap(({ content }) =>
    isObject(content) && isObject(content.msteams) ? asObjects(content.msteams.entities) : [],
  );
  return [...entities, ...inCards].filter(({ type }) => type === 'mention');
}

/** Every id a mention of this person can carry. */
function idsOf({ state }: TeamsTenant, user: string): ReadonlySet<string> {
  const person = state.people.find(({ id }) => id === user);
  const tags = state.tags.filter(({ members }) => members.includes(user));
  return new Set([user, person?.teamsId ?? user, ...tags.map(({ id }) => id)]);
}

function isCalled({ mentioned }: JsonObject, ids: ReadonlySet<string>): boolean {
  if (!isObject(mentioned)) return false;
  return [mentioned.id, mentioned.aadObjectId].some((id) => ids.has(asString(id) ?? ''));
}

/** The mentions of a message as one person sees them, those of its cards among them. */
export function mentionsOf(tenant: TeamsTenant, user: string, message: Message): ShownMention[] {
  const ids = idsOf(tenant, user);
  return entitiesOf(message).flatMap((entity) => {
    const { text, mentioned } = entity;
    if (typeof text !== 'string' || !isObject(mentioned)) return [];
    return [{ text, name: String(mentioned.name ?? ''), you: isCalled(entity, ids) }];
  });
}

/** Id of the newest message the person has seen in a channel or chat; empty when none. */
export function seenIn({ state }: TeamsTenant, user: string, chat: string | undefined): string {
  return state.reads[user]?.[chat ?? ''] ?? '';
}

function preview({ summary, text }: Message): string {
  const plain = (summary || text).replaceAll(/<\/?at>/g, '').replaceAll(/\s+/g, ' ');
  return plain.length > PREVIEW ? `${plain.slice(0, PREVIEW - 1)}…` : plain.trim();
}

/** What one chat has for the feed: the kind of each message that is for this person. */
function kindIn(messages: readonly Message[], user: string, ids: ReadonlySet<string>) {
  const written = messages.filter(({ from }) => from === user);
  const mine = new Set(written.map(({ root }) => root));
  return (message: Message): ActivityItem['kind'] | undefined => {
    if (entitiesOf(message).some((entity) => isCalled(entity, ids))) return 'mention';
    return message.root !== message.id && mine.has(message.root) ? 'reply' : undefined;
  };
}

/**
 * What is in a person's activity feed, newest first: messages that mention them or a tag of theirs,
 * replies in threads they wrote in, and what the app wrote to them in their chat.
 */
export function activityFeed(tenant: TeamsTenant, user: string): ActivityItem[] {
  const { state } = tenant;
  const ids = idsOf(tenant, user);
  const chat = tenant.personalConversation(user);
  const teams = state.teams.filter(({ members }) => members.includes(user));
  const channels = teams.flatMap((team) => team.channels.filter(({ deleted }) => !deleted));
  const places = [...channels.map(({ id }) => id), ...(chat === undefined ? [] : [chat])];
  const items = places.flatMap((place) => {
    const messages = state.messages[place] ?? [];
    const kindOf = kindIn(messages, user, ids);
    const seen = Number(seenIn(tenant, user, place));
    return messages.flatMap((message): ActivityItem[] => {
      const kind = place === chat ? 'chat' : kindOf(message);
      if (kind === undefined || message.from === user || message.deleted) return [];
      const { id, root, from, at } = message;
      const isBot = from === tenant.botId;
      const where = { place: place === chat ? 'personal' : place, root, from, isBot };
      return [{ id, ...where, kind, preview: preview(message), at, unread: Number(id) > seen }];
    });
  });
  return items.sort((a, b) => Number(b.id) - Number(a.id)).slice(0, LONGEST);
}
