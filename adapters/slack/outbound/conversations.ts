import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { type Account, accountKey } from '../../../src/domain/organisation/person.js';
import type { Call } from './client.js';
import type { Failure } from './errors.js';

/** Most DMs to remember. */
const REMEMBERED = 5000;

/**
 * How long a DM is remembered, ms. Slack takes messages to people who have left without complaint;
 * only opening their DM is refused. A nudge to somebody is hardly ever nearer to the last than this.
 */
const FRESH_MS = 10 * 60_000;

const opened = z.object({ channel: z.looseObject({ id: z.string().min(1) }) });

type OpenResult =
  | { readonly ok: true; readonly channel: string }
  | { readonly ok: false; readonly failure: Failure };

/** The direct conversations between the bot and people. */
export interface Conversations {
  /** The DM with a person: as it was kept with the account, as remembered, or opened now. */
  open(account: Account, known: string | null): Promise<OpenResult>;
  /** Takes it that this channel is no longer the person's DM. False when it was opened just now. */
  invalidate(account: Account, channel: string): boolean;
}

/**
 * Opens DMs by `conversations.open`, which gives the same one each time, and remembers them for a
 * while: opened again, Slack says when the person has left.
 * @param now real time, ms
 */
export function createConversations(call: Call, now: () => number): Conversations {
  const channels = new LRUCache<string, string>({
    max: REMEMBERED,
    ttl: FRESH_MS,
    ttlResolution: 0,
    perf: { now },
  });
  const stale = new LRUCache<string, true>({ max: REMEMBERED });
  return {
    async open(account, known) {
      const key = accountKey(account);
      const kept = channels.get(key) ?? known;
      if (kept !== null && !stale.has(kept)) return { ok: true, channel: kept };
      const called = await call('conversations.open', { users: account.userId });
      if (!called.ok) return called;
      const answer = opened.safeParse(called.answer).data;
      if (answer === undefined) return { ok: false, failure: { kind: 'lost', code: 'no-channel' } };
      channels.set(key, answer.channel.id);
      return { ok: true, channel: answer.channel.id };
    },
    invalidate(account, channel) {
      channels.delete(accountKey(account));
      if (stale.has(channel)) return false;
      stale.set(channel, true);
      return true;
    },
  };
}
