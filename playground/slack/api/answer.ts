import type { JsonObject } from '../../json.js';
import { Refusal } from '../refusal.js';
import { type ApiParts, Args, type Method } from './call.js';
import { CHAT, RateLimited } from './chat.js';
import { CONVERSATIONS } from './conversations.js';
import { DIRECTORY } from './directory.js';
import { ALL_SCOPES, checkScope, MissingScope } from './scopes.js';
import { VIEWS } from './views.js';

/** Every Web API method this workspace has. */
export const METHODS: Readonly<Record<string, Method>> = {
  ...CHAT,
  ...CONVERSATIONS,
  ...DIRECTORY,
  ...VIEWS,
};

/** An HTTP answer: Slack says `ok: false` with status 200, and uses others only where given. */
export interface ApiAnswer {
  status: number;
  headers: Record<string, string>;
  body: JsonObject;
}

/** The tokens that are good here. */
export interface Tokens {
  botToken: string;
  appToken?: string | undefined;
  /** The bot token's scopes; all when missing. */
  scopes?: readonly string[] | undefined;
}

function checkToken(method: string, token: string | undefined, tokens: Tokens): void {
  if (method === 'api.test') return;
  if (!token) throw new Refusal('not_authed');
  const isApp = tokens.appToken !== undefined && token === tokens.appToken;
  if (!isApp && token !== tokens.botToken) throw new Refusal('invalid_auth');
  if (isApp !== (method === 'apps.connections.open')) throw new Refusal('not_allowed_token_type');
}

/** `{ok: false}` with the error's name and, where there are any, the reasons. */
export function refusalAnswer(refusal: Refusal): ApiAnswer {
  const reasons = [...refusal.reasons];
  const body: JsonObject = { ok: false, error: refusal.code };
  if (refusal instanceof MissingScope) {
    body.needed = refusal.needed;
    body.provided = refusal.provided;
  }
  if (reasons.length > 0) {
    if (refusal.code === 'invalid_blocks') body.errors = reasons;
    body.response_metadata = { messages: reasons.map((reason) => `[ERROR] ${reason}`) };
  }
  if (!(refusal instanceof RateLimited)) return { status: 200, headers: {}, body };
  return { status: 429, headers: { 'retry-after': String(refusal.retryAfter) }, body };
}

/** Carries out one Web API call. */
export function answerCall(
  method: string,
  raw: JsonObject,
  token: string | undefined,
  parts: ApiParts,
  tokens: Tokens,
): ApiAnswer {
  const { scopes = ALL_SCOPES } = tokens;
  try {
    checkToken(method, token, tokens);
    const run = Object.hasOwn(METHODS, method) ? METHODS[method] : undefined;
    if (!run) throw new Refusal('unknown_method');
    const args = new Args(raw);
    if (token !== tokens.appToken) checkScope(parts.core, method, args, scopes);
    const result = run({ ...parts, args });
    const headers = { 'x-oauth-scopes': scopes.join(',') };
    return { status: 200, headers, body: { ok: true, ...result } };
  } catch (error) {
    if (error instanceof Refusal) return refusalAnswer(error);
    throw error;
  }
}
