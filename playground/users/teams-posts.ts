import { CHANNELS, PEOPLE } from '../teams/seed.js';
import type { Message, TeamsTenant } from '../teams/server.js';
import type { Post, Where } from '../../test/e2e/support/drivers/platform-driver.js';

/** A message of the bot in Teams. */
export interface TeamsPost extends Post {
  readonly message: Message;
}

const NAMES: ReadonlyMap<string, string> = new Map(
  [...Object.entries(CHANNELS), ...Object.entries(PEOPLE)].map(([name, id]) => [id, name]),
);

/** Everything the bot has said in the tenant, in all conversations, oldest first in each. */
export function everythingPosted(teams: TeamsTenant): readonly TeamsPost[] {
  return Object.values(teams.state.messages).flatMap((messages) =>
    messages
      .filter((message) => message.from === teams.botId && message.deleted !== true)
      .map((message) => ({
        where: whereOf(teams, message),
        key: `${message.conversation}/${message.id}`,
        id: null,
        says: wordsOf(message),
        buttons: [...actionsIn(message.attachments)],
        message,
      })),
  );
}

function whereOf(teams: TeamsTenant, message: Message): Where {
  const chat = teams.state.personalChats.find(({ id }) => id === message.chat);
  if (chat !== undefined) return `dm ${NAMES.get(chat.user) ?? chat.user}`;
  const name = NAMES.get(message.chat) ?? message.chat;
  return message.root === message.id ? name : `${name} thread`;
}

/** All that can be read in a message or a dialog, in order, buttons left out; people as `@Name`. */
export function wordsOf(shown: {
  summary?: string;
  text?: string;
  attachments?: readonly object[];
}): string {
  const texts = [shown.summary ?? '', shown.text ?? '', ...textsIn(shown.attachments ?? [])];
  return plain(texts.join(' ')).replace(/\s+/g, ' ');
}

/** Mentions by their names; characters that were escaped, and bold, without their marks. */
function plain(text: string): string {
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

function* actionsIn(value: unknown): Generator<string> {
  if (typeof value !== 'object' || value === null) return;
  const { type, data } = value as { type?: unknown; data?: { redress?: { action?: unknown } } };
  const action = data?.redress?.action;
  const isAction = typeof type === 'string' && type.startsWith('Action.');
  if (isAction && typeof action === 'string') yield action;
  for (const [name, part] of Object.entries(value)) if (name !== 'fallback') yield* actionsIn(part);
}
