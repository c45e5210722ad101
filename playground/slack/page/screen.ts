import { SURFACE } from '../app-surface.js';
import { botIsIn, findChannel, findDm, findPerson } from '../channels.js';
import { isThreadOnly, repliesTo, visibleTo } from '../messages.js';
import type { Core } from '../state.js';
import type { Channel, Message } from '../types.js';
import { modalsOf } from '../views.js';

/** What the page needs once: who and what there is. */
export function directory(core: Core) {
  const { team, people, channels, groups, app } = core.state;
  return {
    team: team.name,
    bot: app.botUserId,
    app: SURFACE,
    people: people.map(({ id, realName, title, tz, isBot, deleted }) => ({
      id,
      name: realName,
      title: title ?? '',
      tz,
      isBot,
      deleted,
    })),
    channels: channels
      .filter((channel) => channel.kind !== 'im' && channel.kind !== 'mpim')
      .map(({ id, name }) => ({ id, name })),
    groups: groups.map(({ id, handle, users }) => ({ id, handle, users })),
  };
}

function unread(core: Core, user: string, channel: Channel): number {
  const seen = core.state.reads[user]?.[channel.id] ?? '';
  const news = (core.state.messages[channel.id] ?? []).filter(
    (message) => message.ts > seen && message.user !== user && message.subtype === undefined,
  );
  return news.length;
}

/** What is new for a person in all their channels and in their chat with the app. */
export function unreadOf(core: Core, user: string): number {
  const mine = core.state.channels.filter(({ members }) => members.includes(user));
  return mine.reduce((sum, channel) => sum + unread(core, user, channel), 0);
}

function row(core: Core, user: string, channel: Channel) {
  return {
    id: channel.id,
    name: channel.name,
    kind: channel.kind,
    topic: channel.topic,
    archived: channel.archived,
    botIn: botIsIn(core, channel),
    unread: unread(core, user, channel),
  };
}

function shown(core: Core, message: Message) {
  const replies = repliesTo(core, message.channel, message.ts);
  const gone = message.subtype === 'tombstone';
  return {
    ts: message.ts,
    user: message.user,
    text: message.text,
    blocks: message.blocks ?? [],
    edited: message.edited !== undefined,
    attachments: message.attachments ?? [],
    gone,
    subtype: gone ? null : (message.subtype ?? null),
    onlyYou: message.ephemeralTo !== undefined,
    threadTs: message.thread_ts ?? null,
    replies: replies.length,
    repliers: [...new Set(replies.map((reply) => reply.user))],
    lastReply: replies.at(-1)?.ts ?? null,
  };
}

/** Everything on one person's screen: channels, messages, the open thread, the modal on top. */
export function screen(
  core: Core,
  at: { user: string; channel?: string | undefined; thread?: string | undefined },
) {
  const user = findPerson(core, at.user)?.id ?? '';
  const mine = core.state.channels.filter(
    (channel) => channel.kind !== 'im' && channel.members.includes(user),
  );
  const dm = findDm(core, user);
  const channel = at.channel ? findChannel(core, at.channel) : undefined;
  const open = channel?.members.includes(user) ? channel : undefined;
  const all = open ? visibleTo(core, user, open.id) : [];
  const { thread } = at;
  const view = modalsOf(core, user).at(-1);
  return {
    channels: mine.map((item) => row(core, user, item)),
    dm: dm ? row(core, user, dm) : null,
    channel: open?.id ?? null,
    seen: (open && core.state.reads[user]?.[open.id]) ?? '',
    messages: all.filter((message) => !isThreadOnly(message)).map((m) => shown(core, m)),
    thread: thread
      ? all.filter((m) => m.ts === thread || m.thread_ts === thread).map((m) => shown(core, m))
      : null,
    modal: view ? { ...view, depth: modalsOf(core, user).length } : null,
    home: core.state.homes[user] ?? null,
  };
}
