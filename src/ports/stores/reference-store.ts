import type { Platform } from '../../domain/organisation/person.js';

/** What an adapter needs to start a conversation, as JSON that only the adapter reads. */
export type Reference = Readonly<Record<string, unknown>>;

/**
 * Stores what an adapter learnt about a platform's conversations and needs after a restart: for Teams
 * the service URL of each team. The adapter chooses the keys; several bots share the store. Every
 * member throws `STORE_UNAVAILABLE` when the store does not answer.
 */
export interface ReferenceStore {
  /** The reference with this key. */
  get(platform: Platform, key: string): Promise<Reference | undefined>;
  /** All references of a platform by key, in no particular order. */
  all(platform: Platform): Promise<ReadonlyMap<string, Reference>>;
  /** Saves or replaces a reference; durable when it resolves. */
  put(platform: Platform, key: string, reference: Reference): Promise<void>;
  /** Deletes a reference; does nothing when there is none. */
  remove(platform: Platform, key: string): Promise<void>;
}
