import type { Platform } from '../domain/organisation/person.js';

/** What an adapter needs to write somewhere unasked, as JSON that only it reads. */
export type Reference = Readonly<Record<string, unknown>>;

/**
 * What a platform told us of its conversations and has to be known again after a restart: for Teams
 * the team's service address. Keyed by a text of the adapter's; several bots share it.
 */
export interface ReferenceStore {
  get(platform: Platform, key: string): Promise<Reference | undefined>;
  /** All that are kept of a platform, in no particular order. */
  all(platform: Platform): Promise<ReadonlyMap<string, Reference>>;
  /** Keeps or replaces it, durably before it resolves. */
  put(platform: Platform, key: string, reference: Reference): Promise<void>;
  /** Forgets it; harmless when there is none. */
  remove(platform: Platform, key: string): Promise<void>;
}
