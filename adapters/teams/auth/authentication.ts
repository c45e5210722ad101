import jwt from 'jsonwebtoken';
import type { SigningKey, SigningKeys } from './signing-keys.js';

/**
 * What signs activities for bots, and where its keys are (learn.microsoft.com/azure/bot-service/
 * rest-api/bot-framework-rest-connector-authentication, "Connector to Bot").
 */
export const ISSUER = 'https://api.botframework.com';
export const OPENID_DOCUMENT = 'https://login.botframework.com/v1/.well-known/openidconfiguration';

/** The one algorithm the OpenID document names. */
const ALGORITHM = 'RS256';
/** Clocks may differ by so much, seconds ("industry-standard clock-skew is 5 minutes", there). */
const SKEW_S = 5 * 60;
/** Longer than any token Microsoft sends; characters. */
const LONGEST = 16_384;

/** Why a request is not believed; for our logs, never for the sender. */
export type VerificationFailure =
  | 'no-token'
  | 'bad-token'
  | 'bad-algorithm'
  | 'bad-issuer'
  | 'bad-audience'
  | 'unknown-key'
  | 'not-endorsed'
  | 'bad-signature'
  | 'outside-time'
  | 'other-service-url';

/** What a request says of itself, to be held against its token. */
export interface RequestClaims {
  readonly authorization: string | readonly string[] | undefined;
  readonly channelId: string;
  readonly serviceUrl: string;
}

export interface Authentication {
  /**
   * Why this request is not one of Microsoft's; undefined when it is. Fails closed.
   * @throws Error when the signing keys cannot be had, so that nobody can tell
   */
  verify(claimed: RequestClaims): Promise<VerificationFailure | undefined>;
}

export interface AuthenticationOptions {
  readonly appId: string;
  readonly keys: SigningKeys;
  /** Real time, ms UTC. */
  readonly now: () => number;
}

/**
 * Checks that the token of a request was issued by the Bot Connector for this bot, is valid now, is
 * signed by a key that may sign for this channel, and was issued for this service URL. Nothing
 * waives it. Tokens of the emulator, of other bots and our own, which the library also takes, are
 * refused: nothing but Teams calls us. What is wrong on its face is refused before a key is looked up.
 */
export function createAuthentication(options: AuthenticationOptions): Authentication {
  return {
    async verify(claimed) {
      const token = tokenOf(claimed.authorization);
      if (token === undefined) return 'no-token';
      const read = readable(token);
      if (read === undefined) return 'bad-token';
      const why = contradiction(read, claimed, options.appId);
      if (why !== undefined) return why;
      const { kid } = read.header;
      const key = typeof kid === 'string' ? await options.keys.find(kid) : undefined;
      if (key === undefined) return 'unknown-key';
      if (!key.endorsements.includes(claimed.channelId)) return 'not-endorsed';
      return verified(token, key, options);
    },
  };
}

/** What a token says, not yet believed. */
interface Read {
  readonly header: Readonly<Record<string, unknown>>;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** What makes the token wrong on its face. */
function contradiction(
  { header, payload }: Read,
  { serviceUrl }: RequestClaims,
  appId: string,
): VerificationFailure | undefined {
  if (header.alg !== ALGORITHM) return 'bad-algorithm';
  if (payload.iss !== ISSUER) return 'bad-issuer';
  if (payload.aud !== appId) return 'bad-audience';
  if (typeof payload.exp !== 'number') return 'outside-time';
  return payload.serviceurl === serviceUrl ? undefined : 'other-service-url';
}

/** Undefined when it is no token with an object for its header and one for its claims. */
function readable(token: string): Read | undefined {
  const { header, payload } = decoded(token) ?? {};
  return isObject(header) && isObject(payload) ? { header, payload } : undefined;
}

function decoded(token: string): { readonly header: unknown; readonly payload: unknown } | null {
  try {
    return jwt.decode(token, { complete: true });
  } catch {
    return null; // whatever is wrong with it, it is no token
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The signature vouches for all that was read before, since it is over the same text. */
function verified(
  token: string,
  { key }: SigningKey,
  { appId, now }: AuthenticationOptions,
): VerificationFailure | undefined {
  try {
    jwt.verify(token, key, {
      algorithms: [ALGORITHM],
      issuer: ISSUER,
      audience: appId,
      clockTolerance: SKEW_S,
      clockTimestamp: Math.floor(now() / 1000),
    });
    return undefined;
  } catch (error) {
    if (error instanceof jwt.TokenExpiredError) return 'outside-time';
    if (error instanceof jwt.NotBeforeError) return 'outside-time';
    if (error instanceof jwt.JsonWebTokenError) return 'bad-signature';
    throw error;
  }
}

function tokenOf(authorization: RequestClaims['authorization']): string | undefined {
  if (typeof authorization !== 'string' || authorization.length > LONGEST) return undefined;
  return /^Bearer ([\w-]+\.[\w-]+\.[\w-]*)$/i.exec(authorization)?.[1];
}
