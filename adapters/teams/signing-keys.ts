import { createPublicKey, type KeyObject } from 'node:crypto';
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
/** For a key that is not among them they are read again at most this often, ms: ids can be made up. */
const AGAIN_MS = 10_000;
/** An invoke has to be answered within 5 s, and two documents are read. Ms each. */
const TIMEOUT_MS = 1500;

const document = z.object({ jwks_uri: z.string() });

const keySet = z.object({
  keys: z.array(
    z.looseObject({
      kty: z.string(),
      kid: z.string().optional(),
      endorsements: z.array(z.string()).optional(),
    }),
  ),
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
  let reading: Promise<void> | undefined;
  const read = () => {
    triedAt = now();
    reading ??= readKeys(options)
      .then((keys) => {
        known = keys;
        readAt = now();
      })
      .finally(() => {
        reading = undefined;
      });
    return reading;
  };
  return {
    async find(id) {
      const found = known.get(id);
      if (found !== undefined && now() - readAt < FRESH_MS) return found;
      if (
        reading === undefined &&
        readAt > Number.NEGATIVE_INFINITY &&
        now() - triedAt < AGAIN_MS
      ) {
        return found;
      }
      try {
        await read();
      } catch (error) {
        if (found === undefined) throw error;
        // Microsoft does not answer now: a key that was good yesterday serves until it does.
        return found;
      }
      return known.get(id);
    },
  };
}

async function readKeys({ openId, fetch }: SigningKeysOptions): Promise<KeySet> {
  const { jwks_uri } = document.parse(await readJson(fetch, openId));
  if (!URL.canParse(jwks_uri) || new URL(jwks_uri).origin !== new URL(openId).origin) {
    throw new TypeError('the OpenID document names keys at another origin');
  }
  const { keys } = keySet.parse(await readJson(fetch, jwks_uri));
  const usable = keys.flatMap(({ kid, endorsements, ...jwk }) => {
    if (jwk.kty !== 'RSA' || kid === undefined) return [];
    const key = createPublicKey({ key: jwk, format: 'jwk' });
    return [[kid, { key, endorsements: endorsements ?? [] }] as const];
  });
  return new Map(usable);
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
