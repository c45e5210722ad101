import { BOT, CHANNELS, DEFAULT_SEED, PEOPLE } from '../slack/seed.js';
import type { Message, SlackWorkspace } from '../slack/server.js';
import type { Post, Where } from '../../test/e2e/support/drivers/platform-driver.js';

/** A message of the bot in Slack. */
export interface Said extends Post {
  readonly ts: string;
  readonly message: Message;
}

const NAMES: ReadonlyMap<string, string> = new Map(
  [...Object.entries(CHANNELS), ...Object.entries(PEOPLE)].map(([name, id]) => [id, name]),
);

/** Everything the bot has said, in all conversations, oldest first in each. */
export function everythingSaid(slack: SlackWorkspace): readonly Said[] {
  return Object.values(slack.state.messages).flatMap((messages) =>
    messages
      .filter((message) => message.user === BOT.userId)
      .map((message) => said(slack, message)),
  );
}

function said(slack: SlackWorkspace, message: Message): Said {
  const id = message.metadata?.event_payload.id;
  return {
    where: whereOf(slack, message),
    key: `${message.channel}/${message.ts}`,
    ts: message.ts,
    id: typeof id === 'string' ? id.replace(/C-\d+/g, 'C-n') : null,
    says: wordsOf(message),
    buttons: [...buttonsIn(message.blocks ?? [])],
    message,
  };
}

function whereOf(slack: SlackWorkspace, message: Message): Where {
  const channel = slack.channel(message.channel);
  if (channel?.kind === 'im') {
    const person = channel.members.find((member) => member !== BOT.userId) ?? '';
    return `dm ${NAMES.get(person) ?? person}`;
  }
  const name = NAMES.get(message.channel) ?? message.channel;
  const inThread = message.thread_ts !== undefined && message.thread_ts !== message.ts;
  return inThread ? `${name} thread` : name;
}

/** All that can be read in a message or a modal, in order, buttons left out; people as `@Name`. */
export function wordsOf(shown: { text?: string; blocks?: readonly object[] }): string {
  const all = [shown.text ?? '', ...textsIn(shown.blocks ?? [])].join(' ');
  return plain(all).replace(/\s+/g, ' ');
}

/** People and groups by their names, bold without its stars. */
function plain(text: string): string {
  const { people, groups } = DEFAULT_SEED;
  return text
    .replace(/<@(\w+)>/g, (tag, id) => {
      const person = people.find((one) => one.id === id);
      return person === undefined ? tag : `@${person.realName}`;
    })
    .replace(/<!subteam\^(\w+)>/g, (tag, id) => {
      const group = groups.find((one) => one.id === id);
      return group === undefined ? tag : `@${group.handle}`;
    })
    .replaceAll('*', '');
}

function* textsIn(value: unknown): Generator<string> {
  if (Array.isArray(value)) {
    for (const item of value) yield* textsIn(item);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  const { type, text, ...rest } = value as Record<string, unknown>;
  if (type === 'button') return;
  if (typeof text === 'string') yield text;
  else yield* textsIn(text);
  yield* textsIn(Object.values(rest));
}

function* buttonsIn(value: unknown): Generator<string> {
  if (typeof value !== 'object' || value === null) return;
  const { type, action_id: action } = value as Record<string, unknown>;
  if (type === 'button' && typeof action === 'string') yield action.replace(/#\d+$/, '');
  for (const part of Object.values(value)) yield* buttonsIn(part);
}
