import { createHash } from 'node:crypto';
import type { Core } from './state.js';
import type { Channel, Person, PersonalChat, Team } from './types.js';

/** The person with this object id, Teams id or (without case) e-mail address. */
export function findPerson(core: Core, id: string): Person | undefined {
  const email = id.toLowerCase();
  return core.state.people.find(
    (person) => person.id === id || person.teamsId === id || person.email.toLowerCase() === email,
  );
}

/** A channel with its team, by the channel's id or name; deleted ones only by id. */
export function findChannel(
  core: Core,
  idOrName: string,
): { team: Team; channel: Channel } | undefined {
  for (const team of core.state.teams) {
    const channel = team.channels.find(
      (item) => item.id === idOrName || (item.name === idOrName && !item.deleted),
    );
    if (channel) return { team, channel };
  }
  return undefined;
}

/** A team by its thread id, group id or name; without any, the first. */
export function findTeam(core: Core, id?: string): Team | undefined {
  return core.state.teams.find(
    (team) => id === undefined || team.id === id || team.groupId === id || team.name === id,
  );
}

/** The person's chat with the bot, if there is one. */
export function findPersonalChat(core: Core, user: string): PersonalChat | undefined {
  return core.state.personalChats.find((chat) => chat.user === user);
}

/** The person's chat with the bot, made when there is none; its id is the same each time. */
export function openPersonalChat(core: Core, user: string): PersonalChat {
  const there = findPersonalChat(core, user);
  if (there) return there;
  const hash = createHash('sha256').update(`${core.appId}:${user}`).digest('base64url');
  const chat: PersonalChat = { id: `a:1${hash}`, user };
  core.state.personalChats.push(chat);
  core.touch({ kind: 'message', chat: chat.id, user });
  return chat;
}

/** What a conversation id names. */
export type Where =
  | { kind: 'channel'; id: string; chat: string; team: Team; channel: Channel; root?: string }
  | { kind: 'personal'; id: string; chat: string; person: Person };

/** What a conversation id of an activity names, or `undefined` when there is no such conversation. */
export function whereIs(core: Core, id: string): Where | undefined {
  const personal = core.state.personalChats.find((chat) => chat.id === id);
  const person = personal && findPerson(core, personal.user);
  if (person) return { kind: 'personal', id, chat: id, person };
  const [chat = '', root] = id.split(';messageid=');
  const found = chat.startsWith('19:') ? findChannel(core, chat) : undefined;
  if (!found) return undefined;
  return { kind: 'channel', id, chat, ...found, ...(root === undefined ? {} : { root }) };
}

/** The conversation id of a thread in a channel. */
export function threadId(channel: string, root: string): string {
  return `${channel};messageid=${root}`;
}
