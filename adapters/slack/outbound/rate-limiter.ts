/** Slack takes about one message a second in a channel, and short bursts (docs.slack.dev/apis/web-api/rate-limits). */
const EVERY_MS = 1000;
const BURST = 3;

/** The longest a message waits here; longer, and the deliverer is told when to come back. */
const LONGEST_WAIT_MS = 5000;

/** Channels remembered before those that are free again are forgotten. */
const REMEMBERED = 1000;

/** Whose turn it is: `wait` ms, or come back after `later` ms. */
export type Acquisition =
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'later'; readonly ms: number };

/** Paces messages by channel. Holds one number a channel, however many messages there are. */
export interface RateLimiter {
  /** Takes the next turn in a channel. Nothing is taken when the answer is `later`. */
  acquire(channel: string): Acquisition;
  /** Slack asked to leave a channel alone for so long, ms. */
  backOff(channel: string, ms: number): void;
}

/**
 * A pace by the generic cell rate algorithm: a channel's number is when it would be free again
 * were everything evenly spread.
 * @param now real time, ms
 */
export function createRateLimiter(now: () => number): RateLimiter {
  const free = new Map<string, number>();
  const forget = () => {
    if (free.size < REMEMBERED) return;
    const at = now();
    for (const [channel, time] of free) if (time <= at) free.delete(channel);
  };
  return {
    acquire(channel) {
      const at = now();
      const next = Math.max(free.get(channel) ?? 0, at);
      const ms = Math.max(0, next - at - (BURST - 1) * EVERY_MS);
      if (ms > LONGEST_WAIT_MS) return { kind: 'later', ms };
      forget();
      free.set(channel, next + EVERY_MS);
      return { kind: 'wait', ms };
    },
    backOff(channel, ms) {
      const until = now() + ms + (BURST - 1) * EVERY_MS;
      free.set(channel, Math.max(free.get(channel) ?? 0, until));
    },
  };
}
