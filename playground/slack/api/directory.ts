import { findPerson } from '../channels.js';
import { Refusal } from '../refusal.js';
import { groupOut, personOut } from '../wire.js';
import { type Method, page } from './call.js';

const test: Method = ({ args }) => {
  const { token: _token, ...rest } = args.raw;
  if (typeof rest.error === 'string') throw new Refusal(rest.error);
  return { args: rest };
};

const authTest: Method = ({ core }) => {
  const { team, app } = core.state;
  return {
    url: `https://${team.domain}.slack.com/`,
    team: team.name,
    user: findPerson(core, app.botUserId)?.name ?? '',
    team_id: team.id,
    user_id: app.botUserId,
    bot_id: app.botId,
    is_enterprise_install: false,
  };
};

const connectionsOpen: Method = ({ socketUrl }) => {
  if (!socketUrl) throw new Refusal('not_allowed_token_type');
  return { url: socketUrl() };
};

const usersInfo: Method = ({ core, args }) => {
  const person = findPerson(core, args.required('user'));
  if (!person) throw new Refusal('user_not_found');
  return { user: personOut(core, person) };
};

const usersList: Method = ({ core, args }) => {
  const limit = args.count('limit', 1000, 1000);
  const { items, next } = page(core.state.people, args.text('cursor'), limit);
  return {
    members: items.map((person) => personOut(core, person)),
    cache_ts: Math.floor(core.now() / 1000),
    response_metadata: { next_cursor: next },
  };
};

/** Deactivated people are not found by their address (docs of `users.lookupByEmail`). */
const lookupByEmail: Method = ({ core, args }) => {
  const email = args.required('email').toLowerCase();
  const person = core.state.people.find(
    (item) => !item.deleted && item.email?.toLowerCase() === email,
  );
  if (!person) throw new Refusal('users_not_found');
  return { user: personOut(core, person) };
};

const groupsList: Method = ({ core, args }) => ({
  usergroups: core.state.groups
    .filter(({ disabled }) => disabled !== true || args.flag('include_disabled'))
    .map((group) => groupOut(core, group, args.flag('include_users'))),
});

const groupUsers: Method = ({ core, args }) => {
  const id = args.required('usergroup');
  const group = core.state.groups.find((item) => item.id === id);
  if (!group) throw new Refusal('no_such_subteam');
  return { users: group.users };
};

/** People, user groups, and what the bot is. */
export const DIRECTORY: Readonly<Record<string, Method>> = {
  'api.test': test,
  'auth.test': authTest,
  'apps.connections.open': connectionsOpen,
  'users.info': usersInfo,
  'users.list': usersList,
  'users.lookupByEmail': lookupByEmail,
  'usergroups.list': groupsList,
  'usergroups.users.list': groupUsers,
};
