/** So many requests in so many ms. */
interface Limit {
  readonly count: number;
  readonly ms: number;
}

/**
 * What Teams takes of one bot in one conversation, and of one app in one tenant ("Optimize your bot
 * with rate limiting in Teams", learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit).
 */
export const CONVERSATION_LIMITS: readonly Limit[] = [
  { count: 7, ms: 1000 },
  { count: 8, ms: 2000 },
  { count: 60, ms: 30_000 },
  { count: 1800, ms: 3_600_000 },
];
export const TENANT_LIMIT: Limit = { count: 30, ms: 1000 };

/** Requests do not all take equally long to arrive: spread a little wider than they have to be. Ms. */
const MARGIN_MS = 100;

/** The longest a request waits here; longer, and the deliverer is told when to come back. */
const LONGEST_WAIT_MS = 5000;

/**
 * The most conversations remembered. At the tenant's limit it takes more than five minutes to use so
 * many, so that of one that is forgotten too early only the limit of an hour is not kept; then Teams says so.
 */
export const REMEMBERED = 10_000;

/** Whose turn it is: `wait` ms, or come back after `later` ms. */
export type Acquisition =
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'later'; readonly ms: number };

/** Paces requests by conversation and altogether. All members take a text that stands for the conversation. */
export interface RateLimiter {
  /**
   * Takes the next turn in a conversation. Nothing is taken when the answer is `later`.
   * @param longestMs how long the request can wait, when that is less than it is made to
   */
  acquire(conversation: string, longestMs?: number): Acquisition;
  /** Teams asked to leave a conversation alone for so long, ms. */
  backOff(conversation: string, ms: number): void;
}

/** When requests were or will be made, oldest first, no longer ago than the longest limit; ms. */
interface Booked {
  times: number[];
  /** Not before this. */
  heldUntil: number;
}

/**
 * A pace that remembers each request for as long as a limit reaches back. An hour's worth of a
 * tenant at its limit is 108,000 numbers.
 * @param now real time, ms
 */
export function createRateLimiter(now: () => number): RateLimiter {
  const conversations = new Map<string, Booked>();
  const tenant: Booked = { times: [], heldUntil: 0 };
  // Those used least lately stand first.
  const bookedOf = (conversation: string): Booked => {
    const booked = conversations.get(conversation) ?? { times: [], heldUntil: 0 };
    conversations.delete(conversation);
    forget(conversations, now());
    conversations.set(conversation, booked);
    return booked;
  };
  return {
    acquire(conversation, longestMs = LONGEST_WAIT_MS) {
      const at = now();
      const booked = bookedOf(conversation);
      prune(booked, at - CONVERSATION_REACH);
      prune(tenant, at - reach(TENANT_LIMIT));
      const time = between(tenant.times, TENANT_LIMIT, behind(booked, at));
      const ms = time - at;
      if (ms > Math.min(longestMs, LONGEST_WAIT_MS)) return { kind: 'later', ms };
      booked.times.push(time);
      tenant.times.splice(placeOf(tenant.times, time), 0, time);
      return { kind: 'wait', ms };
    },
    backOff(conversation, ms) {
      const booked = bookedOf(conversation);
      booked.heldUntil = Math.max(booked.heldUntil, now() + ms);
    },
  };
}

/** How far back a limit looks, ms. */
function reach({ ms }: Limit): number {
  return ms + MARGIN_MS;
}

const CONVERSATION_REACH = Math.max(...CONVERSATION_LIMITS.map(reach));

function prune(booked: Booked, before: number): void {
  const keep = booked.times.findIndex((time) => time > before);
  if (keep === -1) booked.times = [];
  else if (keep > 0) booked.times.splice(0, keep);
}

/**
 * When there are too many: a tenth, those used least lately, and on from there whose last request no
 * limit counts any more. So it is paid for by those that came since the last time.
 */
function forget(conversations: Map<string, Booked>, at: number): void {
  let left = conversations.size < REMEMBERED ? 0 : REMEMBERED / 10;
  if (left === 0) return;
  for (const [key, { times, heldUntil }] of conversations) {
    const isCounted = (times.at(-1) ?? 0) + CONVERSATION_REACH > at || heldUntil > at;
    if (isCounted && left <= 0) return;
    conversations.delete(key);
    left -= 1;
  }
}

/** The earliest time from `at` behind all that is booked in a conversation, with all its limits kept. */
function behind({ times, heldUntil }: Booked, at: number): number {
  const free = CONVERSATION_LIMITS.map((limit) => {
    const first = times.at(-limit.count);
    return times.length < limit.count || first === undefined ? 0 : first + reach(limit);
  });
  return Math.max(at, heldUntil, times.at(-1) ?? 0, ...free);
}

/**
 * The earliest time from `from` at which one more fits between those booked. Conversations do not
 * wait for each other, so a time may be booked before others that are booked already.
 */
function between(times: readonly number[], limit: Limit, from: number): number {
  for (let time = from; ; ) {
    const place = placeOf(times, time);
    // With it, any `count` booked times around it that lie too close would be one too many.
    const first = Math.max(0, place - limit.count);
    let next: number | undefined;
    for (let start = first; start <= place; start += 1) {
      const [oldest, newest] = [times[start] ?? time, times[start + limit.count - 1]];
      if (newest === undefined) break;
      if (Math.max(newest, time) - Math.min(oldest, time) < reach(limit)) {
        next = oldest + reach(limit);
      }
    }
    if (next === undefined || next <= time) return time;
    time = next;
  }
}

/** The index behind all that are not later. */
function placeOf(times: readonly number[], time: number): number {
  let place = times.length;
  while (place > 0 && (times[place - 1] ?? 0) > time) place -= 1;
  return place;
}
