import { z } from 'zod';
import type { FindOutcome } from '../../src/ports/channel.js';
import { refOf } from './addresses.js';
import type { Call } from './client.js';

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
    const answer = await pageOf(call, search, cursor);
    if (answer === undefined) return { kind: 'cannot-tell' };
    const ts = match(answer.messages, search);
    if (ts !== undefined) return { kind: 'found', ref: refOf(search.channel, ts) };
    cursor = answer.response_metadata?.next_cursor ?? '';
    if (cursor === '') return { kind: answer.has_more === true ? 'cannot-tell' : 'absent' };
  }
  return { kind: 'cannot-tell' };
}

/** One page of a conversation, or of a thread; undefined when Slack does not give it. */
async function pageOf(call: Call, search: Search, cursor: string) {
  const args = {
    channel: search.channel,
    oldest: String(Math.max(0, Math.floor((search.since - SKEW_MS) / 1000))),
    inclusive: true,
    include_all_metadata: true,
    limit: PAGE,
    ...(cursor === '' ? {} : { cursor }),
  };
  const called = await (search.thread === null
    ? call('conversations.history', args)
    : call('conversations.replies', { ...args, ts: search.thread }));
  return called.ok ? page.safeParse(called.answer).data : undefined;
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
