import { z } from 'zod';
import { RedressError } from '../../../src/errors.js';
import type { Logger } from '../../../src/ports/logger.js';
import { SLACK_START_TEXT } from '../../../src/text/slack-en.js';
import { findMissingScopes, requiredScopes, toLosses } from '../scopes.js';
import type { Call } from './client.js';
import { type Failure, findTokenError, toErrorCode } from './errors.js';

/** Who the bot is, and in which workspace. */
export interface BotIdentity {
  /** `T…` */
  readonly workspace: string;
  /** The bot's user id, `U…`. */
  readonly userId: string;
  /** `B…`; null if a simulator has none. */
  readonly botId: string | null;
  /** The workspace's URL, with a slash at its end; null if a simulator has none. */
  readonly url: string | null;
}

/** The answer of `auth.test`, with the scopes of the token from the header `x-oauth-scopes`. */
export const authTestResponse = z.object({
  team_id: z.string().min(1),
  user_id: z.string().min(1),
  bot_id: z.string().min(1).optional(),
  url: z
    .url({ protocol: /^https?$/ })
    .optional()
    .catch(undefined),
  response_metadata: z.looseObject({ scopes: z.array(z.string()).optional() }).optional(),
});

/**
 * Asks Slack who the bot is, and which scopes the token has (header `x-oauth-scopes`, if Slack lists
 * them): without a required one the start fails, without another a warning says what does not work.
 * @throws RedressError SLACK_START with the remedy
 */
export async function identifyBot(call: Call, logger: Logger): Promise<BotIdentity> {
  const called = await call('auth.test', {});
  if (!called.ok) throw toStartError(called.failure, SLACK_START_TEXT.badToken);
  const answer = authTestResponse.safeParse(called.answer);
  if (!answer.success) {
    throw new RedressError('SLACK_START', SLACK_START_TEXT.strangeAnswer, { cause: answer.error });
  }
  const { team_id, user_id, bot_id, url, response_metadata } = answer.data;
  checkScopes(response_metadata?.scopes ?? [], logger);
  return { workspace: team_id, userId: user_id, botId: bot_id ?? null, url: url ?? null };
}

/** Does nothing if Slack does not list the scopes: each call says what it lacks. */
function checkScopes(scopes: readonly string[], logger: Logger): void {
  if (scopes.length === 0) return;
  const { required, optional } = findMissingScopes(scopes);
  if (required.length > 0) {
    const missing = required.join(', ');
    throw new RedressError('SLACK_START', SLACK_START_TEXT.missingScopes + missing);
  }
  if (optional.length === 0) return;
  const { installAgain: remedy } = SLACK_START_TEXT;
  const fields = { scopes: optional, without: toLosses(optional), remedy };
  logger.warn(fields, 'Slack bot token lacks scopes, a part of Redress does not work');
}

/** The error of a start that Slack refused, with the remedy. `badToken` is the remedy for a refused token. */
export function toStartError(failure: Failure, badToken: string): RedressError {
  return new RedressError(
    'SLACK_START',
    `${findRemedy(failure, badToken)} (${toErrorCode(failure)})`,
  );
}

/** What to do after a failed call at the start. `badToken` is the remedy for a refused token. */
export function findRemedy(failure: Failure, badToken: string): string {
  const refused = findTokenError(failure);
  if (refused === 'token_revoked' || refused === 'account_inactive') {
    return SLACK_START_TEXT.goneToken;
  }
  if (refused !== undefined) return badToken;
  if (failure.kind === 'lost' || failure.kind === 'unsent' || failure.kind === 'http') {
    return SLACK_START_TEXT.noAnswer;
  }
  if (failure.kind === 'slack' && failure.name === 'missing_scope') {
    return SLACK_START_TEXT.missingScopes + requiredScopes().join(', ');
  }
  if (failure.kind === 'slack' && failure.name === 'not_allowed_token_type') return badToken;
  return SLACK_START_TEXT.refused + toErrorCode(failure);
}
