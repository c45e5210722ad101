import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { z } from 'zod';

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
const FRESH_MS = 24 * 60 * 60_000;
/** While Microsoft does not answer they serve so much longer: a key may be revoked meanwhile. Ms. */
const STALE_MS = 24 * 60 * 60_000;
/** Microsoft's are of 2048 bits; what is shorter can be broken (NIST SP 800-131A). Bits. */
const SHORTEST = 2048;
/** For a key that is not among them, or without any, they are read at most this often, ms: ids can be made up. */
const AGAIN_MS = 10_000;
/** An invoke has to be answered within 5 s, and two documents are read. Ms each. */
const TIMEOUT_MS = 1500;

const document = z.object({ jwks_uri: z.string() });

const keySet = z.object({ keys: z.array(z.unknown()) });

const listed = z.looseObject({
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
      known = await readKeys(options);
      readAt = now();
      fault = undefined;
    } catch (error) {
      fault = error;
    } finally {
      reading = undefined;
    }
  };
  const wasTriedLately = () => now() >= triedAt && now() - triedAt < AGAIN_MS;
  return {
    async find(id) {
      const found = known.get(id);
      if (found !== undefined && now() - readAt < FRESH_MS) return found;
      if (reading !== undefined || !wasTriedLately()) {
        reading ??= read();
        await reading;
      }
      if (fault === undefined) return known.get(id);
      // Microsoft does not answer now: a key that was good yesterday serves until it does.
      if (found !== undefined && now() - readAt < FRESH_MS + STALE_MS) return found;
      throw new Error('the signing keys cannot be had', { cause: fault });
    },
  };
}

async function readKeys({ openId, fetch }: SigningKeysOptions): Promise<KeySet> {
  const { jwks_uri } = document.parse(await readJson(fetch, openId));
  if (!URL.canParse(jwks_uri) || new URL(jwks_uri).origin !== new URL(openId).origin) {
    throw new TypeError('the OpenID document names keys at another origin');
  }
  const { keys } = keySet.parse(await readJson(fetch, jwks_uri));
  const usable = keys.flatMap(usableKey);
  if (usable.length === 0) throw new TypeError('none of the signing keys can be used');
  return new Map(usable);
}

/** A key with its id; none where it cannot be used, for the others may. */
function usableKey(found: unknown): readonly (readonly [string, SigningKey])[] {
  const read = listed.safeParse(found).data;
  if (read === undefined) return [];
  const { kid, endorsements = [], ...jwk } = read;
  const key = publicKey(jwk);
  const bits = key?.asymmetricKeyDetails?.modulusLength ?? 0;
  return key === undefined || bits < SHORTEST ? [] : [[kid, { key, endorsements }]];
}

function publicKey(jwk: JsonWebKey): KeyObject | undefined {
  try {
    return createPublicKey({ key: jwk, format: 'jwk' });
  } catch {
    return undefined; // damaged: whoever signs with it is not believed
  }
}

async function readJson(send: typeof fetch, url: string): Promise<unknown> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const response = await send(url, { redirect: 'error', signal });
  if (!response.ok) {
    await response.body?.cancel();
    throw new TypeError(`the signing keys were answered with status ${response.status}`);
  }
  return response.json();
}
