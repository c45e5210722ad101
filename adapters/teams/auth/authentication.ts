import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { z } from 'zod';

/**
 * The issuer of the tokens that come with activities, and the OpenID document with its keys
 * (learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication,
 * "Connector to Bot").
 */
export const ISSUER = 'https://api.botframework.com';
export const OPENID_DOCUMENT = 'https://login.botframework.com/v1/.well-known/openidconfiguration';

/** The only algorithm in the OpenID document. */
const ALGORITHM = 'RS256';
/** Allowed difference of clocks, seconds ("industry-standard clock-skew is 5 minutes", same page). */
const SKEW_S = 5 * 60;
/** Longer than any token of Microsoft, characters. */
const MAX_HEADER_LENGTH = 16_384;

/** Why a request could not be authenticated; for our logs, never for the sender. */
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

/** The unverified parts of a request that must match its token. */
export interface ClaimedRequest {
  readonly authorization: string | readonly string[] | undefined;
  readonly channelId: string;
  readonly serviceUrl: string;
}

/** Authenticates requests. */
export interface Authentication {
  /**
   * Why the request is not from Microsoft; undefined when it is. Fails closed.
   * @throws Error when the signing keys are unavailable, so that nothing can be verified
   */
  verify(request: ClaimedRequest): Promise<VerificationFailure | undefined>;
}

export interface AuthenticationOptions {
  readonly appId: string;
  readonly keys: SigningKeys;
  /** Real time, ms UTC. */
  readonly now: () => number;
}

/**
 * Checks that the token of a request was issued by the Bot Connector for this bot and this service
 * URL, is valid now, and is signed by a key endorsed for this channel. No setting disables the check.
 * Tokens of the emulator, of other bots and of this bot, which botframework also accepts, are refused,
 * because only Teams calls this endpoint. Claims are checked before a key is looked up.
 */
export function createAuthentication(options: AuthenticationOptions): Authentication {
  return {
    async verify(request) {
      const token = parseBearerToken(request.authorization);
      if (token === undefined) return 'no-token';
      const decoded = decodeToken(token);
      if (decoded === undefined) return 'bad-token';
      const failure = checkClaims(decoded, request, options.appId);
      if (failure !== undefined) return failure;
      const { kid } = decoded.header;
      const key = typeof kid === 'string' ? await options.keys.find(kid) : undefined;
      if (key === undefined) return 'unknown-key';
      if (!key.endorsements.includes(request.channelId)) return 'not-endorsed';
      return verifySignature(token, key, options);
    },
  };
}

const tokenSchema = z.object({ header: z.looseObject({}), payload: z.looseObject({}) });

/** The unverified content of a token. */
type DecodedToken = Readonly<z.infer<typeof tokenSchema>>;

/** Checks everything that needs no key. */
function checkClaims(
  { header, payload }: DecodedToken,
  { serviceUrl }: ClaimedRequest,
  appId: string,
): VerificationFailure | undefined {
  if (header.alg !== ALGORITHM) return 'bad-algorithm';
  if (payload.iss !== ISSUER) return 'bad-issuer';
  if (payload.aud !== appId) return 'bad-audience';
  if (typeof payload.exp !== 'number') return 'outside-time';
  return payload.serviceurl === serviceUrl ? undefined : 'other-service-url';
}

/** Undefined unless the token's header and claims are objects. */
function decodeToken(token: string): DecodedToken | undefined {
  try {
    return tokenSchema.safeParse(jwt.decode(token, { complete: true })).data;
  } catch {
    return undefined; // jsonwebtoken throws for some malformed tokens
  }
}

