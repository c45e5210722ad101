import type { CheckedPerson } from '../../../src/ports/online-check.js';
import { TEAMS_CHECK_TEXT as text } from '../../../src/text/teams-en.js';
import type { Asker, Refusal } from '../../shared/asker.js';
import type { OpenedChat } from '../outbound/connector.js';
import { indexByEmail } from '../outbound/roster.js';
import { parsePlace, type Rosters, toRosterId } from './places.js';
import { type CheckContext, NOT_ASKED, type Result, toResult } from './result.js';

/**
 * Checks that a person's account is in the teams whose members they are, and that Redress can write to
 * them: it opens their chat, and posts nothing. Undefined when Teams knows nothing about them.
 */
export async function checkPerson(
  context: CheckContext,
  asker: Asker,
  person: CheckedPerson,
  rosters: Rosters,
): Promise<Result | undefined> {
  const { ids, email } = person;
  if (ids.teams === null && email === null) return undefined;
  const found = email === null ? [] : findByEmail(rosters, email);
  if (ids.teams !== null) {
    const other = found.find((id) => id !== ids.teams);
    if (other !== undefined) return toResult('wrong', text.otherEmail(ids.teams, other));
    return checkAccount(context, asker, person, ids.teams, rosters);
  }
  const [id, ...more] = found;
  if (more.length > 0) return toResult('wrong', text.severalWithEmail);
  if (id !== undefined) return checkAccount(context, asker, person, id, rosters);
  const isComplete = [...rosters.values()].every(({ state }) => state.kind === 'read');
  return isComplete
    ? toResult('absent', text.noEmail)
    : toResult('not-checked', text.emailNotAsked);
}

function findByEmail(rosters: Rosters, email: string): readonly string[] {
  const address = email.trim().toLowerCase();
  const ids = [...rosters.values()].flatMap(({ members }) => [
    ...(indexByEmail(members).get(address) ?? []),
  ]);
  return [...new Set(ids)];
}

async function checkAccount(
  { connector, serviceUrlLookup }: CheckContext,
  asker: Asker,
  { memberOf }: CheckedPerson,
  id: string,
  rosters: Rosters,
): Promise<Result> {
  const isMissing = memberOf.some((place) => {
    const parsed = parsePlace(place);
    const roster = parsed && rosters.get(toRosterId(parsed));
    return roster?.state.kind === 'read' && !roster.members.has(id);
  });
  const serviceUrl = await serviceUrlLookup.findForPerson(undefined);
  const opened = await asker.ask(() => connector.openChat(serviceUrl, id), toRefusal);
  if (opened === undefined) return NOT_ASKED;
  if (opened.kind === 'closed') return toClosedResult(id, opened);
  return isMissing ? toResult('wrong', text.notMember(id)) : toResult('right', text.person(id));
}

function toRefusal(opened: OpenedChat): Refusal {
  if (opened.kind === 'open' || opened.outcome.kind === 'refused') return { kind: 'answer' };
  const ms = opened.outcome.kind === 'retry' ? opened.outcome.retryAfterMs : null;
  return ms === null ? { kind: 'unanswered' } : { kind: 'slow-down', ms };
}

function toClosedResult(id: string, { outcome }: Extract<OpenedChat, { kind: 'closed' }>): Result {
  if (outcome.kind !== 'refused') return toResult('wrong', text.noAnswer(outcome.detail));
  if (outcome.reason === 'person-gone') return toResult('wrong', text.noPerson(id));
  if (outcome.reason === 'person-unreachable') return toResult('wrong', text.cannotWrite(id));
  return toResult('wrong', text.refused(outcome.detail));
}
