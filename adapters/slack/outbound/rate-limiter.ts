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

/** The methods that messages are sent with. Slack limits each in a workspace as well. */
export type SendMethod = 'chat.postMessage' | 'chat.update';

/** Limits how fast messages go to each channel. It stores one number for each channel. */
export interface RateLimiter {
  /** Reserves the next turn for a new message in a channel. The result `later` reserves nothing. */
  acquire(channel: string): Acquisition;
  /** How long a call would wait now, ms. Reserves nothing. */
  findWait(method: SendMethod, channel: string): number;
  /**
   * Holds back calls for this time, ms, because Slack asked for it. Slack does not say whether it means the
   * channel or the workspace: new messages in the channel wait; all do when Slack refuses several channels at
   * a time, and all updates do after one refusal, as channels do not limit them.
   */
  backOff(method: SendMethod, channel: string, ms: number): void;
}

/** With refusals of so many channels within so long, ms, it is the workspace that is limited. */
const REFUSED_CHANNELS = 3;
const REFUSED_WITHIN_MS = 2000;

/** Added to the time that Slack asks for, ms: the message that it refused goes first. */
const BACK_OFF_MARGIN_MS = 250;

/**
 * Uses the generic cell rate algorithm: a channel's number is the time at which it would be free
 * again if its messages were evenly spread.
 * @param now a time that only runs forward, ms: with the computer's clock a channel would wait for as long as
 *   the clock was set back
 */
export function createRateLimiter(now: () => number): RateLimiter {
  const freeAt = new Map<string, number>();
  const openAt = new Map<SendMethod, number>();
  let refusals: readonly { readonly channel: string; readonly at: number }[] = [];
  const isWorkspaceLimited = (channel: string): boolean => {
    const at = now();
    const recent = refusals.filter((one) => one.at > at - REFUSED_WITHIN_MS);
    refusals = [...recent.filter((one) => one.channel !== channel), { channel, at }];
    return refusals.length >= REFUSED_CHANNELS;
  };
  const findChannelWait = (channel: string, at: number): number =>
    Math.max(0, (freeAt.get(channel) ?? 0) - at - (BURST - 1) * INTERVAL_MS);
  const dropFreeChannels = () => {
    if (freeAt.size < MAX_CHANNELS) return;
    const at = now();
    for (const [channel, time] of freeAt) if (time <= at) freeAt.delete(channel);
  };
  return {
    acquire(channel) {
      const at = now();
      const next = Math.max(freeAt.get(channel) ?? 0, at);
      const ms = findChannelWait(channel, at);
      if (ms > MAX_WAIT_MS) return { kind: 'later', ms };
      dropFreeChannels();
      freeAt.set(channel, next + INTERVAL_MS);
      return { kind: 'wait', ms };
    },
    findWait(method, channel) {
      const at = now();
      const open = Math.max(0, (openAt.get(method) ?? 0) - at);
      return method === 'chat.update' ? open : Math.max(open, findChannelWait(channel, at));
    },
    backOff(method, channel, ms) {
      const until = now() + ms + BACK_OFF_MARGIN_MS;
      if (method === 'chat.update' || isWorkspaceLimited(channel)) {
        openAt.set(method, Math.max(openAt.get(method) ?? 0, until));
      }
      if (method === 'chat.update') return;
      const free = until + (BURST - 1) * INTERVAL_MS;
      freeAt.set(channel, Math.max(freeAt.get(channel) ?? 0, free));
    },
  };
}
