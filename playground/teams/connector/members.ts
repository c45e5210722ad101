import { asString, isObject, type JsonObject, parseJson } from '../../json.js';
import { findPerson, findTeam, type Where } from '../directory.js';
import { REFUSED, Refusal } from '../refusal.js';
import type { Core } from '../state.js';
import type { Person, Team } from '../types.js';
import { type Answer, type Call, conversationOf, type Method, memberId, mustBeIn } from './call.js';

/** Members on one page: "the minimum is 50, the maximum 500" (Microsoft: "Fetch the roster"). */
const PAGE = { least: 50, most: 500, usual: 200 };

/** A member as the roster gives them. */
function memberOut(core: Core, person: Person): JsonObject {
  const [givenName = '', surname = ''] = person.name.split(' ');
  return {
    id: person.teamsId,
    name: person.name,
    aadObjectId: person.id,
    objectId: person.id,
    givenName,
    surname,
    email: person.email,
    userPrincipalName: person.email,
    tenantId: core.state.tenantId,
    userRole: 'user',
  };
}

function membersOf(core: Core, where: Where): Person[] {
  if (where.kind === 'personal') return [where.person];
  return where.team.members.flatMap((id) => {
    const person = findPerson(core, id);
    return person && !person.deleted ? [person] : [];
  });
}

/** The conversation whose roster is asked for; a team's id names its General channel. */
function roster(call: Call): Person[] {
  const where = conversationOf(call);
  mustBeIn(where);
  return membersOf(call.core, where);
}

function member(call: Call): Answer {
  const id = memberId(call.core, call.params.member ?? '');
  const person = roster(call).find((one) => one.id === id);
  if (!person) throw new Refusal(REFUSED.noMember);
  return { status: 200, body: memberOut(call.core, person) };
}

function pageSize({ query, membersPage }: Call): number {
  const asked = Number(asString(query.pageSize) ?? PAGE.usual);
  if (!Number.isInteger(asked)) throw new Refusal(REFUSED.badArgument, ['pageSize']);
  return membersPage ?? Math.min(PAGE.most, Math.max(PAGE.least, asked));
}

function position(token: string | undefined): number {
  if (!token) return 0;
  const read = parseJson(Buffer.from(token, 'base64url').toString('utf8'));
  const from = isObject(read) ? Number(read.from) : Number.NaN;
  if (!Number.isInteger(from)) throw new Refusal(REFUSED.badArgument, ['continuationToken']);
  return from;
}

function page(call: Call): Answer {
  const all = roster(call);
  const from = position(asString(call.query.continuationToken));
  const to = from + pageSize(call);
  const members = all.slice(from, to).map((person) => memberOut(call.core, person));
  const next = Buffer.from(JSON.stringify({ from: to })).toString('base64url');
  const more = to < all.length ? { continuationToken: next } : {};
  return { status: 200, body: { ...more, members } };
}

function teamOf(call: Call): Team {
  const team = findTeam(call.core, call.params.team ?? '');
  if (!team) throw new Refusal(REFUSED.noConversation);
  if (!team.installed) throw new Refusal(REFUSED.notInRoster);
  return team;
}

function there(team: Team) {
  return team.channels.filter((channel) => !channel.deleted);
}

function details(call: Call): Answer {
  const team = teamOf(call);
  const { id, name, groupId: aadGroupId, members } = team;
  const counts = { channelCount: there(team).length, memberCount: members.length };
  return { status: 200, body: { id, name, aadGroupId, type: 'standard', ...counts } };
}

/** The General channel has no name here, as in Teams: its name depends on the reader's language. */
function channels(call: Call): Answer {
  const team = teamOf(call);
  const conversations = there(team).map(({ id, name }) => ({
    id,
    name: id === team.id ? null : name,
    type: 'standard',
  }));
  return { status: 200, body: { conversations } };
}

const MEMBERS = '/conversations/:conversation/members';
const operation = 'members';

/** Rosters and teams. */
export const MEMBERSHIP: readonly Method[] = [
  {
    verb: 'GET',
    path: MEMBERS,
    operation,
    run: (call) => ({
      status: 200,
      body: roster(call).map((person) => memberOut(call.core, person)),
    }),
  },
  { verb: 'GET', path: `${MEMBERS}/:member`, operation, run: member },
  { verb: 'GET', path: '/conversations/:conversation/pagedmembers', operation, run: page },
  { verb: 'GET', path: '/teams/:team', operation: 'team', run: details },
  { verb: 'GET', path: '/teams/:team/conversations', operation: 'team', run: channels },
];
