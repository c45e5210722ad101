import { isRecord } from '../is-record.js';

/**
 * A value as JSON text that every store gives back the same: halves of a surrogate pair, which
 * UTF-8 cannot hold and MongoDB would replace, become U+FFFD here too.
 */
export function toJson(value: unknown): string {
  const text = JSON.stringify(value);
  if (!/\\ud[89a-f]/.test(text)) return text;
  return JSON.stringify(value, (_key, part: unknown) => {
    if (typeof part === 'string') return wellFormed(part);
    if (!isRecord(part)) return part;
    return Object.fromEntries(Object.entries(part).map(([key, of]) => [wellFormed(key), of]));
  });
}

/** Lone surrogates replaced by U+FFFD, as an encoder to UTF-8 does (Encoding Standard, 4.3). */
export function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\uFFFD');
}
