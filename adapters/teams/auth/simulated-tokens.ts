import { z } from 'zod';
import type { TokenSource } from './tokens.js';

export interface SimulatedTokensOptions {
  /** Base URL of the simulator. */
  readonly simulatorUrl: string;
  readonly appId: string;
  readonly password: string;
  readonly fetch: typeof fetch;
  /** Real time, ms UTC. */
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
  fetch: send,
}: SimulatedTokensOptions) {
  const base = simulatorUrl.endsWith('/') ? simulatorUrl.slice(0, -1) : simulatorUrl;
  const response = await send(`${base}/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: appId,
      client_secret: password,
      scope: 'https://api.botframework.com/.default',
    }),
    redirect: 'manual',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const body: unknown = await response.json();
  if (response.ok) return grantSchema.parse(body);
  const errorCode = refusalSchema.safeParse(body).data?.error ?? `http_${response.status}`;
  throw Object.assign(new Error('no token'), { errorCode });
}
