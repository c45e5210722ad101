import { isRecord } from '../../is-record.js';
import { toJson } from '../json.js';

/**
 * Keys that are data (person ids, slots, whatever an adapter put into a reference) can be anything,
 * while to MongoDB and its libraries some mean something: a dot is a path, `$` an operator or a
 * DBRef, `_bsontype` and `toBSON` a type, `constructor` is dropped. In such a key the characters
 * that matter are percent-encoded; all others are kept, so documents stay readable.
 */
const ENCODED = /[.$%\0]/g;
const MEANINGFUL = /^(_|to[A-Z]|isMongoose|prototype$)/;
const EMPTY = '%';

/** A key of data as a field name that is safe anywhere in a MongoDB document or path. */
export function encodeKey(key: string): string {
  if (key === '') return EMPTY;
  const name = key.replace(ENCODED, hex);
  const means = MEANINGFUL.test(name) || name in Object.prototype;
  return means ? `${hex(name.charAt(0))}${name.slice(1)}` : name;
}

/** The key of which {@link encodeKey} made this field name. */
export function decodeKey(name: string): string {
  if (name === EMPTY) return '';
  return name.replace(/%([0-9A-F]{2})/g, (_all, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}

function hex(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}

/** JSON as MongoDB can hold it: all keys encoded, `undefined` left out. */
export function encode(value: unknown): unknown {
  return mapKeys(JSON.parse(toJson(value)), encodeKey);
}

/** Like {@link encode}, for an object. */
export function encodeRecord(value: object): Record<string, unknown> {
  return encode(value) as Record<string, unknown>;
}

/** The JSON of which {@link encode} made this. */
export function decode(value: unknown): unknown {
  return mapKeys(value, decodeKey);
}

function mapKeys(value: unknown, map: (key: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => mapKeys(item, map));
  if (!isRecord(value)) return value;
  const entries = Object.entries(value).map(([key, item]) => [map(key), mapKeys(item, map)]);
  return Object.fromEntries(entries);
}
