import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { FindOutcome, SendOutcome } from '../../../src/ports/channel.js';
import { toMessageRef } from '../addresses.js';
import type { Call } from './client.js';
import { toSendOutcome } from './errors.js';

/** The `event_type` of the message metadata that contains a delivery's id. */
export const DELIVERY_EVENT = 'redress_delivery';

/** Slack's clock and ours may differ, and Slack may date a message at the start of the request. Ms. */
const CLOCK_SKEW_MS = 120_000;

/** Messages in a page, the most that Slack recommends (docs.slack.dev/reference/methods/conversations.history). */
const PAGE_SIZE = 200;
/** Most pages in one run of a search, a fifth of what Slack allows in a minute (tier 3, 50). */
const MAX_PAGES = 10;
/** No page is fetched after this much real time, ms: the delivery's lease must outlast search and post. */
const MAX_SEARCH_MS = 8000;
/** Wait before an unfinished search resumes, ms, so that {@link MAX_PAGES} stay within Slack's rate. */
const RESUME_AFTER_MS = 12_000;
/** Most unfinished searches; beyond that, the least recently used is dropped. */
const MAX_UNFINISHED = 1000;

const pageResponse = z.object({
  messages: z.array(z.looseObject({ ts: z.string() })),
  has_more: z.boolean().optional(),
  response_metadata: z.looseObject({ next_cursor: z.string().optional() }).optional(),
});

const deliveredMessage = z.object({
  ts: z.string(),
  user: z.string().optional(),
  bot_id: z.string().optional(),
  metadata: z.object({
    event_type: z.literal(DELIVERY_EVENT),
    event_payload: z.object({ id: z.string() }),
  }),
});

/** What to search for, and where. */
export interface Search {
  readonly channel: string;
  /** The `ts` of the thread's first message; null outside threads. */
  readonly thread: string | null;
  readonly deliveryId: string;
  /** Real time, ms UTC. */
  readonly since: number;
  /** Whether the bot is the author: other apps may write any metadata. */
  readonly isOwn: (author: { user?: string | undefined; bot_id?: string | undefined }) => boolean;
}

/** How far a search is. */
interface Progress {
  /** The pass covers everything posted at or after this time. Real time, ms UTC. */
  readonly since: number;
  /** When the pass began: its pages may lack messages posted later. Real time, ms UTC. */
  readonly startedAt: number;
  /** Slack's cursor of the next page; empty for the first page. */
  readonly cursor: string;
}

/** When the search was called, real time, ms UTC, and what measures how long it takes, ms. */
interface SearchTimes {
  readonly calledAt: number;
  readonly monotonicNow: () => number;
}

/** Finds a posted message by its delivery's id. */
export type FindMessage = (search: Search) => Promise<FindOutcome>;

/**
 * Searches a conversation or a thread, whatever its size. A search that takes long returns `retry`
 * and resumes at the next call with the same search. At the end of a pass it makes another pass over
 * what was posted meanwhile. It works with pages in either order.
 * @param now real time, ms UTC, which messages carry
 * @param monotonicNow a time that only runs forward, ms: how long a search takes
 */
export function createMessageFinder(
  call: Call,
  now: () => number,
  monotonicNow: () => number = now,
): FindMessage {
  const unfinished = new LRUCache<string, Progress>({ max: MAX_UNFINISHED });
  return async (search) => {
    const key = toSearchKey(search);
    const calledAt = now();
    const from = unfinished.get(key) ?? startPass(search.since, calledAt);
    unfinished.delete(key);
    const { outcome, rest } = await searchPages(call, search, from, { calledAt, monotonicNow });
    if (rest !== null) unfinished.set(key, rest);
    return outcome;
  };
}

/** The outcome of one run, and where to resume; null if the search has ended or starts over. */
interface RunResult {
  readonly outcome: FindOutcome;
  readonly rest: Progress | null;
}

