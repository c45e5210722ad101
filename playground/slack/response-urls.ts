import { randomBytes } from 'node:crypto';
import { asString, type JsonObject } from '../json.js';
import { findChannel } from './channels.js';
import { contentOf } from './message-content.js';
import {
  addEphemeral,
  addMessage,
  changeMessage,
  findEphemeral,
  findMessage,
  removeMessage,
} from './messages.js';
import { Refusal } from './refusal.js';
import type { Core } from './state.js';
import type { Message, ResponseUrl } from './types.js';

/** "Up to 5 times within 30 minutes" (Slack: "Handling user interaction"). */
const USES = 5;
const LIFE_MS = 30 * 60_000;

/** Where answers to one interaction go. */
export type ResponseTarget = Pick<ResponseUrl, 'user' | 'channel' | 'message' | 'thread_ts'>;

/** Makes a `response_url`'s record; its id is the last part of the URL's path. */
export function issueResponseUrl(core: Core, target: ResponseTarget): ResponseUrl {
  const id = randomBytes(18).toString('base64url');
  const record = { id, ...target, expires: core.now() + LIFE_MS, usesLeft: USES };
  core.state.responseUrls = core.state.responseUrls.filter((item) => item.expires > core.now());
  core.state.responseUrls.push(record);
  core.touch({ kind: 'read', user: target.user });
  return record;
}

function original(core: Core, record: ResponseUrl): Message | undefined {
  const { message, channel, user } = record;
  if (!message) return undefined;
  return message.ephemeral
    ? findEphemeral(core, user, message.ts)
    : findMessage(core, channel, message.ts);
}

/**
 * Carries out what the bot POSTs to a `response_url`: a new message for the person or the channel,
 * or a change to the message whose button was pressed.
 *
 * @throws Refusal `expired_url`, `used_url`, or what is wrong with the message.
 */
export function useResponseUrl(core: Core, id: string, body: JsonObject): void {
  const record = core.state.responseUrls.find((item) => item.id === id);
  if (!record || core.now() > record.expires) throw new Refusal('expired_url');
  if (record.usesLeft === 0) throw new Refusal('used_url');
  const before = original(core, record);
  if (body.delete_original === true) {
    record.usesLeft -= 1;
    if (before) removeMessage(core, before);
    return;
  }
  const content = contentOf(body);
  record.usesLeft -= 1;
  if (body.replace_original === true && before) {
    changeMessage(core, before, { ...content, blocks: content.blocks ?? [] });
    return;
  }
  respond(core, record, body);
}

/**
 * Shows a message the bot answered with: `in_channel` for all, else for the person alone.
 *
 * @throws Refusal for what is wrong with the message.
 */
export function respond(core: Core, target: ResponseTarget, body: JsonObject): Message | undefined {
  const channel = findChannel(core, target.channel);
  if (!channel) return undefined;
  const content = contentOf(body);
  const thread_ts = asString(body.thread_ts) ?? target.thread_ts;
  if (body.response_type === 'in_channel') {
    return addMessage(core, channel, { ...content, user: core.state.app.botUserId, thread_ts });
  }
  return addEphemeral(core, { channel: channel.id, user: target.user, thread_ts }, content);
}
