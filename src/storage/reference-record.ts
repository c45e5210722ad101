import type { Platform } from '../domain/organisation/person.js';
import { RedressError } from '../errors.js';
import { isRecord } from '../is-record.js';
import type { Reference } from '../ports/reference-store.js';
import { wellFormed } from './json.js';

/** The one text under which a platform's reference is kept. */
export function referenceId(platform: Platform, key: string): string {
  return `${platform}:${wellFormed(key)}`;
}

/** What was kept, as a reference. Throws `STORE_RECORD` when it is none. */
export function readReference(value: unknown): Reference {
  if (isRecord(value)) return value;
  throw new RedressError('STORE_RECORD', 'A stored reference has an unknown shape.');
}
