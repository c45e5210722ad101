import isPlainObject from 'is-plain-obj';
import { toJson } from '../json.js';

/**
 * Keys that are data (person ids, slots, what an adapter puts into a reference) can be any text, but
 * some have a meaning to MongoDB and its libraries: a dot is a path, `$` an operator or a DBRef,
 * `_bsontype` and `toBSON` a type, and `constructor` is dropped. Only the characters that matter are
 * percent-encoded, so documents stay readable.
 */
const ENCODED_CHARACTERS = /[.$%\0]/g;
const RESERVED_NAMES = /^(_|to[A-Z]|isMongoose|prototype$)/;
const EMPTY_KEY = '%';

/** Encodes a key of data as a field name that is safe in any MongoDB document or path. */
export function encodeKey(key: string): string {
  if (key === '') return EMPTY_KEY;
  const name = key.replace(ENCODED_CHARACTERS, percentEncode);
  const isReserved = RESERVED_NAMES.test(name) || name in Object.prototype;
  return isReserved ? `${percentEncode(name.charAt(0))}${name.slice(1)}` : name;
}

/** Reverses {@link encodeKey}. */
export function decodeKey(name: string): string {
  if (name === EMPTY_KEY) return '';
  return name.replace(/%([0-9A-F]{2})/g, (_all, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}

function percentEncode(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}

/** Encodes a value for MongoDB: all keys encoded, `undefined` left out. */
export function encode(value: unknown): unknown {
  return mapKeys(JSON.parse(toJson(value)), encodeKey);
}

/** Like {@link encode}, for an object. */
export function encodeRecord(value: object): Record<string, unknown> {
  return encode(value) as Record<string, unknown>;
}

/** Reverses {@link encode}. */
export function decode(value: unknown): unknown {
  return mapKeys(value, decodeKey);
}

function mapKeys(value: unknown, map: (key: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => mapKeys(item, map));
  if (!isPlainObject(value)) return value;
  const entries = Object.entries(value).map(([key, item]) => [map(key), mapKeys(item, map)]);
  return Object.fromEntries(entries);
}
