import { z } from 'zod';
import { RedressError } from '../../../src/errors.js';
import { SLACK_START_TEXT } from '../../../src/text/slack-en.js';
import { requiredScopes } from '../app-definition.js';
import type { Call } from './client.js';
import { type Failure, findTokenError, toErrorCode } from './errors.js';

/** Who the bot is and where. */
export interface BotIdentity {
  /** `T…` */
  readonly workspace: string;
  /** The user the bot appears as, `U…`. */
  readonly userId: string;
  /** `B…`; null for a simulator that has none. */
  readonly botId: string | null;
  /** The workspace's address, with a slash at its end; null for a simulator that says none. */
  readonly url: string | null;
}

const authTest = z.object({
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
 * Asks Slack who the bot is and whether its token has the scopes the code needs, where Slack says
 * so (header `x-oauth-scopes`).
 * @throws RedressError SLACK_START with what to do about it
 */
export async function identifyBot(call: Call): Promise<BotIdentity> {
  const called = await call('auth.test', {});
  if (!called.ok) throw toStartError(called.failure, SLACK_START_TEXT.badToken);
  const answer = authTest.safeParse(called.answer);
  if (!answer.success) {
    throw new RedressError('SLACK_START', SLACK_START_TEXT.strangeAnswer, { cause: answer.error });
  }
  const { team_id, user_id, bot_id, url, response_metadata } = answer.data;
  refuseMissing(response_metadata?.scopes);
  return { workspace: team_id, userId: user_id, botId: bot_id ?? null, url: url ?? null };
}

function refuseMissing(scopes: readonly string[] | undefined): void {
  if (scopes === undefined || scopes.length === 0) return;
  const missing = requiredScopes().filter((scope) => !scopes.includes(scope));
  if (missing.length === 0) return;
  throw new RedressError('SLACK_START', `${SLACK_START_TEXT.missingScopes}${missing.join(', ')}`);
}

/** The fault of a start that Slack refused, with the remedy. `badToken` says which token was used. */
export function toStartError(failure: Failure, badToken: string): RedressError {
  return new RedressError('SLACK_START', `${remedy(failure, badToken)} (${toErrorCode(failure)})`);
}

function remedy(failure: Failure, badToken: string): string {
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
