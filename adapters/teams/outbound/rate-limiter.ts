/** At most `count` requests in `ms`. */
interface Limit {
  readonly count: number;
  readonly ms: number;
}

/**
 * Teams' limits for one bot in one conversation, and for one app in one tenant ("Optimize your bot
 * with rate limiting in Teams", learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit).
 */
export const CONVERSATION_LIMITS: readonly Limit[] = [
  { count: 7, ms: 1000 },
  { count: 8, ms: 2000 },
  { count: 60, ms: 30_000 },
  { count: 1800, ms: 3_600_000 },
];
/** The limit for all conversations together, same source. */
export const TENANT_LIMIT: Limit = { count: 30, ms: 1000 };

/** Added to each limit, ms, because requests take unequal times to arrive. */
const MARGIN_MS = 100;

/** Longest wait for a turn, ms. If it would be longer, the delivery loop is told when to try again. */
const MAX_WAIT_MS = 5000;

/**
 * Most conversations remembered. At the tenant's limit it takes more than five minutes to use so many,
 * so dropping a conversation can only break its limit of an hour, which Teams then answers with a 429.
 */
export const MAX_CONVERSATIONS = 10_000;

/** The result of {@link RateLimiter.acquire}: send after `ms`, or try again after `ms`. */
export type Acquisition =
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'later'; readonly ms: number };

/** Limits requests by conversation and in total. `conversation` is any key for one. */
export interface RateLimiter {
  /**
   * Reserves the next turn in a conversation. The result `later` reserves nothing.
   * @param maxMs longest wait, ms; 5,000 by default and at most
   */
  acquire(conversation: string, maxMs?: number): Acquisition;
  /** How long a request would wait now, ms. Reserves nothing. */
  findWait(conversation: string): number;
  /** Blocks a conversation for this time, ms, because Teams asked for it. */
  backOff(conversation: string, ms: number): void;
}

/** The times of requests, past and reserved, oldest first, as far back as a limit counts; ms. */
interface Bookings {
  times: number[];
  /** No request before this time. */
  blockedUntil: number;
}

/**
 * Stores the time of each request as long as a limit counts it: at most 108,000 numbers for a tenant
 * at its limit for an hour.
 * @param now a time that only runs forward, ms: with the computer's clock a channel would wait for as long as
 *   the clock was set back
 */
export function createRateLimiter(now: () => number): RateLimiter {
  const conversations = new Map<string, Bookings>();
  const tenant: Bookings = { times: [], blockedUntil: 0 };
  // The map is in order of last use.
  const touch = (conversation: string): Bookings => {
    const bookings = conversations.get(conversation) ?? { times: [], blockedUntil: 0 };
    conversations.delete(conversation);
    evict(conversations, now());
    conversations.set(conversation, bookings);
    return bookings;
  };
  const findTime = (bookings: Bookings, at: number): number => {
    prune(bookings, at - LONGEST_WINDOW_MS);
    prune(tenant, at - toWindowMs(TENANT_LIMIT));
    const earliest = earliestInConversation(bookings, at);
    return earliestInTenant(tenant.times, TENANT_LIMIT, earliest);
  };
  return {
    findWait(conversation) {
      const at = now();
      const bookings = conversations.get(conversation) ?? { times: [], blockedUntil: 0 };
      return findTime(bookings, at) - at;
    },
    acquire(conversation, maxMs = MAX_WAIT_MS) {
      const at = now();
      const bookings = touch(conversation);
      const time = findTime(bookings, at);
      const ms = time - at;
      if (ms > Math.min(maxMs, MAX_WAIT_MS)) return { kind: 'later', ms };
      bookings.times.push(time);
      tenant.times.splice(insertionIndex(tenant.times, time), 0, time);
      return { kind: 'wait', ms };
    },
    backOff(conversation, ms) {
      const bookings = touch(conversation);
      bookings.blockedUntil = Math.max(bookings.blockedUntil, now() + ms);
    },
  };
}

/** How far back a limit counts, ms. */
function toWindowMs({ ms }: Limit): number {
  return ms + MARGIN_MS;
}

const LONGEST_WINDOW_MS = Math.max(...CONVERSATION_LIMITS.map(toWindowMs));

function prune(bookings: Bookings, before: number): void {
  const keep = bookings.times.findIndex((time) => time > before);
  if (keep === -1) bookings.times = [];
  else if (keep > 0) bookings.times.splice(0, keep);
}

/**
 * Drops the least recently used tenth when there are too many conversations, and after it those whose
 * requests no limit counts any more. The cost is spread over the requests since the last eviction.
 */
function evict(conversations: Map<string, Bookings>, at: number): void {
  let left = conversations.size < MAX_CONVERSATIONS ? 0 : MAX_CONVERSATIONS / 10;
  if (left === 0) return;
  for (const [key, { times, blockedUntil }] of conversations) {
    const isCounted = (times.at(-1) ?? 0) + LONGEST_WINDOW_MS > at || blockedUntil > at;
    if (isCounted && left <= 0) return;
    conversations.delete(key);
    left -= 1;
  }
}

/** The earliest time from `at` after all bookings of a conversation that keeps its limits. */
function earliestInConversation({ times, blockedUntil }: Bookings, at: number): number {
  const freeAt = CONVERSATION_LIMITS.map((limit) => {
    const first = times.at(-limit.count);
    return times.length < limit.count || first === undefined ? 0 : first + toWindowMs(limit);
  });
  return Math.max(at, blockedUntil, times.at(-1) ?? 0, ...freeAt);
}

/**
 * The earliest time from `from` at which one more request fits between the bookings. Conversations do
 * not wait for each other, so a new booking may come before existing ones.
 */
function earliestInTenant(times: readonly number[], limit: Limit, from: number): number {
  for (let time = from; ; ) {
    const place = insertionIndex(times, time);
    // Any `count` bookings around the new one that lie too close together would be one too many.
    const first = Math.max(0, place - limit.count);
    let next: number | undefined;
    for (let start = first; start <= place; start += 1) {
      const [oldest, newest] = [times[start] ?? time, times[start + limit.count - 1]];
      if (newest === undefined) break;
      if (Math.max(newest, time) - Math.min(oldest, time) < toWindowMs(limit)) {
        next = oldest + toWindowMs(limit);
      }
    }
    if (next === undefined || next <= time) return time;
    time = next;
  }
}

/** The index after all times that are not later. */
function insertionIndex(times: readonly number[], time: number): number {
  let place = times.length;
  while (place > 0 && (times[place - 1] ?? 0) > time) place -= 1;
  return place;
}
