import { NotPossible } from '../not-possible.js';
import { account, conversationActivity, installationActivity } from './activities.js';
import {
  findChannel,
  findPerson,
  findPersonalChat,
  findTeam,
  openPersonalChat,
  type Where,
} from './directory.js';
import type { Parts } from './people/parts.js';
import type { Channel, Person, Team } from './types.js';

function needPerson(parts: Parts, user: string): Person {
  const person = findPerson(parts.core, user);
  if (!person) throw new NotPossible(`There is no person ${user} in this tenant.`);
  return person;
}

function needTeam(parts: Parts, id?: string): Team {
  const team = findTeam(parts.core, id);
  if (!team) throw new NotPossible(`There is no team ${id} in this tenant.`);
  return team;
}

/** Where things about a team as a whole happen: its General channel. */
function teamPlace(team: Team): Where {
  const channel = team.channels.find((one) => one.id === team.id);
  if (!channel) throw new NotPossible(`${team.name} has no General channel.`);
  return { kind: 'channel', id: team.id, chat: team.id, team, channel };
}

/** Who does what no particular person does: the first member who is still there. */
function owner(parts: Parts, team: Team): Person {
  const person = parts.core.state.people.find(
    (one) => team.members.includes(one.id) && !one.deleted,
  );
  if (!person) throw new NotPossible(`Nobody is left in ${team.name}.`);
  return person;
}

function setPersonal(parts: Parts, user: string, installed: boolean): void {
  const { core, events } = parts;
  const person = needPerson(parts, user);
  if (person.installed === installed) return;
  person.installed = installed;
  core.touch({ kind: 'person', user: person.id });
  const chat = installed ? openPersonalChat(core, person.id) : findPersonalChat(core, person.id);
  if (!chat) return;
  const where: Where = { kind: 'personal', id: chat.id, chat: chat.id, person };
  if (installed) {
    const membersAdded = [{ id: core.botId }];
    events.send(conversationActivity(parts, person, where, { membersAdded }));
  }
  events.send(installationActivity(parts, person, where, installed ? 'add' : 'remove'));
}

function setTeam(parts: Parts, team: Team, installed: boolean): void {
  const { core, events } = parts;
  if (team.installed === installed) return;
  team.installed = installed;
  core.touch({ kind: 'team' });
  const by = owner(parts, team);
  const bot = [{ id: core.botId, name: core.state.botName }];
  const change = installed
    ? { eventType: 'teamMemberAdded', membersAdded: bot }
    : { eventType: 'teamMemberRemoved', membersRemoved: bot };
  const place = teamPlace(team);
  events.send(conversationActivity(parts, by, place, change));
  events.send(installationActivity(parts, by, place, installed ? 'add' : 'remove'));
}

function changeChannel(
  parts: Parts,
  idOrName: string,
  eventType: 'channelDeleted' | undefined,
  change: (channel: Channel) => void,
): void {
  const { core, events } = parts;
  const found = findChannel(core, idOrName);
  if (!found) throw new NotPossible(`There is no channel ${idOrName} in this tenant.`);
  const { team, channel } = found;
  change(channel);
  core.touch({ kind: 'channel', chat: channel.id });
  if (!eventType || !team.installed) return;
  const where: Where = { kind: 'channel', id: channel.id, chat: channel.id, team, channel };
  events.send(conversationActivity(parts, owner(parts, team), where, { eventType }));
}

/** Somebody left the tenant: their account is gone, and they are in no team any more. */
function removePerson(parts: Parts, user: string): void {
  const { core, events } = parts;
  const person = needPerson(parts, user);
  person.deleted = true;
  delete core.state.dialogs[person.id];
  core.touch({ kind: 'person', user: person.id });
  for (const team of core.state.teams) {
    if (!team.installed || !team.members.includes(person.id)) continue;
    const change = { eventType: 'teamMemberRemoved', membersRemoved: [account(person)] };
    events.send(conversationActivity(parts, owner(parts, team), teamPlace(team), change));
  }
}

/** What a tenant's administrators, team owners and people do with the app, and what the bot is told. */
export function makeMembership(parts: Parts) {
  const { core } = parts;
  const setPerson = (user: string, change: Partial<Person>) => {
    const person = needPerson(parts, user);
    Object.assign(person, change);
    core.touch({ kind: 'person', user: person.id });
  };
  return {
    install: (user: string) => setPersonal(parts, user, true),
    uninstall: (user: string) => setPersonal(parts, user, false),
    installInTeam: (id?: string, options: { readsAll?: boolean } = {}) => {
      const team = needTeam(parts, id);
      team.readsAll = options.readsAll ?? true;
      setTeam(parts, team, true);
    },
    removeFromTeam: (id?: string) => setTeam(parts, needTeam(parts, id), false),
    block: (user: string) => setPerson(user, { blocked: true }),
    unblock: (user: string) => setPerson(user, { blocked: false }),
    // Teams sends bots nothing; later activities have the new name
    rename: (user: string, name: string) => setPerson(user, { name }),
    deleteUser: (user: string) => removePerson(parts, user),
    restoreUser: (user: string) => setPerson(user, { deleted: false }),
    // Teams sends bots nothing when a single channel is archived
    archiveChannel: (id: string) =>
      changeChannel(parts, id, undefined, (channel) => {
        channel.archived = true;
      }),
    restoreChannel: (id: string) =>
      changeChannel(parts, id, undefined, (channel) => {
        channel.archived = false;
        channel.deleted = false;
      }),
    deleteChannel: (id: string) =>
      changeChannel(parts, id, 'channelDeleted', (channel) => {
        channel.deleted = true;
      }),
  };
}
