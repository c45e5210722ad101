import isPlainObject from 'is-plain-obj';
import type { JsonRecord } from './record-step.js';

/**
 * Returns the objects of a list, without what is none; nothing when it is no list. Released steps use it, so
 * it never changes; nor does {@link mapObjects}.
 */
export function toObjects(value: unknown): readonly JsonRecord[] {
  return Array.isArray(value) ? value.filter(isPlainObject) : [];
}

/** Changes the objects of a list and leaves the rest, and what is no list, as it is. */
export function mapObjects(value: unknown, change: (item: JsonRecord) => JsonRecord): unknown {
  if (!Array.isArray(value)) return value;
  return value.map((item: unknown) => (isPlainObject(item) ? change(item) : item));
}
