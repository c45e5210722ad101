import type { JsonObject } from '../../json.js';
import { findPerson, readableChannel, visibleChannel, writableChannel } from '../channels.js';
import { contentOf } from '../message-content.js';
import {
  addEphemeral,
  addMessage,
  changeMessage,
  findMessage,
  removeMessage,
} from '../messages.js';
import { Refusal } from '../refusal.js';
import type { Channel, Message } from '../types.js';
import { messageOut } from '../wire.js';
import type { Call, Method } from './call.js';

/** HTTP 429 with `Retry-After`; answered by the router, not as a plain refusal. */
export class RateLimited extends Refusal {
  /** Seconds. */
  readonly retryAfter: number;

  constructor(retryAfter: number) {
    super('ratelimited');
    this.retryAfter = retryAfter;
  }
}

const postMessage: Method = (call) => {
  const { core, args } = call;
  const channel = writableChannel(core, args.required('channel'));
  const content = contentOf(args.raw);
  const thread = args.text('thread_ts');
  if (thread && !findMessage(core, channel.id, thread)) throw new Refusal('thread_not_found');
  if (!call.mayPost(channel.id)) throw new RateLimited(1);
  const message = addMessage(core, channel, {
    ...content,
    user: core.state.app.botUserId,
    thread_ts: thread,
    reply_broadcast: args.flag('reply_broadcast'),
  });
  return { channel: channel.id, ts: message.ts, message: messageOut(core, message, true) };
};

/** The bot's own message that a call names. */
function ownMessage(call: Call, channel: Channel, refusal: string): Message {
  const message = findMessage(call.core, channel.id, call.args.required('ts'));
  if (!message || message.subtype === 'tombstone') throw new Refusal('message_not_found');
  if (message.user !== call.core.state.app.botUserId) throw new Refusal(refusal);
  return message;
}

const update: Method = (call) => {
  const { core, args } = call;
  const channel = visibleChannel(core, args.required('channel'));
  const message = ownMessage(call, channel, 'cant_update_message');
  if (channel.archived) throw new Refusal('is_archived');
  const content = contentOf(args.raw);
  // blocks left out stay, an empty list removes them (docs of chat.update)
  changeMessage(core, message, content);
  return {
    channel: channel.id,
    ts: message.ts,
    text: message.text,
    message: messageOut(core, message, true),
  };
};

const postEphemeral: Method = ({ core, args }) => {
  const channel = writableChannel(core, args.required('channel'));
  const user = args.required('user');
  if (!findPerson(core, user)) throw new Refusal('user_not_found');
  if (!channel.members.includes(user)) throw new Refusal('user_not_in_channel');
  const content = contentOf(args.raw);
  const thread_ts = args.text('thread_ts');
  const message = addEphemeral(core, { channel: channel.id, user, thread_ts }, content);
  return { message_ts: message.ts };
};

const remove: Method = (call) => {
  const channel = visibleChannel(call.core, call.args.required('channel'));
  const message = ownMessage(call, channel, 'cant_delete_message');
  removeMessage(call.core, message);
  return { channel: channel.id, ts: message.ts };
};

const getPermalink: Method = ({ core, args }) => {
  const channel = readableChannel(core, args.required('channel'));
  const message = findMessage(core, channel.id, args.required('message_ts'));
  if (!message) throw new Refusal('message_not_found');
  const query = message.thread_ts ? `?thread_ts=${message.thread_ts}&cid=${channel.id}` : '';
  const path = `archives/${channel.id}/p${message.ts.replace('.', '')}`;
  const permalink = `https://${core.state.team.domain}.slack.com/${path}${query}`;
  return { channel: channel.id, permalink } satisfies JsonObject;
};

/** The `chat.*` methods. */
export const CHAT: Readonly<Record<string, Method>> = {
  'chat.postMessage': postMessage,
  'chat.update': update,
  'chat.postEphemeral': postEphemeral,
  'chat.delete': remove,
  'chat.getPermalink': getPermalink,
};
