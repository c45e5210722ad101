import type { JsonObject } from '../../json.js';
import { findPerson, type Where, whereIs } from '../directory.js';
import type { Operation } from '../faults.js';
import { findMessage } from '../messages.js';
import { REFUSED, Refusal } from '../refusal.js';
import type { Core } from '../state.js';
import type { Message } from '../types.js';

/** One call of the Bot Connector, after its token was checked. */
export interface Call {
  core: Core;
  /** Path parameters: conversation, activity, member or team id. */
  params: Readonly<Record<string, string | undefined>>;
  query: JsonObject;
  body: JsonObject;
  membersPage: number | undefined;
}

/** What a call is answered with. */
export interface Answer {
  status: number;
  body: JsonObject | unknown[];
}

/** A method of the Bot Connector. */
export interface Method {
  verb: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below `/v3`. */
  path: string;
  operation: Operation;
  /** The thread that is throttled; calls without one are not. */
  thread?: (call: Call) => string;
  /** @throws Refusal */
  run: (call: Call) => Answer;
}

/** The conversation a call names, whether or not the bot may write there. */
export function conversationOf(call: Call): Where {
  const where = whereIs(call.core, call.params.conversation ?? '');
  if (!where || (where.kind === 'channel' && where.channel.deleted)) {
    throw new Refusal(REFUSED.noConversation);
  }
  return where;
}

/**
 * Says no when the bot is not in a conversation.
 *
 * @throws Refusal `BotNotInConversationRoster`.
 */
export function mustBeIn(where: Where): void {
  const isIn =
    where.kind === 'channel'
      ? where.team.installed
      : where.person.installed && !where.person.deleted;
  if (!isIn) throw new Refusal(REFUSED.notInRoster);
}

/**
 * The conversation a call names, where the bot may write.
 *
 * @throws Refusal `ConversationNotFound`, `BotNotInConversationRoster`, `ConversationBlockedByUser`,
 *   `MessageWritesBlocked`.
 */
export function writableConversation(call: Call): Where {
  const where = conversationOf(call);
  mustBeIn(where);
  if (where.kind === 'personal' && where.person.blocked) throw new Refusal(REFUSED.blocked);
  if (where.kind === 'channel') {
    if (where.channel.archived) throw new Refusal(REFUSED.writesBlocked);
    if (where.root !== undefined) mustExist(call.core, where.chat, where.root);
  }
  return where;
}

function mustExist(core: Core, chat: string, id: string): Message {
  const message = findMessage(core, chat, id);
  if (!message) throw new Refusal(REFUSED.noActivity);
  return message;
}

/**
 * The message a call names, in a conversation where the bot may write.
 *
 * @throws Refusal `ActivityNotFoundInConversation`, and those of {@link writableConversation}.
 */
export function messageOf(call: Call): { where: Where; message: Message } {
  const where = writableConversation(call);
  const message = mustExist(call.core, where.chat, call.params.activity ?? '');
  const root = where.kind === 'channel' ? where.root : undefined;
  if (root !== undefined && message.root !== root) throw new Refusal(REFUSED.noActivity);
  return { where, message };
}

/** The object id of whom a member id names: a Teams id or an object id, not an address. */
export function memberId(core: Core, id: string): string | undefined {
  return id.includes('@') ? undefined : findPerson(core, id)?.id;
}
