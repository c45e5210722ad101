import { BOT, CHANNELS, PEOPLE } from '../../playground/slack/seed.js';
import type { Message, SlackWorkspace } from '../../playground/slack/server.js';

/** Where a message is, in words: `billing`, `billing thread`, `dm ben`. */
export type Where = string;

/** A message of the bot as people see it. */
export interface Said {
  readonly where: Where;
  readonly ts: string;
  /** Its delivery id, with every reference written `C-n`; null when it has none. */
  readonly id: string | null;
  /** What it says now: its text and its blocks, buttons left out. */
  readonly says: string;
  /** The actions of its buttons. */
  readonly buttons: readonly string[];
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

/** All that can be read in a message or a modal, in order, buttons left out. */
export function wordsOf(shown: { text?: string; blocks?: readonly object[] }): string {
  return [shown.text ?? '', ...textsIn(shown.blocks ?? [])].join(' ').replace(/\s+/g, ' ');
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
