import type { JsonObject } from '../json.js';
import { dmPartner, findPerson } from './channels.js';
import { repliesTo } from './messages.js';
import type { Core } from './state.js';
import type { Channel, Message, Person, UserGroup, View } from './types.js';

/** A message as the Web API and payloads carry it. */
export function messageOut(core: Core, message: Message, metadata = false): JsonObject {
  const { channel: _channel, ephemeralTo: _to, metadata: hidden, ...rest } = message;
  const { team, app } = core.state;
  return {
    type: 'message',
    ...rest,
    team: team.id,
    ...(message.bot_id ? { app_id: app.id, bot_profile: botProfile(core) } : {}),
    ...threadOut(core, message),
    ...(metadata && hidden ? { metadata: hidden } : {}),
  };
}

function botProfile(core: Core): JsonObject {
  const { app, team } = core.state;
  const name = findPerson(core, app.botUserId)?.realName ?? '';
  return {
    id: app.botId,
    app_id: app.id,
    user_id: app.botUserId,
    name,
    deleted: false,
    team_id: team.id,
  };
}

function threadOut(core: Core, message: Message): JsonObject {
  if (!message.thread_ts) return {};
  if (message.thread_ts !== message.ts) {
    const parent = core.state.messages[message.channel]?.find((m) => m.ts === message.thread_ts);
    return parent ? { parent_user_id: parent.user } : {};
  }
  const replies = repliesTo(core, message.channel, message.ts);
  const users = [...new Set(replies.map((reply) => reply.user))];
  return {
    reply_count: replies.length,
    reply_users: users.slice(0, 5),
    reply_users_count: users.length,
    latest_reply: replies.at(-1)?.ts,
    is_locked: false,
    subscribed: false,
  };
}

/** Minutes the zone is ahead of UTC now, times 60: Slack gives seconds. */
function offsetSeconds(zone: string, at: number): number {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' })
    .formatToParts(at)
    .find((part) => part.type === 'timeZoneName');
  const match = /GMT([+-])(\d{2}):(\d{2})/.exec(parts?.value ?? '');
  if (!match) return 0;
  const seconds = Number(match[2]) * 3600 + Number(match[3]) * 60;
  return match[1] === '-' ? -seconds : seconds;
}

/** A person as `users.info` gives them. */
export function personOut(core: Core, person: Person): JsonObject {
  const { team, app } = core.state;
  return {
    id: person.id,
    team_id: team.id,
    name: person.name,
    deleted: person.deleted,
    real_name: person.realName,
    tz: person.tz,
    tz_label: person.tz,
    tz_offset: offsetSeconds(person.tz, core.now()),
    profile: {
      title: person.title ?? '',
      real_name: person.realName,
      real_name_normalized: person.realName,
      display_name: person.realName,
      display_name_normalized: person.realName,
      ...(person.email ? { email: person.email } : {}),
      ...(person.isBot ? { bot_id: app.botId, api_app_id: app.id } : {}),
      team: team.id,
    },
    is_bot: person.isBot,
    is_app_user: false,
    is_admin: false,
    is_owner: false,
    is_restricted: false,
    is_ultra_restricted: false,
    updated: 1_735_689_600,
  };
}

/** A conversation as `conversations.info` gives it. */
export function channelOut(core: Core, channel: Channel): JsonObject {
  const base = {
    id: channel.id,
    created: channel.created,
    is_archived: channel.archived,
    is_im: channel.kind === 'im',
    is_mpim: channel.kind === 'mpim',
    context_team_id: core.state.team.id,
  };
  if (channel.kind === 'im') {
    const user = dmPartner(core, channel);
    const deleted = findPerson(core, user)?.deleted === true;
    return { ...base, user, is_user_deleted: deleted, is_org_shared: false, is_open: true };
  }
  return {
    ...base,
    name: channel.name,
    name_normalized: channel.name,
    is_channel: channel.kind === 'public',
    is_group: channel.kind === 'private',
    is_private: channel.kind !== 'public',
    is_general: channel.name === 'general',
    is_member: channel.members.includes(core.state.app.botUserId),
    is_shared: false,
    is_ext_shared: false,
    is_org_shared: false,
    topic: { value: channel.topic, creator: '', last_set: 0 },
    purpose: { value: '', creator: '', last_set: 0 },
    num_members: channel.members.length,
    creator: core.state.people[0]?.id ?? '',
  };
}

/** A user group as `usergroups.list` gives it. */
export function groupOut(core: Core, group: UserGroup, users: boolean): JsonObject {
  return {
    id: group.id,
    team_id: core.state.team.id,
    is_usergroup: true,
    name: group.name,
    handle: group.handle,
    description: '',
    is_external: false,
    date_delete: group.disabled === true ? 1_735_689_600 : 0,
    user_count: group.users.length,
    prefs: { channels: [], groups: [] },
    ...(users ? { users: group.users } : {}),
  };
}

/** A view as the Web API and payloads carry it. */
export function viewOut(core: Core, view: View): JsonObject {
  const { user: _user, ...rest } = view;
  const { team, app } = core.state;
  return {
    ...rest,
    team_id: team.id,
    app_id: app.id,
    app_installed_team_id: team.id,
    bot_id: app.botId,
  };
}
