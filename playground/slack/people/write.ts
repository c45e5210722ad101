import { randomUUID } from 'node:crypto';
import type { JsonObject } from '../../json.js';
import { NotPossible } from '../../not-possible.js';
import { botIsIn, findChannel, findPerson, openDm } from '../channels.js';
import { escapeText } from '../markup.js';
import { addMessage, findMessage } from '../messages.js';
import type { Core } from '../state.js';
import type { Channel, Message } from '../types.js';
import { actor, type Parts, placeOf } from './parts.js';

const CHANNEL_TYPES = { public: 'channel', private: 'group', im: 'im', mpim: 'mpim' } as const;

/** Longest message Slack's client sends in one piece. */
const LONGEST = 12_000;

function escapePattern(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** What a person typed as Slack's client sends it: escaped, names turned into mentions. */
function typed(core: Core, text: string): string {
  let out = escapeText(text);
  for (const person of core.state.people) {
    const names = [person.realName, person.name].map(escapePattern).join('|');
    out = out.replaceAll(new RegExp(`@(?:${names})(?![\\w.])`, 'gi'), `<@${person.id}>`);
  }
  for (const group of core.state.groups) {
    const handle = new RegExp(`@${escapePattern(group.handle)}(?![\\w.])`, 'gi');
    out = out.replaceAll(handle, `<!subteam^${group.id}>`);
  }
  for (const channel of core.state.channels.filter((item) => item.name !== '')) {
    const name = new RegExp(`#${escapePattern(channel.name)}(?![\\w-])`, 'gi');
    out = out.replaceAll(name, `<#${channel.id}|${channel.name}>`);
  }
  return out;
}

function richText(text: string): JsonObject[] {
  const element = { type: 'rich_text_section', elements: [{ type: 'text', text }] };
  return [{ type: 'rich_text', block_id: randomUUID().slice(0, 5), elements: [element] }];
}

function messageEvent(core: Core, channel: Channel, message: Message, raw: string): JsonObject {
  const thread = message.thread_ts ? { thread_ts: message.thread_ts } : {};
  const parent = message.thread_ts && findMessage(core, channel.id, message.thread_ts);
  return {
    type: 'message',
    user: message.user,
    ts: message.ts,
    client_msg_id: randomUUID(),
    text: message.text,
    team: core.state.team.id,
    ...thread,
    ...(parent ? { parent_user_id: parent.user } : {}),
    blocks: richText(raw),
    channel: channel.id,
    event_ts: message.ts,
    channel_type: CHANNEL_TYPES[channel.kind],
  };
}

/**
 * A person writes a message. The bot is told when it is in the channel; a mention of the bot comes
 * as `app_mention` too, as in Slack.
 *
 * @throws NotPossible for an empty or overlong text, a channel the person is not in, an archived channel,
 *   an unknown thread, or a slash command inside a thread.
 */
export async function write(
  parts: Parts,
  input: { user: string; channel: string; text: string; threadTs?: string | undefined },
): Promise<{ ts: string }> {
  const { core, events } = parts;
  const user = actor(core, input.user).id;
  const channel = placeOf(core, user, input.channel);
  if (channel.archived) throw new NotPossible(`#${channel.name} is archived.`);
  if (input.text.trim() === '') throw new NotPossible('There is nothing to send.');
  if (input.text.length > LONGEST)
    throw new NotPossible(`Please use at most ${LONGEST} characters.`);
  if (input.threadTs && /^\/[a-z]/.test(input.text)) {
    throw new NotPossible(`${input.text.split(' ')[0]} is not supported in threads. Sorry!`);
  }
  if (input.threadTs && !findMessage(core, channel.id, input.threadTs)) {
    throw new NotPossible('The message this answers is gone.');
  }
  const text = typed(core, input.text);
  const message = addMessage(core, channel, { user, text, thread_ts: input.threadTs });
  await core.saved();
  if (botIsIn(core, channel)) {
    const event = messageEvent(core, channel, message, input.text);
    events.send(event);
    const mention = text.includes(`<@${core.state.app.botUserId}>`);
    if (mention && channel.kind !== 'im') events.send(mentionOf(event));
  }
  return { ts: message.ts };
}

function mentionOf(event: JsonObject): JsonObject {
  const { channel_type: _type, ...rest } = event;
  return { ...rest, type: 'app_mention' };
}

/** A person opens the app's Home tab (`home`) or its messages. Makes the conversation if needed. */
export function openApp(parts: Parts, input: { user: string; tab: 'home' | 'messages' }): string {
  const { core, events } = parts;
  const user = actor(core, input.user).id;
  const { channel } = openDm(core, user);
  const view = core.state.homes[user];
  events.send({
    type: 'app_home_opened',
    user,
    channel: channel.id,
    tab: input.tab,
    event_ts: core.nextTs(),
    ...(view ? { view: { id: view.id, hash: view.hash } } : {}),
  });
  return channel.id;
}

/** Marks a conversation as read by this person up to its newest message; nothing for nobody. */
export function markRead(core: Core, user: string, channelId: string): void {
  if (!findPerson(core, user)) return;
  const channel = findChannel(core, channelId);
  const newest = core.state.messages[channel?.id ?? '']?.at(-1);
  if (!channel || !newest) return;
  const reads = core.state.reads[user] ?? {};
  if (reads[channel.id] === newest.ts) return;
  core.state.reads[user] = { ...reads, [channel.id]: newest.ts };
  core.touch({ kind: 'read', user, channel: channel.id });
}
