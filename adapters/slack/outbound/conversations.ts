import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { type Account, accountKey } from '../../../src/domain/organisation/person.js';
import type { Call } from './client.js';
import type { Failure } from './errors.js';

/** Most cached DMs. */
const MAX_CACHED = 5000;

/**
 * How long a DM is cached, ms. Slack accepts messages to a person who has left and refuses only to
 * open their DM, so a DM is opened again after this time. Two nudges to one person are hardly ever
 * less than this apart.
 */
const CACHE_TTL_MS = 10 * 60_000;

const openResponse = z.object({ channel: z.looseObject({ id: z.string().min(1) }) });

type OpenResult =
  | { readonly ok: true; readonly channel: string }
  | { readonly ok: false; readonly failure: Failure };

/** The direct messages (DMs) between the bot and people. */
export interface Conversations {
  /** Returns the person's DM: the cached one, else `stored` (the id stored with the account), else a newly opened one. */
  open(account: Account, stored: string | null): Promise<OpenResult>;
  /** Stops using this channel as the person's DM. False if it was invalid before, so that opening the DM again is no use. */
  invalidate(account: Account, channel: string): boolean;
}

/**
 * Opens DMs with `conversations.open`, which returns the same DM each time, and caches them for
 * {@link CACHE_TTL_MS}.
 * @param now real time, ms
 */
export function createConversations(call: Call, now: () => number): Conversations {
  const channels = new LRUCache<string, string>({
    max: MAX_CACHED,
    ttl: CACHE_TTL_MS,
    ttlResolution: 0,
    perf: { now },
  });
  const invalid = new LRUCache<string, true>({ max: MAX_CACHED });
  return {
    async open(account, stored) {
      const key = accountKey(account);
      const known = channels.get(key) ?? stored;
      if (known !== null && !invalid.has(known)) return { ok: true, channel: known };
      const called = await call('conversations.open', { users: account.userId });
      if (!called.ok) return called;
      const answer = openResponse.safeParse(called.answer).data;
      if (answer === undefined) return { ok: false, failure: { kind: 'lost', code: 'no-channel' } };
      channels.set(key, answer.channel.id);
      return { ok: true, channel: answer.channel.id };
    },
    invalidate(account, channel) {
      channels.delete(accountKey(account));
      if (invalid.has(channel)) return false;
      invalid.set(channel, true);
      return true;
    },
  };
}