async function searchPages(
  call: Call,
  search: Search,
  from: Progress,
  { calledAt, monotonicNow }: SearchTimes,
): Promise<RunResult> {
  let at = from;
  const startedAt = monotonicNow();
  for (let pages = 0; pages < MAX_PAGES && monotonicNow() - startedAt < MAX_SEARCH_MS; pages += 1) {
    const page = await searchPage(call, search, at);
    if (page.kind !== 'more') {
      return { outcome: page.outcome, rest: page.kind === 'interrupted' ? at : null };
    }
    const isEnd = page.cursor === '';
    if (isEnd && at.startedAt >= calledAt) return { outcome: { kind: 'absent' }, rest: null };
    at = isEnd ? startPass(at.startedAt, calledAt) : { ...at, cursor: page.cursor };
  }
  return { outcome: { kind: 'retry', retryAfterMs: RESUME_AFTER_MS }, rest: at };
}

function startPass(since: number, startedAt: number): Progress {
  return { since, startedAt, cursor: '' };
}

function toSearchKey({ channel, thread, deliveryId }: Search): string {
  return `${channel} ${thread ?? ''} ${deliveryId}`;
}

type PageResult =
  /** The search has ended or starts over. */
  | { readonly kind: 'ended'; readonly outcome: FindOutcome }
  /** The page was not read; the search resumes with it. */
  | { readonly kind: 'interrupted'; readonly outcome: FindOutcome }
  /** Not in this page. `cursor` is that of the next page, empty after the last. */
  | { readonly kind: 'more'; readonly cursor: string };

async function searchPage(call: Call, search: Search, at: Progress): Promise<PageResult> {
  const called = await fetchPage(call, search, at);
  if (!called.ok) {
    const { failure } = called;
    const outcome = toFailedFind(toSendOutcome(failure, false));
    // An error name may be about the cursor, so the search starts over.
    const startsOver = failure.kind === 'slack' && failure.name !== 'ratelimited';
    return { kind: startsOver ? 'ended' : 'interrupted', outcome };
  }
  const page = pageResponse.safeParse(called.answer).data;
  if (page === undefined) return { kind: 'interrupted', outcome: RETRY };
  const ts = findDelivery(page.messages, search);
  if (ts !== undefined) {
    return { kind: 'ended', outcome: { kind: 'found', ref: toMessageRef(search.channel, ts) } };
  }
  const cursor = page.response_metadata?.next_cursor ?? '';
  if (cursor === '' && page.has_more === true) return { kind: 'interrupted', outcome: RETRY };
  return { kind: 'more', cursor };
}

const RETRY = { kind: 'retry', retryAfterMs: null } as const satisfies FindOutcome;

/**
 * The outcome of a search whose call failed: `retry`, or `cannot-tell` if the bot may not read the
 * conversation. `rejected` means `retry`, because it stands for every unknown error.
 */
export function toFailedFind(outcome: Exclude<SendOutcome, { kind: 'sent' }>): FindOutcome {
  if (outcome.kind === 'retry') return { kind: 'retry', retryAfterMs: outcome.retryAfterMs };
  if (outcome.kind === 'unknown' || outcome.reason === 'rejected') return RETRY;
  return { kind: 'cannot-tell' };
}

/** Fetches one page of a conversation or of a thread. */
function fetchPage(call: Call, search: Search, { since, cursor }: Progress) {
  const args = {
    channel: search.channel,
    oldest: String(Math.max(0, Math.floor((since - CLOCK_SKEW_MS) / 1000))),
    inclusive: true,
    include_all_metadata: true,
    limit: PAGE_SIZE,
    ...(cursor === '' ? {} : { cursor }),
  };
  return search.thread === null
    ? call('conversations.history', args)
    : call('conversations.replies', { ...args, ts: search.thread });
}

/** The `ts` of the delivery's message; undefined if it is not among these. */
function findDelivery(messages: readonly unknown[], search: Search): string | undefined {
  for (const message of messages) {
    const found = deliveredMessage.safeParse(message).data;
    if (found?.metadata.event_payload.id === search.deliveryId && search.isOwn(found)) {
      return found.ts;
    }
  }
  return undefined;
}
