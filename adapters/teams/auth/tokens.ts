import pTimeout from 'p-timeout';
import { z } from 'zod';
import { readField, toTransportFailure } from '../../shared/transport.js';

/** A token, or why there is none. `refused`: Microsoft refuses the credentials, so a retry is useless. */
export type TokenResult =
  | { readonly ok: true; readonly token: string }
  | { readonly ok: false; readonly code: string; readonly refused: boolean };

/** Fetches tokens for the Bot Connector. */
export interface Tokens {
  /**
   * Returns a token that is valid for some minutes more. Never throws.
   * @param fresh the last token was refused
   */
  fetchToken(fresh: boolean): Promise<TokenResult>;
}

/** Returns tokens and caches them until shortly before they expire, as Microsoft's library does. */
export interface TokenSource {
  /** @param fresh ignore the cached token */
  getToken(fresh: boolean): Promise<string>;
}

export interface TokensOptions {
  readonly source: TokenSource;
  /** Time-out, ms; Microsoft's library has none. */
  readonly timeoutMs: number;
  /** A time that only runs forward, ms. */
  readonly now: () => number;
}

/** Shortest interval between fresh tokens, ms. Otherwise a bot whose tokens are all refused would ask for one at each call. */
const MIN_REFRESH_INTERVAL_MS = 60_000;

/** Makes one request for all callers that need a token at the same time, and reports failures as codes. */
export function createTokens({ source, timeoutMs, now }: TokensOptions): Tokens {
  let refreshedAt = Number.NEGATIVE_INFINITY;
  const pending = new Map<boolean, Promise<TokenResult>>();
  return {
    fetchToken(isFreshWanted) {
      const fresh = isFreshWanted && now() - refreshedAt >= MIN_REFRESH_INTERVAL_MS;
      // A fresh token on its way is better than the cached one, which may be refused.
      const current = pending.get(true) ?? pending.get(fresh);
      if (current !== undefined) return current;
      if (fresh) refreshedAt = now();
      const result = pTimeout(source.getToken(fresh), { milliseconds: timeoutMs })
        .then(
          (token): TokenResult => ({ ok: true, token }),
          (error: unknown) => toTokenFailure(error),
        )
        .finally(() => pending.delete(fresh));
      pending.set(fresh, result);
      return result;
    },
  };
}

/** Codes for temporary errors of Microsoft Entra itself (learn.microsoft.com, "Microsoft Entra error codes"). */
const TEMPORARY_CODES: ReadonlySet<string> = new Set([
  'AADSTS50196',
  'AADSTS90006',
  'AADSTS90012',
  'AADSTS90024',
  'AADSTS90033',
  'AADSTS90055',
]);

/**
 * Reads an error of a token request. A Microsoft code (`AADSTS…`), or an OAuth error name that means
 * refusal, is a refusal. The error's text may name the app, so it is dropped.
 */
export function toTokenFailure(error: unknown): TokenResult {
  const name = readField(error, 'errorCode');
  const message = [readField(error, 'errorMessage'), readField(error, 'message')].join(' ');
  const code = /AADSTS\d{4,8}/.exec(message)?.[0];
  if (code !== undefined) return { ok: false, code, refused: !TEMPORARY_CODES.has(code) };
  if (name === 'invalid_client' || name === 'unauthorized_client') {
    return { ok: false, code: name, refused: true };
  }
  const transport = toTransportFailure(error).code;
  const isNamed = transport === 'no-answer' && typeof name === 'string' && /^\w{1,60}$/.test(name);
  return { ok: false, code: isNamed ? name : transport, refused: false };
}

export interface SimulatedTokensOptions {
  /** Base URL of the simulator. */
  readonly simulatorUrl: string;
  readonly appId: string;
  readonly password: string;
  /** For whom the tokens are, such as `https://api.botframework.com`. */
  readonly audience: string;
  readonly fetch: typeof fetch;
  /** A time that only runs forward, ms. */
  readonly now: () => number;
}

/** A token is not used in its last five minutes, ms, or in the last tenth of a short lifetime. */
const EXPIRY_MARGIN_MS = 5 * 60_000;

const TIMEOUT_MS = 10_000;

const grantSchema = z.object({
  access_token: z.string().min(1),
  expires_in: z.number().positive(),
});

const refusalSchema = z.object({ error: z.string() });

/**
 * Fetches tokens from a simulator with the OAuth request Microsoft expects (RFC 6749, 4.4).
 * Microsoft's own library refuses plain-HTTP URLs.
 */
export function createSimulatedTokens(options: SimulatedTokensOptions): TokenSource {
  let cached: { readonly token: string; readonly until: number } | undefined;
  return {
    async getToken(fresh) {
      const at = options.now();
      if (!fresh && cached !== undefined && at < cached.until) return cached.token;
      cached = undefined;
      const { access_token, expires_in } = await requestToken(options);
      const lifetimeMs = expires_in * 1000;
      cached = {
        token: access_token,
        until: at + lifetimeMs - Math.min(EXPIRY_MARGIN_MS, lifetimeMs / 10),
      };
      return access_token;
    },
  };
}

async function requestToken({
  simulatorUrl,
  appId,
  password,
  audience,
  fetch: send,
}: SimulatedTokensOptions) {
  const base = simulatorUrl.endsWith('/') ? simulatorUrl.slice(0, -1) : simulatorUrl;
  const response = await send(`${base}/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: appId,
      client_secret: password,
      scope: `${audience}/.default`,
    }),
    redirect: 'manual',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const body: unknown = await response.json();
  if (response.ok) return grantSchema.parse(body);
  const errorCode = refusalSchema.safeParse(body).data?.error ?? `http_${response.status}`;
  throw Object.assign(new Error('no token'), { errorCode });
}
