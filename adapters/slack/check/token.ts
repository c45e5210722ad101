import { z } from 'zod';
import type { Finding } from '../../../src/ports/online-check.js';
import { SLACK_START_TEXT, SLACK_CHECK_TEXT as text } from '../../../src/text/slack-en.js';
import { type Failure, findTokenError, toErrorCode } from '../outbound/errors.js';
import { authTestResponse, findRemedy } from '../outbound/identity.js';
import { findMissingScopes, toLosses } from '../scopes.js';
import { type Ask, type Result, toFailedResult, toResult } from './ask.js';

/** What Slack says of the bot token. */
export interface TokenCheck {
  readonly findings: readonly Finding[];
  /** Null when Slack does not accept the token: nothing else can be asked. */
  readonly workspace: string | null;
}

const names = z.object({ user: z.string().optional(), team: z.string().optional() });

/** Checks the bot token and its scopes. */
export async function checkToken(ask: Ask): Promise<TokenCheck> {
  const where = 'SLACK_BOT_TOKEN';
  const called = await ask('auth.test', {});
  const answer = called?.ok === true ? authTestResponse.safeParse(called.answer).data : undefined;
  if (called === undefined || answer === undefined) {
    const what = called?.ok === false ? toRemedy(called.failure) : SLACK_START_TEXT.strangeAnswer;
    return { findings: [{ verdict: 'wrong', where, what }], workspace: null };
  }
  const { user = answer.user_id, team = answer.team_id } =
    names.safeParse(called.ok ? called.answer : {}).data ?? {};
  const token: Finding = { verdict: 'right', where, what: text.token(user, team) };
  const scopes = checkTokenScopes(answer.response_metadata?.scopes ?? []);
  return {
    findings: [token, ...scopes.map((result) => ({ where, ...result }))],
    workspace: answer.team_id,
  };
}

function toRemedy(failure: Failure, badToken: string = SLACK_START_TEXT.badToken): string {
  return `${findRemedy(failure, badToken)} (${toErrorCode(failure)})`;
}

function checkTokenScopes(scopes: readonly string[]): readonly Result[] {
  if (scopes.length === 0) return [toResult('not-checked', text.unknownScopes)];
  const { required, optional } = findMissingScopes(scopes);
  return [
    required.length === 0
      ? toResult('right', text.scopes)
      : toResult('wrong', text.missingScopes(required.join(', '))),
    ...(optional.length === 0
      ? []
      : [toResult('not-checked', text.missingOptionalScopes(toLosses(optional).join('; ')))]),
  ];
}

/**
 * Checks how Slack reaches Redress: the app-level token of Socket Mode. `ask` uses that token; null in
 * HTTP mode, where Slack cannot be asked.
 */
export async function checkConnection(ask: Ask | null): Promise<Finding> {
  if (ask === null) {
    return {
      where: 'SLACK_SIGNING_SECRET',
      ...toResult('not-checked', text.signingSecret),
    };
  }
  const where = 'SLACK_APP_TOKEN';
  const called = await ask('apps.connections.open', {});
  if (called?.ok === true) return { where, ...toResult('right', text.appToken) };
  if (called === undefined) return { where, ...toFailedResult(called) };
  const { failure } = called;
  const isRefused = findTokenError(failure) !== undefined || failure.kind === 'slack';
  const what = isRefused
    ? `${SLACK_START_TEXT.badAppToken} (${toErrorCode(failure)})`
    : toRemedy(failure, SLACK_START_TEXT.badAppToken);
  return { where, ...toResult('wrong', what) };
}
