import { z } from 'zod';
import { type Account, accountKey } from '../../src/domain/person.js';
import type { Call } from './client.js';
import type { Failure } from './errors.js';

/** DMs remembered, the one longest unused forgotten first. */
const REMEMBERED = 5000;

const opened = z.object({ channel: z.looseObject({ id: z.string().min(1) }) });

type Opened =
  | { readonly ok: true; readonly channel: string }
  | { readonly ok: false; readonly failure: Failure };

/** The direct conversations between the bot and people. */
export interface Conversations {
  /** The DM with a person: as it was kept with the account, as remembered, or opened now. */
  open(account: Account, known: string | null): Promise<Opened>;
  /** Takes it that this channel is no longer the person's DM. False when it was opened just now. */
  forget(account: Account, channel: string): boolean;
}

/** Opens DMs by `conversations.open`, which gives the same one each time, and remembers them. */
export function createConversations(call: Call): Conversations {
  const channels = new Map<string, string>();
  const stale = new Set<string>();
  const remember = (key: string, channel: string) => {
    channels.delete(key);
    channels.set(key, channel);
    const oldest = channels.keys().next();
    if (channels.size > REMEMBERED && oldest.done !== true) channels.delete(oldest.value);
  };
  return {
    async open(account, known) {
      const key = accountKey(account);
      const kept = channels.get(key) ?? known;
      if (kept !== null && !stale.has(kept)) {
        remember(key, kept);
        return { ok: true, channel: kept };
      }
      const called = await call('conversations.open', { users: account.userId });
      if (!called.ok) return called;
      const answer = opened.safeParse(called.answer).data;
      if (answer === undefined) return { ok: false, failure: { kind: 'lost', code: 'no-channel' } };
      remember(key, answer.channel.id);
      return { ok: true, channel: answer.channel.id };
    },
    forget(account, channel) {
      channels.delete(accountKey(account));
      if (stale.has(channel)) return false;
      if (stale.size > REMEMBERED) stale.clear();
      stale.add(channel);
      return true;
    },
  };
}
