import { BOT, CHANNELS, DEFAULT_SEED, PEOPLE } from '../slack/seed.js';
import type { Message, SlackWorkspace } from '../slack/server.js';
import { objectsIn, type Post } from './user-driver.js';

/** A message of the bot in Slack. Its `key` is `CHANNEL/TS`. */
export interface SlackPost extends Post {
  readonly ts: string;
  readonly message: Message;
}

const NAMES: ReadonlyMap<string, string> = new Map(
  [...Object.entries(CHANNELS), ...Object.entries(PEOPLE)].map(([name, id]) => [id, name]),
);

/** All messages of the bot in Slack, in all conversations, oldest first in each. */
export function slackPosts(slack: SlackWorkspace): readonly SlackPost[] {
  return Object.values(slack.state.messages).flatMap((messages) =>
    messages
      .filter((message) => message.user === BOT.userId)
      .map((message) => toPost(slack, message)),
  );
}

function toPost(slack: SlackWorkspace, message: Message): SlackPost {
  const id = message.metadata?.event_payload.id;
  const buttons = buttonsIn(message.blocks ?? []);
  return {
    ...findPlace(slack, message),
    key: `${message.channel}/${message.ts}`,
    ts: message.ts,
    id: typeof id === 'string' ? id.replace(/C-\d+/g, 'C-n') : null,
    text: toSlackText(message),
    buttons: buttons.map(({ action }) => action),
    complaints: buttons.flatMap(({ action, value }) =>
      action === 'details' && typeof value === 'string' ? [value] : [],
    ),
    message,
  };
}

function findPlace(slack: SlackWorkspace, message: Message): Pick<Post, 'where' | 'kind'> {
  const channel = slack.channel(message.channel);
  if (channel?.kind === 'im') {
    const person = channel.members.find((member) => member !== BOT.userId) ?? '';
    return { where: `dm ${NAMES.get(person) ?? person}`, kind: 'dm' };
  }
  const name = NAMES.get(message.channel) ?? message.channel;
  const isReply = message.thread_ts !== undefined && message.thread_ts !== message.ts;
  return isReply ? { where: `${name} thread`, kind: 'thread' } : { where: name, kind: 'channel' };
}

/** The readable text of a message or a modal, in order, without buttons; people as `@Name`. */
export function toSlackText(shown: { text?: string; blocks?: readonly object[] }): string {
  const all = [shown.text ?? '', ...textsIn(shown.blocks ?? [])].join(' ');
  return withoutMarkup(all).replace(/\s+/g, ' ');
}

/** People and groups by their names, bold text without its stars. */
function withoutMarkup(text: string): string {
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
  if (type === 'button' || type === 'overflow') return;
  if (typeof text === 'string') yield text;
  else yield* textsIn(text);
  yield* textsIn(Object.values(rest));
}

interface PlacedButton {
  readonly action: string;
  readonly value: unknown;
}

/** Buttons by action, and those in menus; several with the same action have `#n` behind it. */
function buttonsIn(blocks: readonly object[]): readonly PlacedButton[] {
  return [...objectsIn(blocks)].flatMap((element): readonly PlacedButton[] => {
    const { type, action_id: action, value, options } = element;
    if (typeof action !== 'string') return [];
    if (type === 'overflow') return choicesIn(options);
    return type === 'button' ? [{ action: action.replace(/#\d+$/, ''), value }] : [];
  });
}

/** The buttons in a menu: the value of each option is an action and the value of its button. */
function choicesIn(options: unknown): readonly { action: string; value: string }[] {
  return [...objectsIn(options)].flatMap(({ value: chosen }) => {
    if (typeof chosen !== 'string') return [];
    const [action = '', ...value] = chosen.split(' ');
    return [{ action, value: value.join(' ') }];
  });
}

/** The menu of a message that has this action, and the value to choose in it; undefined if none has. */
export function findMenuChoice(
  { blocks }: Pick<Message, 'blocks'>,
  action: string,
): { readonly menu: string; readonly chosen: string } | undefined {
  const found = [...objectsIn(blocks)].flatMap(({ type, action_id: menu, options }) => {
    if (type !== 'overflow' || typeof menu !== 'string') return [];
    const choices = choicesIn(options).filter((choice) => choice.action === action);
    return choices.map(({ value }) => ({ menu, chosen: `${action} ${value}`.trim() }));
  });
  return found[0];
}
