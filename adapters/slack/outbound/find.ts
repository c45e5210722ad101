import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { FindOutcome, SendOutcome } from '../../../src/ports/channel.js';
import { toMessageRef } from '../addresses.js';
import type { Call } from './client.js';
import { toSendOutcome } from './errors.js';

/** The metadata event type under which a delivery's id travels. */
export const DELIVERY_EVENT = 'redress_delivery';

/** Slack's clock and ours may differ, and a message may be dated when the request came in. Ms. */
const SKEW_MS = 120_000;

/** Messages asked for at once: as many as Slack recommends at most (docs.slack.dev/reference/methods/conversations.history). */
const PAGE = 200;
/** Pages of one search before it makes way, a fifth of what Slack gives a minute (tier 3, 50). */
const MOST_PAGES = 10;
/** No page is asked for after this much real time, ms: the deliverer's lease must outlast search and post. */
const LONGEST_MS = 8000;
/** Until a search that made way is carried on, ms: so that {@link MOST_PAGES} keep to Slack's rate. */
const CARRY_ON_MS = 12_000;
/** Unfinished searches remembered, the one left alone longest forgotten first. */
const REMEMBERED = 1000;

const page = z.object({
  messages: z.array(z.looseObject({ ts: z.string() })),
  has_more: z.boolean().optional(),
  response_metadata: z.looseObject({ next_cursor: z.string().optional() }).optional(),
});

const delivered = z.object({
  ts: z.string(),
  user: z.string().optional(),
  bot_id: z.string().optional(),
  metadata: z.object({
    event_type: z.literal(DELIVERY_EVENT),
    event_payload: z.object({ id: z.string() }),
  }),
});

/** Where to look. */
export interface Search {
  readonly channel: string;
  /** The `ts` of the message whose thread it is in, if it is in one. */
  readonly thread: string | null;
  readonly deliveryId: string;
  /** Real time, ms UTC. */
  readonly since: number;
  /** Whether a message was posted by us; others may write any metadata they like. */
  readonly isOwn: (author: { user?: string | undefined; bot_id?: string | undefined }) => boolean;
}

/** How far a search has come. */
interface Progress {
  /** What it looks through: everything posted at or after this. Real time, ms UTC. */
  readonly since: number;
  /** When it began to: what comes in later may be missing from its pages. Real time, ms UTC. */
  readonly begunAt: number;
  /** Slack's name for its next page; empty for the first. */
  readonly cursor: string;
}

/** Looks for posted messages by their delivery's id. */
export type FindMessage = (search: Search) => Promise<FindOutcome>;

/**
 * Looks through a conversation, or a thread, however much was written there since. A search that
 * takes long answers `retry` and is carried on where it stood when it is asked for again; at its
 * end it looks through what came in meanwhile. Pages are taken in whichever order Slack gives them.
 * @param now real time, ms UTC
 */
export function createMessageFinder(call: Call, now: () => number): FindMessage {
  const unfinished = new LRUCache<string, Progress>({ max: REMEMBERED });
  return async (search) => {
    const key = keyOf(search);
    const startedAt = now();
    const from = unfinished.get(key) ?? begun(search.since, startedAt);
    unfinished.delete(key);
    const { outcome, rest } = await look(call, search, from, { startedAt, now });
    if (rest !== null) unfinished.set(key, rest);
    return outcome;
  };
}

/** What a search gave, and where to carry on with it; null when it has ended or starts over. */
interface Looked {
  readonly outcome: FindOutcome;
  readonly rest: Progress | null;
}

async function look(
  call: Call,
  search: Search,
  from: Progress,
  { startedAt, now }: { readonly startedAt: number; readonly now: () => number },
): Promise<Looked> {
  let at = from;
  for (let pages = 0; pages < MOST_PAGES && now() - startedAt < LONGEST_MS; pages += 1) {
    const read = await readPage(call, search, at);
    if (read.kind !== 'more') {
      return { outcome: read.outcome, rest: read.kind === 'held-up' ? at : null };
    }
    const isEnd = read.cursor === '';
    if (isEnd && at.begunAt >= startedAt) return { outcome: { kind: 'absent' }, rest: null };
    at = isEnd ? begun(at.begunAt, startedAt) : { ...at, cursor: read.cursor };
  }
  return { outcome: { kind: 'retry', retryAfterMs: CARRY_ON_MS }, rest: at };
}

function begun(since: number, begunAt: number): Progress {
  return { since, begunAt, cursor: '' };
}

function keyOf({ channel, thread, deliveryId }: Search): string {
  return `${channel} ${thread ?? ''} ${deliveryId}`;
}

/** What a page gave: the answer, the name of the next one (empty after the last), or nothing this time. */
type Read =
  | { readonly kind: 'settled'; readonly outcome: FindOutcome }
  | { readonly kind: 'held-up'; readonly outcome: FindOutcome }
  | { readonly kind: 'more'; readonly cursor: string };

async function readPage(call: Call, search: Search, at: Progress): Promise<Read> {
  const called = await pageOf(call, search, at);
  if (!called.ok) {
    const { failure } = called;
    const outcome = toFailedFind(toSendOutcome(failure, false));
    // Slack's own words may be about the cursor, so the search then starts over.
    const isNamed = failure.kind === 'slack' && failure.name !== 'ratelimited';
    return { kind: isNamed ? 'settled' : 'held-up', outcome };
  }
  const answer = page.safeParse(called.answer).data;
  if (answer === undefined) return { kind: 'held-up', outcome: ASK_AGAIN };
  const ts = match(answer.messages, search);
  if (ts !== undefined) {
    return { kind: 'settled', outcome: { kind: 'found', ref: toMessageRef(search.channel, ts) } };
  }
  const cursor = answer.response_metadata?.next_cursor ?? '';
  if (cursor === '' && answer.has_more === true) return { kind: 'held-up', outcome: ASK_AGAIN };
  return { kind: 'more', cursor };
}

const ASK_AGAIN = { kind: 'retry', retryAfterMs: null } as const satisfies FindOutcome;

/**
 * A search that Slack did not carry out: it can be asked again, unless what it looks through may
 * not be read at all. `rejected` is no word on that: it stands for every error nobody knows.
 */
export function toFailedFind(outcome: Exclude<SendOutcome, { kind: 'sent' }>): FindOutcome {
  if (outcome.kind === 'retry') return { kind: 'retry', retryAfterMs: outcome.retryAfterMs };
  if (outcome.kind === 'unknown' || outcome.reason === 'rejected') return ASK_AGAIN;
  return { kind: 'cannot-tell' };
}

/** One page of a conversation, or of a thread. */
function pageOf(call: Call, search: Search, { since, cursor }: Progress) {
  const args = {
    channel: search.channel,
    oldest: String(Math.max(0, Math.floor((since - SKEW_MS) / 1000))),
    inclusive: true,
    include_all_metadata: true,
    limit: PAGE,
    ...(cursor === '' ? {} : { cursor }),
  };
  return search.thread === null
    ? call('conversations.history', args)
    : call('conversations.replies', { ...args, ts: search.thread });
}

function match(messages: readonly unknown[], search: Search): string | undefined {
  for (const message of messages) {
    const found = delivered.safeParse(message).data;
    if (found?.metadata.event_payload.id === search.deliveryId && search.isOwn(found)) {
      return found.ts;
    }
  }
  return undefined;
}
