import type { Channel, Destination } from '../../src/ports/channel.js';

/** A message that was posted. */
export interface Post {
  /** Business time, ms UTC. */
  readonly at: number;
  readonly deliveryId: string;
  /** The platform's key of the message. */
  readonly key: string;
  /** The user id of whom it went to; null: it is in a channel or a thread. */
  readonly to: string | null;
  /** All that it said when it was posted, as JSON. */
  readonly text: string;
}

/** A platform that takes every message at once, and remembers the new ones. */
export interface AcceptingChannel extends Channel {
  /** The oldest first. Without updates. */
  readonly posts: readonly Post[];
}

/** Creates a platform on which nothing was posted yet. `now`: business time, ms UTC. */
export function createAcceptingChannel(now: () => number): AcceptingChannel {
  const posts: Post[] = [];
  return {
    platform: 'slack',
    posts,
    findTurn: (target) => ({ queue: JSON.stringify(target), waitMs: () => 0 }),
    async post(destination, { deliveryId, card }) {
      const key = `m${posts.length + 1}`;
      const to = findUser(destination);
      posts.push({ at: now(), deliveryId, key, to, text: JSON.stringify(card) });
      return { kind: 'sent', ref: { platform: 'slack', key } };
    },
    update: async (ref) => ({ kind: 'sent', ref }),
    findMessage: async () => ({ kind: 'absent' }),
    fetchProfile: async () => undefined,
    findAccountByEmail: async () => undefined,
    checkAccount: async () => 'active',
  };
}

function findUser(destination: Destination): string | null {
  return 'accounts' in destination ? (destination.accounts[0]?.userId ?? null) : null;
}
