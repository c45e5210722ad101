import { z } from 'zod';
import type { FindOutcome, SendOutcome } from '../../src/ports/channel.js';
import { refOf } from './addresses.js';
import type { Call } from './client.js';
import { outcomeOf } from './errors.js';

/** The metadata event type under which a delivery's id travels. */
export const DELIVERY_EVENT = 'redress_delivery';

/** Slack's clock and ours may differ, and a message may be dated when the request came in. Ms. */
const SKEW_MS = 120_000;

const PAGE = 200;
const MOST_PAGES = 10;

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

/** Looks through a conversation, or a thread, for a message that carries a delivery's id. */
export async function findDelivery(call: Call, search: Search): Promise<FindOutcome> {
  let cursor = '';
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const called = await pageOf(call, search, cursor);
    if (!called.ok) return unfound(outcomeOf(called.failure, false));
    const answer = page.safeParse(called.answer).data;
    if (answer === undefined) return { kind: 'cannot-tell' };
    const ts = match(answer.messages, search);
    if (ts !== undefined) return { kind: 'found', ref: refOf(search.channel, ts) };
    cursor = answer.response_metadata?.next_cursor ?? '';
    if (cursor === '') return { kind: answer.has_more === true ? 'cannot-tell' : 'absent' };
  }
  return { kind: 'cannot-tell' };
}

/** A search that Slack did not carry out: it can be asked again, unless it refuses for good. */
export function unfound(outcome: Exclude<SendOutcome, { kind: 'sent' }>): FindOutcome {
  if (outcome.kind === 'refused') return { kind: 'cannot-tell' };
  return { kind: 'retry', retryAfterMs: outcome.kind === 'retry' ? outcome.retryAfterMs : null };
}

/** One page of a conversation, or of a thread. */
function pageOf(call: Call, search: Search, cursor: string) {
  const args = {
    channel: search.channel,
    oldest: String(Math.max(0, Math.floor((search.since - SKEW_MS) / 1000))),
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
