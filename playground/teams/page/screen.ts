import { activityFeed, mentionsOf, seenIn } from '../activity-feed.js';
import type { TeamsTenant } from '../tenant.js';
import type { Channel, Message, Team } from '../types.js';
import { COMMANDS } from './commands.js';

const ADAPTIVE = 'application/vnd.microsoft.card.adaptive';
/** What the page calls a chat with the bot that does not exist yet; the tenant knows the word too. */
const CHAT = 'personal';

/** What the page needs once: who and what there is. */
export function directory({ state, botId }: TeamsTenant) {
  return {
    bot: { id: botId, name: state.botName },
    commands: COMMANDS,
    people: state.people.map(({ id, teamsId, name, title, email, tz, deleted }) => ({
      id,
      teamsId,
      name,
      title,
      email,
      tz,
      deleted,
    })),
    tags: state.tags.map(({ id, name }) => ({ id, name })),
  };
}

function unread({ state }: TeamsTenant, user: string, chat: string): number {
  const seen = Number(state.reads[user]?.[chat] ?? 0);
  const news = (state.messages[chat] ?? []).filter(
    ({ id, from, deleted }) => Number(id) > seen && from !== user && !deleted,
  );
  return news.length;
}

/** What is new for a person in the channels of all their teams and in their chat with the app. */
export function unreadOf(tenant: TeamsTenant, user: string): number {
  const mine = tenant.state.teams.filter(({ members }) => members.includes(user));
  const channels = mine.flatMap((team) => team.channels).filter(({ deleted }) => !deleted);
  const chats = [...channels.map(({ id }) => id), tenant.personalConversation(user) ?? ''];
  return chats.reduce((sum, chat) => sum + unread(tenant, user, chat), 0);
}

function shown(tenant: TeamsTenant, user: string, message: Message) {
  const own = tenant.state.ownCards[user]?.[message.id];
  const cards = message.attachments.map(({ contentType, content }) =>
    contentType === ADAPTIVE ? content : { unknown: String(contentType) },
  );
  return {
    id: message.id,
    conversation: message.conversation,
    from: message.from,
    isBot: message.from === tenant.botId,
    text: message.text,
    textFormat: message.textFormat,
    mentions: mentionsOf(tenant, user, message),
    cards: own ? [own] : cards,
    onlyYou: own !== undefined,
    edited: message.edited !== undefined,
    gone: message.deleted === true,
    at: message.at,
  };
}

/** A post with its replies, both as one person sees them. */
function posts(tenant: TeamsTenant, user: string, channel: string) {
  const all = tenant.state.messages[channel] ?? [];
  const replies = new Map<string, Message[]>();
  for (const message of all) {
    if (message.id === message.root) continue;
    replies.set(message.root, [...(replies.get(message.root) ?? []), message]);
  }
  return all
    .filter(({ id, root }) => id === root)
    .map((post) => ({
      ...shown(tenant, user, post),
      replies: (replies.get(post.id) ?? []).map((reply) => shown(tenant, user, reply)),
    }));
}

function teamRow(tenant: TeamsTenant, user: string, team: Team) {
  const { id, name, installed } = team;
  const channels = team.channels
    .filter(({ deleted }) => !deleted)
    .map(({ id: channel, name: words, archived }) => ({
      id: channel,
      name: words,
      archived,
      unread: unread(tenant, user, channel),
    }));
  return { id, name, installed, channels };
}

function openChannel(teams: readonly Team[], id: string | undefined): Channel | undefined {
  return teams.flatMap(({ channels }) => channels).find((item) => item.id === id && !item.deleted);
}

/** Everything on one person's screen: teams and channels, the open conversation, the dialog. */
export function screen(
  tenant: TeamsTenant,
  at: { user: string; conversation?: string | undefined },
) {
  const { user } = at;
  const person = tenant.person(user);
  const mine = tenant.state.teams.filter(({ members }) => members.includes(user));
  const chat = tenant.personalConversation(user);
  const isChat = at.conversation === CHAT;
  const channel = openChannel(mine, at.conversation);
  const talk = isChat && person ? tenant.personalChat(user) : [];
  return {
    teams: mine.map((team) => teamRow(tenant, user, team)),
    chat: {
      id: CHAT,
      unread: chat ? unread(tenant, user, chat) : 0,
      installed: person?.installed ?? false,
      blocked: person?.blocked ?? false,
    },
    activity: activityFeed(tenant, user),
    seen: seenIn(tenant, user, isChat ? chat : channel?.id),
    open: isChat ? CHAT : (channel?.id ?? null),
    posts: channel ? posts(tenant, user, channel.id) : [],
    chatMessages: talk.map((message) => shown(tenant, user, message)),
    dialog: tenant.dialogs(user).at(-1) ?? null,
  };
}
