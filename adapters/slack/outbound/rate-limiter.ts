/** Slack takes about one message a second in a channel, and short bursts (docs.slack.dev/apis/web-api/rate-limits). */
const INTERVAL_MS = 1000;
const BURST = 3;

/** Longest wait for a turn, ms. If it would be longer, the delivery loop is told when to try again. */
const MAX_WAIT_MS = 5000;

/** With this many channels, those that are free again are dropped. */
const MAX_CHANNELS = 1000;

/** The result of {@link RateLimiter.acquire}: send after `ms`, or try again after `ms`. */
export type Acquisition =
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'later'; readonly ms: number };

/** Limits how fast messages go to each channel. It stores one number for each channel. */
export interface RateLimiter {
  /** Reserves the next turn in a channel. The result `later` reserves nothing. */
  acquire(channel: string): Acquisition;
  /** Blocks a channel for this time, ms, because Slack asked for it. */
  backOff(channel: string, ms: number): void;
}

/**
 * Uses the generic cell rate algorithm: a channel's number is the time at which it would be free
 * again if its messages were evenly spread.
 * @param now a time that only runs forward, ms: with the computer's clock a channel would wait for as long as
 *   the clock was set back
 */
export function createRateLimiter(now: () => number): RateLimiter {
  const freeAt = new Map<string, number>();
  const dropFreeChannels = () => {
    if (freeAt.size < MAX_CHANNELS) return;
    const at = now();
    for (const [channel, time] of freeAt) if (time <= at) freeAt.delete(channel);
  };
  return {
    acquire(channel) {
      const at = now();
      const next = Math.max(freeAt.get(channel) ?? 0, at);
      const ms = Math.max(0, next - at - (BURST - 1) * INTERVAL_MS);
      if (ms > MAX_WAIT_MS) return { kind: 'later', ms };
      dropFreeChannels();
      freeAt.set(channel, next + INTERVAL_MS);
      return { kind: 'wait', ms };
    },
    backOff(channel, ms) {
      const until = now() + ms + (BURST - 1) * INTERVAL_MS;
      freeAt.set(channel, Math.max(freeAt.get(channel) ?? 0, until));
    },
  };
}
