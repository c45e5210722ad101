import type { JsonObject } from '../json.js';
import { botIsIn, findChannel } from './channels.js';
import { identify } from './interactive.js';
import { asStored } from './markup.js';
import type { Core } from './state.js';
import type { Channel, Message, MessageMetadata } from './types.js';

/** Ephemeral messages kept; Slack itself keeps none. */
const EPHEMERALS_KEPT = 200;

/** What a message says. */
export interface MessageContent {
  text: string;
  blocks?: JsonObject[] | undefined;
  attachments?: JsonObject[] | undefined;
  metadata?: MessageMetadata | undefined;
}

/** Content and where in the channel it goes. */
export interface NewMessage extends MessageContent {
  user: string;
  thread_ts?: string | undefined;
  reply_broadcast?: boolean | undefined;
}

/** All messages of a channel, oldest first, thread replies among them. */
export function messagesOf(core: Core, channel: string): Message[] {
  core.state.messages[channel] ??= [];
  return core.state.messages[channel];
}

/** The message with this timestamp, or `undefined`. */
export function findMessage(core: Core, channel: string, ts: string): Message | undefined {
  return core.state.messages[channel]?.find((message) => message.ts === ts);
}

/** A message only `user` sees, or `undefined`. */
export function findEphemeral(core: Core, user: string, ts: string): Message | undefined {
  return core.state.ephemerals.find((item) => item.ts === ts && item.ephemeralTo === user);
}

/** The replies to a message, oldest first, without the message itself. */
export function repliesTo(core: Core, channel: string, ts: string): Message[] {
  return messagesOf(core, channel).filter(
    (message) => message.thread_ts === ts && message.ts !== ts,
  );
}

/** True for a reply that shows only in its thread. */
export function isThreadOnly(message: Message): boolean {
  return (
    message.thread_ts !== undefined &&
    message.thread_ts !== message.ts &&
    message.reply_broadcast !== true
  );
}

/** Adds a message; a reply to a reply joins its thread. */
export function addMessage(core: Core, channel: Channel, content: NewMessage): Message {
  const message: Message = {
    channel: channel.id,
    ts: core.nextTs(),
    user: content.user,
    text: content.text,
  };
  if (content.user === core.state.app.botUserId) message.bot_id = core.state.app.botId;
  if (content.thread_ts) {
    const parent = findMessage(core, channel.id, content.thread_ts);
    message.thread_ts = parent?.thread_ts ?? content.thread_ts;
    if (parent && !parent.thread_ts) parent.thread_ts = parent.ts;
    if (content.reply_broadcast) message.reply_broadcast = true;
  }
  setContent(core, message, content);
  messagesOf(core, channel.id).push(message);
  core.touch({ kind: 'message', channel: channel.id });
  return message;
}

/** Adds a message only one person sees. */
export function addEphemeral(
  core: Core,
  to: { channel: string; user: string; thread_ts?: string | undefined },
  content: MessageContent,
): Message {
  const message: Message = {
    channel: to.channel,
    ts: core.nextTs(),
    user: core.state.app.botUserId,
    bot_id: core.state.app.botId,
    text: content.text,
    ephemeralTo: to.user,
  };
  if (to.thread_ts) message.thread_ts = to.thread_ts;
  setContent(core, message, content);
  core.state.ephemerals.push(message);
  core.state.ephemerals.splice(0, core.state.ephemerals.length - EPHEMERALS_KEPT);
  core.touch({ kind: 'ephemeral', channel: to.channel, user: to.user });
  return message;
}

/** Changes what a message says; parts left `undefined` stay as they are. */
export function changeMessage(
  core: Core,
  message: Message,
  content: Partial<MessageContent>,
): void {
  setContent(core, message, { ...content, text: content.text ?? message.text });
  if (message.ephemeralTo) {
    core.touch({ kind: 'ephemeral', channel: message.channel, user: message.ephemeralTo });
    return;
  }
  message.edited = { user: message.user, ts: core.nextTs() };
  core.touch({ kind: 'message', channel: message.channel });
}

/** Removes a message; one that has replies leaves a tombstone, as in Slack. */
export function removeMessage(core: Core, message: Message): void {
  if (message.ephemeralTo) {
    core.state.ephemerals = core.state.ephemerals.filter((item) => item !== message);
    core.touch({ kind: 'ephemeral', channel: message.channel, user: message.ephemeralTo });
    return;
  }
  if (repliesTo(core, message.channel, message.ts).length > 0) {
    message.subtype = 'tombstone';
    message.text = 'This message was deleted.';
    message.blocks = [];
    delete message.metadata;
  } else {
    const list = messagesOf(core, message.channel);
    list.splice(list.indexOf(message), 1);
  }
  core.touch({ kind: 'message', channel: message.channel });
}

function setContent(core: Core, message: Message, content: MessageContent): void {
  message.text = content.text;
  if (content.blocks) message.blocks = content.blocks.map((block) => withIds(core, block));
  if (content.attachments) message.attachments = content.attachments.map(asStored);
  if (content.metadata) message.metadata = content.metadata;
}

/** Gives a block the `block_id`, and its elements the `action_id`, that Slack makes up for it. */
function withIds(core: Core, source: JsonObject): JsonObject {
  return identify(core, asStored(source));
}

/** Messages and replies a person may see in a channel: theirs alone included, oldest first. */
export function visibleTo(core: Core, user: string, channelId: string): Message[] {
  const channel = findChannel(core, channelId);
  if (!channel) return [];
  const own = core.state.ephemerals.filter(
    (item) => item.ephemeralTo === user && item.channel === channel.id,
  );
  const all = [...messagesOf(core, channel.id), ...own];
  return all.sort((a, b) => (a.ts < b.ts ? -1 : 1));
}

/** True when the bot gets message events of this channel. */
export function botListens(core: Core, channel: Channel): boolean {
  return !channel.archived && botIsIn(core, channel);
}
