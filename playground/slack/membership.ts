import { NotPossible } from '../not-possible.js';
import { findChannel, findPerson } from './channels.js';
import type { Events } from './events.js';
import type { Core } from './state.js';
import type { Channel } from './types.js';
import { personOut } from './wire.js';

/** A person gets a new name, the handle stays. Slack tells the apps that subscribed to it. */
function rename(
  core: Core,
  events: Events,
  { user, realName, isTold }: { user: string; realName: string; isTold: boolean },
): void {
  const person = findPerson(core, user);
  if (!person) throw new NotPossible(`There is no person ${user} in this workspace.`);
  person.realName = realName;
  core.touch({ kind: 'person', user });
  if (!isTold) return;
  const [cache_ts, event_ts] = [Math.floor(core.now() / 1000), core.nextTs()];
  const changed = personOut(core, person);
  events.send({ type: 'user_profile_changed', user: changed, cache_ts, event_ts });
}

/** Makes a new account with the name, the address and the channels of this one. Returns its id. */
function addTwin(core: Core, user: string): string {
  const person = findPerson(core, user);
  if (!person) throw new NotPossible(`There is no person ${user} in this workspace.`);
  const id = core.nextId('U');
  core.state.people.push({ ...person, id, deleted: false });
  for (const { kind, members } of core.state.channels) {
    if (kind !== 'im' && members.includes(user)) members.push(id);
  }
  core.touch({ kind: 'person', user: id });
  return id;
}

/** What a workspace's administrators and channel members do, and the events it makes. */
export function makeMembership(core: Core, events: Events) {
  const needed = (idOrName: string): Channel => {
    const channel = findChannel(core, idOrName);
    if (!channel) throw new NotPossible(`There is no channel ${idOrName} in this workspace.`);
    return channel;
  };
  const bot = core.state.app.botUserId;
  const tell = (type: string, channel: Channel, more: Record<string, unknown>) =>
    events.send({ type, channel: channel.id, event_ts: core.nextTs(), ...more });
  const setDeleted = (user: string, deleted: boolean) => {
    const person = findPerson(core, user);
    if (!person) throw new NotPossible(`There is no person ${user} in this workspace.`);
    person.deleted = deleted;
    core.touch({ kind: 'person', user });
  };
  const setArchived = (idOrName: string, archived: boolean) => {
    const channel = needed(idOrName);
    channel.archived = archived;
    core.touch({ kind: 'channel', channel: channel.id });
    const by = channel.members.find((member) => member !== bot) ?? '';
    tell(archived ? 'channel_archive' : 'channel_unarchive', channel, { user: by });
  };
  const setBot = (idOrName: string, isIn: boolean) => {
    const channel = needed(idOrName);
    const others = channel.members.filter((member) => member !== bot);
    channel.members = isIn ? [...others, bot] : others;
    core.touch({ kind: 'channel', channel: channel.id });
    const team = core.state.team.id;
    if (isIn) tell('member_joined_channel', channel, { user: bot, channel_type: 'C', team });
    else tell('channel_left', channel, {});
  };
  return {
    archive: (channel: string) => setArchived(channel, true),
    unarchive: (channel: string) => setArchived(channel, false),
    deactivate: (user: string) => setDeleted(user, true),
    reactivate: (user: string) => setDeleted(user, false),
    rename: (user: string, realName: string, options: { isTold?: boolean } = {}) =>
      rename(core, events, { user, realName, isTold: options.isTold ?? true }),
    recreate: (user: string) => {
      setDeleted(user, true);
      return addTwin(core, user);
    },
    removeBot: (channel: string) => setBot(channel, false),
    inviteBot: (channel: string) => setBot(channel, true),
  };
}
