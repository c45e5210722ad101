import { z } from 'zod';
import type { Destination, OutgoingMessage, SendOutcome } from '../../../src/ports/channel.js';
import { type Address, toAddress, toMessageRef } from '../addresses.js';
import type { RenderedMessage } from '../render/render.js';
import type { Call, CallResult } from './client.js';
import type { Conversations } from './conversations.js';
import { toSendOutcome } from './errors.js';
import { DELIVERY_EVENT } from './find.js';
import type { RateLimiter } from './rate-limiter.js';

/** Where a message can be posted now. `person`: it is a DM, so errors are about a person. */
export interface PostDestination {
  readonly channel: string;
  readonly thread: string | null;
  readonly isPerson: boolean;
}

export type ResolveResult =
  | { readonly post: PostDestination }
  | { readonly outcome: Exclude<SendOutcome, { kind: 'sent' }> };

/** What sending works with. */
export interface SendContext {
  readonly call: Call;
  readonly conversations: Conversations;
  readonly rateLimiter: RateLimiter;
  /** Resolves after so many ms of real time. */
  readonly sleep: (ms: number) => Promise<void>;
  /** The workspace's `T…` id; null before the start. */
  readonly workspace: () => string | null;
}

const posted = z.object({ channel: z.string(), ts: z.string() });

/** Posts a rendered message. A DM that was kept and is gone is opened again, once. */
export async function post(
  outbound: SendContext,
  target: Destination,
  id: OutgoingMessage['deliveryId'],
  message: RenderedMessage,
): Promise<SendOutcome> {
  const address = toAddress(target, outbound.workspace());
  const reached = await resolveDestination(outbound, address);
  if ('outcome' in reached) return reached.outcome;
  const outcome = await send(outbound, reached.post, id, message);
  if (address.kind !== 'person' || !isStale(outcome)) return outcome;
  if (!outbound.conversations.invalidate(address.account, reached.post.channel)) return outcome;
  const again = await resolveDestination(outbound, { ...address, known: null });
  return 'outcome' in again ? again.outcome : send(outbound, again.post, id, message);
}

/** In its turn, see {@link RateLimiter}. */
async function send(
  outbound: SendContext,
  to: PostDestination,
  id: string,
  message: RenderedMessage,
): Promise<SendOutcome> {
  const turn = outbound.rateLimiter.acquire(to.channel);
  if (turn.kind === 'later') {
    return { kind: 'retry', retryAfterMs: turn.ms, detail: 'channel-busy' };
  }
  if (turn.ms > 0) await outbound.sleep(turn.ms);
  const outcome = toPostOutcome(await postMessage(outbound.call, to, id, message), to.isPerson);
  if (outcome.kind === 'retry' && outcome.retryAfterMs !== null) {
    outbound.rateLimiter.backOff(to.channel, outcome.retryAfterMs);
  }
  return outcome;
}

/** Finds the conversation behind an address, opening a DM where there is none yet. */
export async function resolveDestination(
  outbound: SendContext,
  address: Address,
): Promise<ResolveResult> {
  switch (address.kind) {
    case 'channel':
      return { post: { channel: address.channel, thread: null, isPerson: false } };
    case 'thread':
      return { post: inThread(address.channel, address.thread) };
    case 'nowhere':
      return { outcome: NO_DESTINATION };
    case 'person':
      return reachPerson(outbound, address);
  }
}

/** For a target or a reference that is none of Slack's. */
export const NO_DESTINATION = {
  kind: 'refused',
  reason: 'no-place',
  detail: 'no Slack address',
} as const satisfies SendOutcome;

function inThread(channel: string, thread: string): PostDestination {
  return { channel, thread, isPerson: isDirectMessage(channel) };
}

/** A channel id of a DM. */
export function isDirectMessage(channel: string): boolean {
  return channel.startsWith('D');
}

async function reachPerson(
  { conversations, workspace }: SendContext,
  address: Extract<Address, { kind: 'person' }>,
): Promise<ResolveResult> {
  if (address.account.workspace !== workspace()) {
    const detail = 'account of another workspace';
    return { outcome: { kind: 'refused', reason: 'person-unreachable', detail } };
  }
  const opened = await conversations.open(address.account, address.known);
  if (opened.ok) return { post: { channel: opened.channel, thread: null, isPerson: true } };
  const outcome = toSendOutcome(opened.failure, true);
  // Opening a DM posts nothing, so a lost answer is no reason to look for a message.
  if (outcome.kind !== 'unknown') return { outcome };
  return { outcome: { kind: 'retry', retryAfterMs: null, detail: outcome.detail } };
}

function postMessage(call: Call, to: PostDestination, id: string, message: RenderedMessage) {
  return call('chat.postMessage', {
    channel: to.channel,
    ...(to.thread === null ? {} : { thread_ts: to.thread }),
    text: message.text,
    blocks: message.blocks,
    metadata: { event_type: DELIVERY_EVENT, event_payload: { id } },
    // What a customer wrote must not make Slack fetch a link or tag a channel.
    unfurl_links: false,
    unfurl_media: false,
    parse: 'none',
    link_names: false,
  });
}

/** What a call that posts or updates gave. `person`: in a DM. */
export function toPostOutcome(called: CallResult, person: boolean): SendOutcome {
  if (!called.ok) return toSendOutcome(called.failure, person);
  const answer = posted.safeParse(called.answer).data;
  if (answer === undefined) return { kind: 'unknown', detail: 'answer-without-ts' };
  return { kind: 'sent', ref: toMessageRef(answer.channel, answer.ts) };
}

function isStale(outcome: SendOutcome): boolean {
  return outcome.kind === 'refused' && outcome.detail === 'channel_not_found';
}
