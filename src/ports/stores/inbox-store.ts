import type { Inbox } from '../../domain/inbox/inbox.js';
import type { DocumentStore } from './document-store.js';

/** Stores inboxes. The id of an inbox is its person's. */
export interface InboxStore extends DocumentStore<Inbox> {
  /**
   * The inboxes with an absence that has not ended at `now` (business time, ms UTC), those to come included,
   * in any order, and at most {@link MOST_ABSENT}; without those that cannot be read. By index.
   */
  findAbsent(now: number): Promise<readonly Inbox[]>;
}

/** So many people can be away at once; of more it is not known. */
export const MOST_ABSENT = 2000;
