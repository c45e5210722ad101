/** What a stub of Slack refuses of the messages that are posted. */
export interface PostLimits {
  /**
   * Takes a message to this channel, and returns 0; or refuses it, and returns in how many seconds to try
   * again. `now`: a time that only runs forward, ms.
   */
  take(channel: string, now: number): number;
}

/** Refuses nothing. */
export const NO_LIMITS: PostLimits = { take: () => 0 };

/** Slack takes about one message a second in a channel, and short bursts (docs.slack.dev/apis/web-api/rate-limits). */
const INTERVAL_MS = 1000;
const BURST = 3;
/** A message this much too early is taken, since no sender knows how long each one is on its way. */
const JITTER_MS = 250;
const MINUTE_MS = 60_000;

/**
 * Refuses as Slack does: more than one message a second in a channel, beyond a burst of three; and more
 * than `perMinute` in any minute in the whole workspace, if given. What is refused uses up nothing.
 */
export function createPostLimits(perMinute = Number.POSITIVE_INFINITY): PostLimits {
  /** When each channel would be free again if its messages were evenly spread. */
  const freeAt = new Map<string, number>();
  /** When the messages of the last minute were taken, the oldest first. */
  const taken: number[] = [];
  return {
    take(channel, now) {
      const free = Math.max(freeAt.get(channel) ?? now, now);
      const inChannel = free - (BURST - 1) * INTERVAL_MS - JITTER_MS - now;
      while ((taken[0] ?? now) <= now - MINUTE_MS) taken.shift();
      const inWorkspace = taken.length < perMinute ? 0 : (taken[0] ?? now) + MINUTE_MS - now;
      const wait = Math.max(inChannel, inWorkspace);
      if (wait > 0) return Math.max(1, Math.ceil(wait / 1000));
      freeAt.set(channel, free + INTERVAL_MS);
      taken.push(now);
      return 0;
    },
  };
}

/**
 * The least time in which these limits let all messages through, s. `counts`: the messages of each channel.
 */
export function computeBound(
  counts: readonly number[],
  perMinute = Number.POSITIVE_INFINITY,
): number {
  const inChannel = Math.max(0, ...counts.map((count) => count - BURST)) * (INTERVAL_MS / 1000);
  const all = counts.reduce((sum, count) => sum + count, 0);
  const inWorkspace = Math.floor(Math.max(0, all - 1) / perMinute) * (MINUTE_MS / 1000);
  return Math.max(inChannel, inWorkspace);
}
