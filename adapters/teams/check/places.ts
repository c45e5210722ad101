import { z } from 'zod';
import type { Place } from '../../../src/domain/organisation/place.js';
import type { Finding, OnlineSubjects } from '../../../src/ports/online-check.js';
import { TEAMS_CHECK_TEXT as text } from '../../../src/text/teams-en.js';
import type { Asker, Refusal } from '../../shared/asker.js';
import { parseTeamsPlace, type TeamsPlace } from '../addresses.js';
import { toSendOutcome } from '../outbound/errors.js';
import { fetchTeamMembers, type Member, type RosterFault } from '../outbound/roster.js';
import { type CheckContext, NOT_ASKED, type Result, toFailedResult, toResult } from './result.js';

/** The members of the teams of the configured places, by {@link toRosterId}. */
export type Rosters = ReadonlyMap<string, TeamRoster>;

/** A team's members by their ids. */
export interface TeamRoster {
  readonly members: ReadonlyMap<string, Member>;
  /**
   * - `read`: these are all members
   * - `failed`: some or all are missing
   * - `not-asked`: Teams had stopped answering before
   */
  readonly state:
    | { readonly kind: 'read' }
    | { readonly kind: 'failed'; readonly fault: RosterFault }
    | { readonly kind: 'not-asked' };
}

/** The conversation with the roster of a place's team: the team's, or the channel's if only the group is known. */
export function toRosterId({ team, channel }: TeamsPlace): string {
  return team.startsWith('19:') ? team : channel;
}

/** The places in Teams, with where they stand in the configuration. */
export function toTeamsPlaces({ places }: Pick<OnlineSubjects, 'places'>) {
  return places.flatMap(({ where, place }) => {
    const parsed = parsePlace(place);
    return parsed === undefined ? [] : [{ where, place: parsed }];
  });
}

/** A place in Teams; undefined for one of another platform. */
export function parsePlace(place: Place): TeamsPlace | undefined {
  return place.platform === 'teams' ? parseTeamsPlace(place) : undefined;
}

/** Reads the members of each team once, until Teams stops answering. */
export async function fetchRosters(
  context: CheckContext,
  asker: Asker,
  places: readonly TeamsPlace[],
): Promise<Rosters> {
  const rosters = new Map<string, TeamRoster>();
  for (const place of places) {
    const id = toRosterId(place);
    if (rosters.has(id)) continue;
    const serviceUrl = await context.serviceUrlLookup.findForPlace(place);
    const members = new Map<string, Member>();
    const asked = await asker.ask(
      async () => ({ fault: await fetchTeamMembers(context, { id, serviceUrl }, members) }),
      ({ fault }) => toRefusal(fault),
    );
    rosters.set(id, { members, state: toState(asked) });
  }
  return rosters;
}

function toState(
  asked: { readonly fault: RosterFault | undefined } | undefined,
): TeamRoster['state'] {
  if (asked === undefined) return { kind: 'not-asked' };
  const { fault } = asked;
  return fault === undefined ? { kind: 'read' } : { kind: 'failed', fault };
}

/** A roster was asked for some times before it counts as unanswered. */
function toRefusal(fault: RosterFault | undefined): Refusal {
  if (fault === undefined) return { kind: 'answer' };
  const outcome = fault.failure && toSendOutcome(fault.failure, 'channel', 'posts-nothing');
  return { kind: outcome?.kind === 'refused' ? 'answer' : 'unanswered' };
}

/** Checks that the app is in the team of each place, and that the team has the channel. */
export async function checkPlaces(
  context: CheckContext,
  places: ReturnType<typeof toTeamsPlaces>,
  rosters: Rosters,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const { where, place } of places) {
    findings.push({ where, ...(await checkPlace(context, place, rosters)) });
  }
  return findings;
}

const channelsResponse = z.object({ conversations: z.array(z.object({ id: z.string() })) });

async function checkPlace(
  { connector, serviceUrlLookup }: CheckContext,
  place: TeamsPlace,
  rosters: Rosters,
): Promise<Result> {
  const roster = rosters.get(toRosterId(place));
  if (roster === undefined || roster.state.kind === 'not-asked') return NOT_ASKED;
  if (roster.state.kind === 'failed') {
    const { failure, code } = roster.state.fault;
    return failure === null ? toResult('wrong', text.noAnswer(code)) : toFailedResult(failure);
  }
  const right = toResult('right', text.place(roster.members.size));
  // The roster of the channel itself was read: it is there.
  if (toRosterId(place) === place.channel) return right;
  const serviceUrl = await serviceUrlLookup.findForPlace(place);
  const called = await connector.fetchChannels(serviceUrl, place.team);
  if (!called.ok) return toFailedResult(called.failure);
  const answer = channelsResponse.safeParse(called.answer).data;
  if (answer === undefined) return toResult('wrong', text.noAnswer('strange answer'));
  const isThere = answer.conversations.some(({ id }) => id === place.channel);
  return isThere ? right : toResult('wrong', text.noChannel);
}
