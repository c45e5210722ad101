import { NotPossible } from '../../not-possible.js';
import type { Sender } from '../activities.js';
import type { Bot } from '../bot-link.js';
import {
  findChannel,
  findPerson,
  findPersonalChat,
  openPersonalChat,
  type Where,
  whereIs,
} from '../directory.js';
import type { Events } from '../events.js';
import type { Core } from '../state.js';
import type { Person } from '../types.js';

/** What the actions of people work with. */
export interface Parts extends Sender {
  bot: Bot;
  events: Events;
}

/**
 * The person who acts.
 *
 * @throws NotPossible when there is no such person, or their account was deleted.
 */
export function actor(core: Core, id: string): Person {
  const person = findPerson(core, id);
  if (!person) throw new NotPossible(`There is no person ${id} in this tenant.`);
  if (person.deleted) throw new NotPossible(`${person.name}'s account was deleted.`);
  return person;
}

function personalChatOf(core: Core, person: Person): Where {
  if (!person.installed && !findPersonalChat(core, person.id)) {
    throw new NotPossible(`${person.name} does not have the app ${core.state.botName}.`);
  }
  const { id } = openPersonalChat(core, person.id);
  return { kind: 'personal', id, chat: id, person };
}

/**
 * The conversation a person acts in: `personal`, a conversation id, or a channel's name.
 *
 * @throws NotPossible when it is unknown, deleted, or they are not in it.
 */
export function placeOf(core: Core, person: Person, conversation: string): Where {
  if (conversation === 'personal') return personalChatOf(core, person);
  const channel = findChannel(core, conversation);
  const where = whereIs(core, channel?.channel.id ?? conversation);
  if (!where || (where.kind === 'channel' && where.channel.deleted)) {
    throw new NotPossible(`There is no conversation ${conversation} in this tenant.`);
  }
  if (where.kind === 'personal' && where.person.id !== person.id) {
    throw new NotPossible(`That is not ${person.name}'s chat.`);
  }
  if (where.kind === 'channel' && !where.team.members.includes(person.id)) {
    throw new NotPossible(`${person.name} is not a member of ${where.team.name}.`);
  }
  return where;
}

/** True when the bot takes part in a conversation: what people press there reaches it. */
export function botIsIn(where: Where): boolean {
  return where.kind === 'channel' ? where.team.installed : where.person.installed;
}
