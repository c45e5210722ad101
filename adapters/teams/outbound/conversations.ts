import { LRUCache } from 'lru-cache';
import type { Connector, Opened } from './connector.js';

/** Most chats to remember. */
const REMEMBERED = 5000;

/** The chats between the bot and people. */
export interface Conversations {
  /**
   * A person's chat: as it was kept with their account, as remembered, or opened now.
   * @param userId Entra object id
   * @param deadline by when it is to be open, real time, ms UTC
   */
  open(serviceUrl: string, userId: string, kept: string | null, deadline?: number): Promise<Opened>;
  /** Takes it that this is no longer the person's chat. False when it was known already, so that it is tried once. */
  forget(userId: string, conversation: string): boolean;
}

/** Opens chats by "Create conversation", which gives the same one each time, and remembers them. */
export function createConversations(connector: Pick<Connector, 'open'>): Conversations {
  const chats = new LRUCache<string, string>({ max: REMEMBERED });
  const stale = new LRUCache<string, true>({ max: REMEMBERED });
  return {
    async open(serviceUrl, userId, kept, deadline) {
      const known = chats.get(userId) ?? kept;
      if (known !== null && !stale.has(known)) return { kind: 'open', conversation: known };
      const opened = await connector.open(serviceUrl, userId, deadline);
      if (opened.kind === 'open') chats.set(userId, opened.conversation);
      return opened;
    },
    forget(userId, conversation) {
      chats.delete(userId);
      if (stale.has(conversation)) return false;
      stale.set(conversation, true);
      return true;
    },
  };
}
