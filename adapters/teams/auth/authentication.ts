import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { z } from 'zod';

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
const MAX_HEADER_LENGTH = 16_384;

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
export interface ClaimedRequest {
  readonly authorization: string | readonly string[] | undefined;
  readonly channelId: string;
  readonly serviceUrl: string;
}

export interface Authentication {
  /**
   * Why this request is not one of Microsoft's; undefined when it is. Fails closed.
   * @throws Error when the signing keys cannot be had, so that nobody can tell
   */
  verify(claimed: ClaimedRequest): Promise<VerificationFailure | undefined>;
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
      const token = parseBearerToken(claimed.authorization);
      if (token === undefined) return 'no-token';
      const read = decodeToken(token);
      if (read === undefined) return 'bad-token';
      const why = checkClaims(read, claimed, options.appId);
      if (why !== undefined) return why;
      const { kid } = read.header;
      const key = typeof kid === 'string' ? await options.keys.find(kid) : undefined;
      if (key === undefined) return 'unknown-key';
      if (!key.endorsements.includes(claimed.channelId)) return 'not-endorsed';
      return verifySignature(token, key, options);
    },
  };
}

/** What a token says, not yet believed. */
interface DecodedToken {
  readonly header: Readonly<Record<string, unknown>>;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** What makes the token wrong on its face. */
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

/** Undefined when it is no token with an object for its header and one for its claims. */
function decodeToken(token: string): DecodedToken | undefined {
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

/** A public key by which an activity may be signed. */
export interface SigningKey {
  readonly key: KeyObject;
  /** The channels whose activities it may sign, such as `msteams`. */
  readonly endorsements: readonly string[];
}

/** The keys of whoever signs activities. */
export interface SigningKeys {
  /**
   * The key of this id; undefined when there is none.
   * @throws Error when the keys are not known and cannot be had
   */
  find(id: string): Promise<SigningKey | undefined>;
}

export interface SigningKeysOptions {
  /** Address of the OpenID document that names the address of the keys. */
  readonly openId: string;
  readonly fetch: typeof fetch;
  /** Real time, ms UTC. */
  readonly now: () => number;
}

/** Keys are read again after a day, as Microsoft asks (Bot Connector API, "Authentication"). Ms. */
const REFRESH_AFTER_MS = 24 * 60 * 60_000;
/** While Microsoft does not answer they serve so much longer: a key may be revoked meanwhile. Ms. */
const STALE_FOR_MS = 24 * 60 * 60_000;
/** Microsoft's are of 2048 bits; what is shorter can be broken (NIST SP 800-131A). Bits. */
const MIN_KEY_BITS = 2048;
/** For a key that is not among them, or without any, they are read at most this often, ms: ids can be made up. */
const MIN_READ_INTERVAL_MS = 10_000;
/** An invoke has to be answered within 5 s, and two documents are read. Ms each. */
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
 * Reads the keys when they are first needed and keeps them. The connector library has a cache of
 * its own, but without a time limit, and with it a key that is endorsed for nothing passes for all.
 */
export function createSigningKeys(options: SigningKeysOptions): SigningKeys {
  const { now } = options;
  let known: KeySet = new Map();
  /** When they were read last, or that was tried last; ms UTC. */
  let [readAt, triedAt] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  /** Why that failed; undefined when it did not. */
  let fault: unknown;
  let reading: Promise<void> | undefined;
  const read = async () => {
    triedAt = now();
    try {
      known = await fetchKeySet(options);
      readAt = now();
      fault = undefined;
    } catch (error) {
      fault = error;
    } finally {
      reading = undefined;
    }
  };
  const wasTriedLately = () => now() >= triedAt && now() - triedAt < MIN_READ_INTERVAL_MS;
  return {
    async find(id) {
      const found = known.get(id);
      if (found !== undefined && now() - readAt < REFRESH_AFTER_MS) return found;
      if (reading !== undefined || !wasTriedLately()) {
        reading ??= read();
        await reading;
      }
      if (fault === undefined) return known.get(id);
      // Microsoft does not answer now: a key that was good yesterday serves until it does.
      if (found !== undefined && now() - readAt < REFRESH_AFTER_MS + STALE_FOR_MS) return found;
      throw new Error('the signing keys cannot be had', { cause: fault });
    },
  };
}

async function fetchKeySet({ openId, fetch }: SigningKeysOptions): Promise<KeySet> {
  const { jwks_uri } = openIdSchema.parse(await fetchJson(fetch, openId));
  if (!URL.canParse(jwks_uri) || new URL(jwks_uri).origin !== new URL(openId).origin) {
    throw new TypeError('the OpenID document names keys at another origin');
  }
  const { keys } = keySetSchema.parse(await fetchJson(fetch, jwks_uri));
  const usable = keys.flatMap(toSigningKeys);
  if (usable.length === 0) throw new TypeError('none of the signing keys can be used');
  return new Map(usable);
}

/** A key with its id; none where it cannot be used, for the others may. */
function toSigningKeys(found: unknown): readonly (readonly [string, SigningKey])[] {
  const read = jwkSchema.safeParse(found).data;
  if (read === undefined) return [];
  const { kid, endorsements = [], ...jwk } = read;
  const key = toPublicKey(jwk);
  const bits = key?.asymmetricKeyDetails?.modulusLength ?? 0;
  return key === undefined || bits < MIN_KEY_BITS ? [] : [[kid, { key, endorsements }]];
}

function toPublicKey(jwk: JsonWebKey): KeyObject | undefined {
  try {
    return createPublicKey({ key: jwk, format: 'jwk' });
  } catch {
    return undefined; // damaged: whoever signs with it is not believed
  }
}

async function fetchJson(send: typeof fetch, url: string): Promise<unknown> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const response = await send(url, { redirect: 'error', signal });
  if (!response.ok) {
    await response.body?.cancel();
    throw new TypeError(`the signing keys were answered with status ${response.status}`);
  }
  return response.json();
}
