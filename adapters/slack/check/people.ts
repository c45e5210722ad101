import type { CheckedPerson } from '../../../src/ports/online-check.js';
import { SLACK_CHECK_TEXT as text } from '../../../src/text/slack-en.js';
import type { CallResult } from '../outbound/client.js';
import { findNonColleagueReason, type SlackUser, userResponse } from '../outbound/profiles.js';
import { type Ask, findErrorName, type Result, toFailedResult, toResult } from './ask.js';

/**
 * Checks that a person's account is there and used, by their id, else by their e-mail address; and with
 * both, that they are of one account. Undefined when Slack knows neither about them.
 * @param workspace the workspace's `T…` id
 */
export async function checkPerson(
  ask: Ask,
  { email, ids }: Pick<CheckedPerson, 'email' | 'ids'>,
  workspace: string,
): Promise<Result | undefined> {
  const id = ids.slack;
  if (id === null) return email === null ? undefined : checkByEmail(ask, email, workspace);
  const called = await ask('users.info', { user: id });
  if (findErrorName(called) === 'user_not_found') return toResult('wrong', text.noPerson(id));
  const user = parseUser(called);
  if (user === undefined) return toFailedResult(called);
  const other = email === null ? undefined : await findOther(ask, email, id);
  if (user.deleted === true) {
    return toResult('wrong', other ? text.madeAnew(id, other) : text.deactivated(id));
  }
  if (user.is_bot === true) return toResult('wrong', text.isBot(id));
  if (other !== undefined) return toResult('wrong', text.otherEmail(id, other));
  return toResult('right', text.person(id));
}

/** The id of another account that has the address; undefined when there is none. */
async function findOther(ask: Ask, email: string, id: string): Promise<string | undefined> {
  const user = parseUser(await ask('users.lookupByEmail', { email }));
  return user === undefined || user.id === id ? undefined : user.id;
}

async function checkByEmail(ask: Ask, email: string, workspace: string): Promise<Result> {
  const called = await ask('users.lookupByEmail', { email });
  if (findErrorName(called) === 'users_not_found') return toResult('absent', text.noEmail);
  const user = parseUser(called);
  if (user === undefined) return toFailedResult(called);
  const reason = findNonColleagueReason(user, workspace);
  if (reason !== undefined) return toResult('wrong', text.notColleague(user.id, reason));
  return toResult('right', text.person(user.id));
}

function parseUser(called: CallResult | undefined): SlackUser | undefined {
  return called?.ok === true ? userResponse.safeParse(called.answer).data?.user : undefined;
}
