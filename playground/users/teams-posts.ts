import { CHANNELS, PEOPLE } from '../teams/seed.js';
import type { Message, TeamsTenant } from '../teams/server.js';
import type { Post } from './user-driver.js';

/** A message of the bot in Teams. Its `key` is `CONVERSATION/ACTIVITY`. */
export interface TeamsPost extends Post {
  readonly message: Message;
}

const NAMES: ReadonlyMap<string, string> = new Map(
  [...Object.entries(CHANNELS), ...Object.entries(PEOPLE)].map(([name, id]) => [id, name]),
);

/** All messages of the bot in the tenant, in all conversations, oldest first in each. */
export function teamsPosts(teams: TeamsTenant): readonly TeamsPost[] {
  return Object.values(teams.state.messages).flatMap((messages) =>
    messages
      .filter((message) => message.from === teams.botId && message.deleted !== true)
      .map((message) => toPost(teams, message)),
  );
}

function toPost(teams: TeamsTenant, message: Message): TeamsPost {
  const buttons = [...buttonsIn(message.attachments)];
  return {
    ...findPlace(teams, message),
    key: `${message.conversation}/${message.id}`,
    id: null,
    text: toTeamsText(message),
    buttons: buttons.map(({ action }) => action),
    complaints: buttons.flatMap(({ action, value }) =>
      action === 'details' && typeof value === 'string' ? [value] : [],
    ),
    message,
  };
}

function findPlace(teams: TeamsTenant, message: Message): Pick<Post, 'where' | 'kind'> {
  const chat = teams.state.personalChats.find(({ id }) => id === message.chat);
  if (chat !== undefined) return { where: `dm ${NAMES.get(chat.user) ?? chat.user}`, kind: 'dm' };
  const name = NAMES.get(message.chat) ?? message.chat;
  if (message.root === message.id) return { where: name, kind: 'channel' };
  return { where: `${name} thread`, kind: 'thread' };
}

/** The readable text of a message or a dialog, in order, without buttons; people as `@Name`. */
export function toTeamsText(shown: {
  summary?: string;
  text?: string;
  attachments?: readonly object[];
}): string {
  const texts = [shown.summary ?? '', shown.text ?? '', ...textsIn(shown.attachments ?? [])];
  return withoutMarkup(texts.join(' ')).replace(/\s+/g, ' ');
}

/** Mentions by their names; escaped characters and bold text without their marks. */
function withoutMarkup(text: string): string {
  return text
    .replace(/<at[^>]*>(.*?)<\/at>/g, '@$1')
    .replace(/\\([^\w\s])/g, '$1')
    .replaceAll('**', '');
}

function* textsIn(value: unknown): Generator<string> {
  if (Array.isArray(value)) {
    for (const item of value) yield* textsIn(item);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  const { type, text, title, value: fact, ...rest } = value as Record<string, unknown>;
  if (typeof type === 'string' && type.startsWith('Action.')) return;
  for (const one of [title, text, fact]) if (typeof one === 'string') yield one;
  const { fallbackText: _, msteams: __, ...parts } = rest;
  yield* textsIn(Object.values(parts));
}

/** Buttons by action; a fallback for older clients is none of its own. */
function* buttonsIn(value: unknown): Generator<{ action: string; value: unknown }> {
  if (typeof value !== 'object' || value === null) return;
  const { type, data } = value as {
    type?: unknown;
    data?: { redress?: { action?: unknown; value?: unknown } };
  };
  const redress = data?.redress;
  const isAction = typeof type === 'string' && type.startsWith('Action.');
  if (isAction && typeof redress?.action === 'string') {
    yield { action: redress.action, value: redress.value };
  }
  for (const [name, part] of Object.entries(value)) if (name !== 'fallback') yield* buttonsIn(part);
}
