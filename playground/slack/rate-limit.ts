/** How many messages a channel takes: `perSecond` for good, `burst` at once. */
export interface Rate {
  perSecond: number;
  burst: number;
}

/**
 * "About one message per second per channel, short bursts allowed" (Slack: "Rate limits"); Slack
 * gives no number for the burst.
 */
export const DEFAULT_RATE: Rate = { perSecond: 1, burst: 4 };

/** A bucket for each key, filled at a steady pace; the answer is whether one may be taken. */
export function makeRateLimit(rate: Rate, now: () => number): (key: string) => boolean {
  const buckets = new Map<string, { left: number; at: number }>();
  return (key) => {
    const at = now();
    const bucket = buckets.get(key) ?? { left: rate.burst, at };
    const refill = ((at - bucket.at) / 1000) * rate.perSecond;
    const left = Math.min(rate.burst, bucket.left + refill);
    const free = left >= 1;
    buckets.set(key, { left: free ? left - 1 : left, at });
    return free;
  };
}