/** The signature covers the same text that was decoded before, so it proves the claims. */
function verifySignature(
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

function parseBearerToken(authorization: ClaimedRequest['authorization']): string | undefined {
  if (typeof authorization !== 'string' || authorization.length > MAX_HEADER_LENGTH)
    return undefined;
  return /^Bearer ([\w-]+\.[\w-]+\.[\w-]*)$/i.exec(authorization)?.[1];
}

/** A public key that verifies activities. */
export interface SigningKey {
  readonly key: KeyObject;
  /** The channels the key may sign for, such as `msteams`. */
  readonly endorsements: readonly string[];
}

/** The issuer's public keys. */
export interface SigningKeys {
  /**
   * Finds a key by its id; undefined when there is none.
   * @throws Error when the keys are unavailable
   */
  find(id: string): Promise<SigningKey | undefined>;
}

export interface SigningKeysOptions {
  /** URL of the OpenID document, which contains the URL of the keys. */
  readonly openId: string;
  readonly fetch: typeof fetch;
  /** Real time, ms UTC. */
  readonly now: () => number;
}

/** Keys are fetched again after a day, as Microsoft requires (Bot Connector API, "Authentication"). Ms. */
const REFRESH_AFTER_MS = 24 * 60 * 60_000;
/** How much longer old keys are used while Microsoft does not answer, ms. Not longer, because a key may have been revoked. */
const STALE_FOR_MS = 24 * 60 * 60_000;
/** Microsoft's keys have 2048 bits; shorter ones can be broken (NIST SP 800-131A). */
const MIN_KEY_BITS = 2048;
/** Shortest interval of fetches for an unknown key id, ms. A forged request can name any id. */
const MIN_FETCH_INTERVAL_MS = 10_000;
/** Time-out of each of the two fetches, ms. An invoke must be answered within 5 s. */
const TIMEOUT_MS = 1500;

const openIdSchema = z.object({ jwks_uri: z.string() });

const keySetSchema = z.object({ keys: z.array(z.unknown()) });

const jwkSchema = z.looseObject({
  kty: z.literal('RSA'),
  kid: z.string(),
  endorsements: z.array(z.string()).optional(),
});

type KeySet = ReadonlyMap<string, SigningKey>;

/**
 * Fetches the keys at first use and caches them. botframework-connector has its own cache, but without
 * a time-out, and it accepts a key without endorsements for every channel.
 */
export function createSigningKeys(options: SigningKeysOptions): SigningKeys {
  const { now } = options;
  let keys: KeySet = new Map();
  /** Times of the last successful fetch and of the last attempt, ms UTC. */
  let [fetchedAt, triedAt] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  /** The error of the last attempt; undefined after a success. */
  let fault: unknown;
  let fetching: Promise<void> | undefined;
  const refresh = async () => {
    triedAt = now();
    try {
      keys = await fetchKeySet(options);
      fetchedAt = now();
      fault = undefined;
    } catch (error) {
      fault = error;
    } finally {
      fetching = undefined;
    }
  };
  const wasJustTried = () => now() >= triedAt && now() - triedAt < MIN_FETCH_INTERVAL_MS;
  return {
    async find(id) {
      const found = keys.get(id);
      if (found !== undefined && now() - fetchedAt < REFRESH_AFTER_MS) return found;
      if (fetching !== undefined || !wasJustTried()) {
        fetching ??= refresh();
        await fetching;
      }
      if (fault === undefined) return keys.get(id);
      // While Microsoft does not answer, yesterday's key is still used.
      if (found !== undefined && now() - fetchedAt < REFRESH_AFTER_MS + STALE_FOR_MS) return found;
      throw new Error('signing keys unavailable', { cause: fault });
    },
  };
}

async function fetchKeySet({ openId, fetch }: SigningKeysOptions): Promise<KeySet> {
  const { jwks_uri } = openIdSchema.parse(await fetchJson(fetch, openId));
  if (!URL.canParse(jwks_uri) || new URL(jwks_uri).origin !== new URL(openId).origin) {
    throw new TypeError('the OpenID document refers to keys at another origin');
  }
  const { keys } = keySetSchema.parse(await fetchJson(fetch, jwks_uri));
  const usable = keys.flatMap(toSigningKeys);
  if (usable.length === 0) throw new TypeError('no usable signing key found');
  return new Map(usable);
}

/** Returns the key with its id, or nothing for an unusable key, because the others may be usable. */
function toSigningKeys(value: unknown): readonly (readonly [string, SigningKey])[] {
  const parsed = jwkSchema.safeParse(value).data;
  if (parsed === undefined) return [];
  const { kid, endorsements = [], ...jwk } = parsed;
  const key = toPublicKey(jwk);
  const bits = key?.asymmetricKeyDetails?.modulusLength ?? 0;
  return key === undefined || bits < MIN_KEY_BITS ? [] : [[kid, { key, endorsements }]];
}

function toPublicKey(jwk: JsonWebKey): KeyObject | undefined {
  try {
    return createPublicKey({ key: jwk, format: 'jwk' });
  } catch {
    return undefined; // a malformed key verifies nothing
  }
}

async function fetchJson(sendRequest: typeof fetch, url: string): Promise<unknown> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const response = await sendRequest(url, { redirect: 'error', signal });
  if (!response.ok) {
    await response.body?.cancel();
    throw new TypeError(`signing keys not fetched, status ${response.status}`);
  }
  return response.json();
}
