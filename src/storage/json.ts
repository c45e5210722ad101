import isPlainObject from 'is-plain-obj';
import type { Platform } from '../domain/organisation/person.js';

/**
 * JSON text that every store returns unchanged. MongoDB replaces half a surrogate pair, which UTF-8
 * cannot hold, so it becomes U+FFFD here too.
 */
export function toJson(value: unknown): string {
  const text = JSON.stringify(value);
  if (!/\\ud[89a-f]/.test(text)) return text;
  return JSON.stringify(value, (_key, part: unknown) => {
    if (typeof part === 'string') return replaceLoneSurrogates(part);
    if (!isPlainObject(part)) return part;
    return Object.fromEntries(
      Object.entries(part).map(([key, of]) => [replaceLoneSurrogates(key), of]),
    );
  });
}

/** Replaces lone surrogates by U+FFFD, as an encoder to UTF-8 does (Encoding Standard, 4.3). */
export function replaceLoneSurrogates(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\uFFFD');
}

/** The id under which a platform's reference is stored. */
export function toReferenceId(platform: Platform, key: string): string {
  return `${platform}:${replaceLoneSurrogates(key)}`;
}
