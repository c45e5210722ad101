import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type JsonWebKey,
  sign,
  verify,
} from 'node:crypto';
import { isObject, type JsonObject, parseJson } from '../json.js';
import type { SigningKey } from './types.js';

/** Bits of an RSA key; the Bot Connector's keys have as many. */
const BITS = 2048;

let first: SigningKey | undefined;

function generate(kid: string): SigningKey {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: BITS });
  return { kid, jwk: { ...privateKey.export({ format: 'jwk' }) } };
}

/** The key a new tenant starts with: made once for each process, as making one takes a while. */
export function firstKey(): SigningKey {
  first ??= generate('playground-1');
  return first;
}

/** A further key with this id. */
export function newKey(kid: string): SigningKey {
  return generate(kid);
}

/** The key as the Bot Connector's key document lists it: only its public part, endorsed for Teams. */
export function publicKey(key: SigningKey): JsonObject {
  const { n, e } = key.jwk;
  const endorsements = ['msteams'];
  return { kty: 'RSA', use: 'sig', kid: key.kid, x5t: key.kid, n, e, endorsements };
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/** A JSON Web Token signed with RS256; `header` adds to or replaces the usual fields. */
export function signToken(key: SigningKey, claims: JsonObject, header: JsonObject = {}): string {
  const usual = { alg: 'RS256', typ: 'JWT', kid: key.kid, x5t: key.kid };
  const content = `${encode({ ...usual, ...header })}.${encode(claims)}`;
  const privateKey = createPrivateKey({ key: key.jwk as JsonWebKey, format: 'jwk' });
  return `${content}.${sign('RSA-SHA256', Buffer.from(content), privateKey).toString('base64url')}`;
}

/** The claims of a token that one of these keys signed with RS256; `undefined` for any other. */
export function readToken(keys: readonly SigningKey[], token: string): JsonObject | undefined {
  const [head = '', body = '', signature = '', more] = token.split('.');
  const header = parseJson(Buffer.from(head, 'base64url').toString('utf8'));
  const claims = parseJson(Buffer.from(body, 'base64url').toString('utf8'));
  if (more !== undefined || !isObject(header) || !isObject(claims)) return undefined;
  const key = keys.find((one) => one.kid === header.kid);
  if (!key || header.alg !== 'RS256') return undefined;
  const pair = createPublicKey({ key: key.jwk as JsonWebKey, format: 'jwk' });
  const content = Buffer.from(`${head}.${body}`);
  return verify('RSA-SHA256', content, pair, Buffer.from(signature, 'base64url'))
    ? claims
    : undefined;
}
