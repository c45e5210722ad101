import { asObjects, asString, isObject, type JsonObject } from '../../json.js';
import { findChannel, findPerson, openPersonalChat, threadId, type Where } from '../directory.js';
import { contentOf } from '../message-content.js';
import { addMessage, changeMessage, removeMessage } from '../messages.js';
import { REFUSED, Refusal } from '../refusal.js';
import {
  type Answer,
  type Call,
  type Method,
  memberId,
  messageOf,
  mustBeIn,
  writableConversation,
} from './call.js';

function channelIn(body: JsonObject): string | undefined {
  const data = isObject(body.channelData) ? body.channelData : {};
  return isObject(data.channel) ? asString(data.channel.id) : undefined;
}

function memberIn(body: JsonObject): string {
  return asString(asObjects(body.members)[0]?.id) ?? '';
}

/** A new post in a channel: the thread and its first message at once. */
function createThread(call: Call, channelId: string): Answer {
  const { core, body } = call;
  const found = findChannel(core, channelId);
  if (!found || found.channel.id !== channelId || found.channel.deleted) {
    throw new Refusal(REFUSED.noConversation);
  }
  const where: Where = { kind: 'channel', id: channelId, chat: channelId, ...found };
  mustBeIn(where);
  if (found.channel.archived) throw new Refusal(REFUSED.writesBlocked);
  if (!isObject(body.activity)) throw new Refusal(REFUSED.badArgument, ['no activity']);
  const message = addMessage(core, where, core.botId, contentOf(core, body.activity));
  return { status: 201, body: { id: threadId(channelId, message.id), activityId: message.id } };
}

/** The personal chat with somebody: the same each time, and nothing is said in it. */
function createChat(call: Call): Answer {
  const { core, body } = call;
  const data = isObject(body.channelData) ? body.channelData : {};
  const tenant = asString(body.tenantId) ?? (isObject(data.tenant) && asString(data.tenant.id));
  const user = memberId(core, memberIn(body));
  const person = user === undefined ? undefined : findPerson(core, user);
  if (!person || person.deleted || tenant !== core.state.tenantId) {
    throw new Refusal(REFUSED.unknownUser);
  }
  if (!person.installed) throw new Refusal(REFUSED.notInstalled);
  return { status: 201, body: { id: openPersonalChat(core, person.id).id } };
}

function create(call: Call): Answer {
  const channelId = channelIn(call.body);
  return channelId === undefined ? createChat(call) : createThread(call, channelId);
}

function said(call: Call, where: Where): Answer {
  const { core, body } = call;
  // shown for a moment, kept nowhere
  if (body.type === 'typing') return { status: 202, body: {} };
  if (body.type !== 'message') throw new Refusal(REFUSED.badArgument, ['type is not "message"']);
  const message = addMessage(core, where, core.botId, contentOf(core, body));
  return { status: 201, body: { id: message.id } };
}

function send(call: Call): Answer {
  return said(call, writableConversation(call));
}

/** In a channel the reply goes under the message's post, in a personal chat after the last. */
function reply(call: Call): Answer {
  const { where, message } = messageOf(call);
  return said(call, where.kind === 'channel' ? { ...where, root: message.root } : where);
}

function update(call: Call): Answer {
  const { core, body } = call;
  const { message } = messageOf(call);
  if (message.from !== core.botId) throw new Refusal(REFUSED.notYours);
  changeMessage(core, message, contentOf(core, body));
  return { status: 200, body: { id: message.id } };
}

function remove(call: Call): Answer {
  const { message } = messageOf(call);
  if (message.from !== call.core.botId) throw new Refusal(REFUSED.notYours);
  removeMessage(call.core, message);
  return { status: 200, body: {} };
}

const thread = (call: Call) => call.params.conversation ?? '';
const ACTIVITIES = '/conversations/:conversation/activities';

/** Conversations and what is said in them. */
export const CONVERSATIONS: readonly Method[] = [
  {
    verb: 'POST',
    path: '/conversations',
    operation: 'create',
    thread: (call) => channelIn(call.body) ?? memberIn(call.body),
    run: create,
  },
  { verb: 'POST', path: ACTIVITIES, operation: 'send', thread, run: send },
  { verb: 'POST', path: `${ACTIVITIES}/:activity`, operation: 'send', thread, run: reply },
  { verb: 'PUT', path: `${ACTIVITIES}/:activity`, operation: 'update', thread, run: update },
  { verb: 'DELETE', path: `${ACTIVITIES}/:activity`, operation: 'delete', thread, run: remove },
];
