import { Refusal } from './refusal.js';
import type { Core } from './state.js';
import type { Channel, Person } from './types.js';

/** The person with this id, or `undefined`. */
export function findPerson(core: Core, id: string): Person | undefined {
  return core.state.people.find((person) => person.id === id);
}

/** The channel with this id or name (with or without `#`), or `undefined`. */
export function findChannel(core: Core, idOrName: string): Channel | undefined {
  const name = idOrName.replace(/^#/, '');
  return core.state.channels.find(
    (channel) => channel.id === idOrName || (channel.name !== '' && channel.name === name),
  );
}

/** True when the bot was invited to the channel (always, in its own direct messages). */
export function botIsIn(core: Core, channel: Channel): boolean {
  return channel.members.includes(core.state.app.botUserId);
}

/** The direct conversation between the bot and this person, or `undefined`. */
export function findDm(core: Core, user: string): Channel | undefined {
  return core.state.channels.find(
    (channel) => channel.kind === 'im' && channel.members.includes(user),
  );
}

/** The person a direct conversation is with. */
export function dmPartner(core: Core, channel: Channel): string {
  return channel.members.find((member) => member !== core.state.app.botUserId) ?? '';
}

/** The direct conversation with this person, made when there is none yet. */
export function openDm(core: Core, user: string): { channel: Channel; created: boolean } {
  const existing = findDm(core, user);
  if (existing) return { channel: existing, created: false };
  const channel: Channel = {
    id: core.nextId('D'),
    name: '',
    kind: 'im',
    topic: '',
    members: [user, core.state.app.botUserId],
    archived: false,
    created: Math.floor(core.now() / 1000),
  };
  core.state.channels.push(channel);
  core.touch({ kind: 'channel', channel: channel.id });
  return { channel, created: true };
}

/**
 * The channel an API call names, as far as the bot may know of it.
 *
 * @throws Refusal `channel_not_found`, also for private conversations the bot is not in (as Slack does).
 */
export function visibleChannel(core: Core, id: string): Channel {
  const channel = findChannel(core, id);
  const isHidden = channel?.kind === 'private' || channel?.kind === 'mpim';
  if (!channel || (isHidden && !botIsIn(core, channel))) {
    throw new Refusal('channel_not_found');
  }
  return channel;
}

/**
 * A channel whose messages the bot may read.
 *
 * @throws Refusal `channel_not_found` or `not_in_channel`.
 */
export function readableChannel(core: Core, id: string): Channel {
  const channel = visibleChannel(core, id);
  if (!botIsIn(core, channel)) throw new Refusal('not_in_channel');
  return channel;
}

/**
 * A channel the bot may write to. A user id stands for the direct conversation with that person;
 * Slack accepts messages to deactivated people without complaint, and so does this.
 *
 * @throws Refusal `channel_not_found`, `not_in_channel` or `is_archived`.
 */
export function writableChannel(core: Core, id: string): Channel {
  const person = findPerson(core, id);
  if (person && !person.isBot) return openDm(core, person.id).channel;
  const channel = readableChannel(core, id);
  if (channel.archived) throw new Refusal('is_archived');
  return channel;
}
