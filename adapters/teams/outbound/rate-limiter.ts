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
const MAX_WAIT_MS = 5000;

/**
 * The most conversations remembered. At the tenant's limit it takes more than five minutes to use so
 * many, so that of one that is forgotten too early only the limit of an hour is not kept; then Teams says so.
 */
export const MAX_CONVERSATIONS = 10_000;

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
interface Bookings {
  times: number[];
  /** Not before this. */
  blockedUntil: number;
}

/**
 * A pace that remembers each request for as long as a limit reaches back. An hour's worth of a
 * tenant at its limit is 108,000 numbers.
 * @param now real time, ms
 */
export function createRateLimiter(now: () => number): RateLimiter {
  const conversations = new Map<string, Bookings>();
  const tenant: Bookings = { times: [], blockedUntil: 0 };
  // Those used least lately stand first.
  const findBookings = (conversation: string): Bookings => {
    const booked = conversations.get(conversation) ?? { times: [], blockedUntil: 0 };
    conversations.delete(conversation);
    evict(conversations, now());
    conversations.set(conversation, booked);
    return booked;
  };
  return {
    acquire(conversation, longestMs = MAX_WAIT_MS) {
      const at = now();
      const booked = findBookings(conversation);
      prune(booked, at - LONGEST_WINDOW_MS);
      prune(tenant, at - toWindowMs(TENANT_LIMIT));
      const time = earliestInTenant(tenant.times, TENANT_LIMIT, earliestInConversation(booked, at));
      const ms = time - at;
      if (ms > Math.min(longestMs, MAX_WAIT_MS)) return { kind: 'later', ms };
      booked.times.push(time);
      tenant.times.splice(insertionIndex(tenant.times, time), 0, time);
      return { kind: 'wait', ms };
    },
    backOff(conversation, ms) {
      const booked = findBookings(conversation);
      booked.blockedUntil = Math.max(booked.blockedUntil, now() + ms);
    },
  };
}

/** How far back a limit looks, ms. */
function toWindowMs({ ms }: Limit): number {
  return ms + MARGIN_MS;
}

const LONGEST_WINDOW_MS = Math.max(...CONVERSATION_LIMITS.map(toWindowMs));

function prune(booked: Bookings, before: number): void {
  const keep = booked.times.findIndex((time) => time > before);
  if (keep === -1) booked.times = [];
  else if (keep > 0) booked.times.splice(0, keep);
}

/**
 * When there are too many: a tenth, those used least lately, and on from there whose last request no
 * limit counts any more. So it is paid for by those that came since the last time.
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

/** The earliest time from `at` behind all that is booked in a conversation, with all its limits kept. */
function earliestInConversation({ times, blockedUntil }: Bookings, at: number): number {
  const free = CONVERSATION_LIMITS.map((limit) => {
    const first = times.at(-limit.count);
    return times.length < limit.count || first === undefined ? 0 : first + toWindowMs(limit);
  });
  return Math.max(at, blockedUntil, times.at(-1) ?? 0, ...free);
}

/**
 * The earliest time from `from` at which one more fits between those booked. Conversations do not
 * wait for each other, so a time may be booked before others that are booked already.
 */
function earliestInTenant(times: readonly number[], limit: Limit, from: number): number {
  for (let time = from; ; ) {
    const place = insertionIndex(times, time);
    // With it, any `count` booked times around it that lie too close would be one too many.
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

/** The index behind all that are not later. */
function insertionIndex(times: readonly number[], time: number): number {
  let place = times.length;
  while (place > 0 && (times[place - 1] ?? 0) > time) place -= 1;
  return place;
}
