import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { type Account, accountKey } from '../../../src/domain/organisation/person.js';
import type { Destination, OutgoingMessage, SendOutcome } from '../../../src/ports/channel.js';
import { type Address, toAddress, toMessageRef } from '../addresses.js';
import type { RenderedMessage } from '../render/render.js';
import type { Call, CallResult } from './client.js';
import { type Failure, toSendOutcome } from './errors.js';
import { DELIVERY_EVENT } from './find.js';
import type { RateLimiter, SendMethod } from './rate-limiter.js';

/** A conversation that a message can be posted to. `isDm`: errors are about a person. */
export interface PostDestination {
  readonly channel: string;
  readonly thread: string | null;
  readonly isDm: boolean;
}

export type ResolveResult =
  | { readonly destination: PostDestination }
  | { readonly outcome: Exclude<SendOutcome, { kind: 'sent' }> };

/** What sending needs. */
export interface SendContext {
  readonly call: Call;
  readonly conversations: Conversations;
  readonly rateLimiter: RateLimiter;
  /** Resolves after so many ms of real time. */
  readonly sleep: (ms: number) => Promise<void>;
  /** The workspace's `T…` id; null before the start. */
  readonly workspace: () => string | null;
}

const postResponse = z.object({ channel: z.string(), ts: z.string() });

/** Posts a rendered message. If the stored DM no longer exists, opens it again, once. */
export async function post(
  context: SendContext,
  target: Destination,
  id: OutgoingMessage['deliveryId'],
  message: RenderedMessage,
): Promise<SendOutcome> {
  const address = toAddress(target, context.workspace());
  const resolved = await resolveDestination(context, address);
  if ('outcome' in resolved) return resolved.outcome;
  const pace = toPaceKey(address);
  const outcome = await send(context, { ...resolved.destination, pace }, id, message);
  if (address.kind !== 'person' || !isChannelNotFound(outcome)) return outcome;
  if (!context.conversations.invalidate(address.account, resolved.destination.channel))
    return outcome;
  const again = await resolveDestination(context, { ...address, dm: null });
  if ('outcome' in again) return again.outcome;
  return send(context, { ...again.destination, pace }, id, message);
}

/** What limits new messages at an address: its channel, or its person, whose direct chat may not be known. */
export function toPaceKey(address: Address): string {
  switch (address.kind) {
    case 'channel':
    case 'thread':
      return address.channel;
    case 'person':
      return `@${address.account.userId}`;
    case 'nowhere':
      return '';
  }
}

/** Posts when the {@link RateLimiter} allows it. */
async function send(
  context: SendContext,
  to: PostDestination & { readonly pace: string },
  id: string,
  message: RenderedMessage,
): Promise<SendOutcome> {
  const turn = context.rateLimiter.acquire(to.pace);
  if (turn.kind === 'later') {
    return { kind: 'retry', retryAfterMs: turn.ms, detail: 'channel-busy' };
  }
  if (turn.ms > 0) await context.sleep(turn.ms);
  const outcome = toPostOutcome(await postMessage(context.call, to, id, message), to.isDm);
  backOffAfter(outcome, context.rateLimiter, 'chat.postMessage', to.pace);
  return outcome;
}

/** Holds back further calls if Slack has asked for that. `pace`: {@link toPaceKey}. */
export function backOffAfter(
  outcome: SendOutcome,
  rateLimiter: RateLimiter,
  method: SendMethod,
  pace: string,
): void {
  if (outcome.kind !== 'retry' || outcome.retryAfterMs === null) return;
  rateLimiter.backOff(method, pace, outcome.retryAfterMs);
}

/** Returns the conversation of an address. Opens a person's DM if it is not known. */
export async function resolveDestination(
  context: SendContext,
  address: Address,
): Promise<ResolveResult> {
  switch (address.kind) {
    case 'channel':
      return { destination: { channel: address.channel, thread: null, isDm: false } };
    case 'thread':
      return { destination: toThread(address.channel, address.thread) };
    case 'nowhere':
      return { outcome: NO_DESTINATION };
    case 'person':
      return resolveDm(context, address);
  }
}

/** The outcome for a destination or a reference that is not Slack's. */
export const NO_DESTINATION = {
  kind: 'refused',
  reason: 'no-place',
  detail: 'no Slack address',
} as const satisfies SendOutcome;

function toThread(channel: string, thread: string): PostDestination {
  return { channel, thread, isDm: isDirectMessage(channel) };
}

/** True for the channel id of a DM. */
export function isDirectMessage(channel: string): boolean {
  return channel.startsWith('D');
}

async function resolveDm(
  { conversations, workspace }: SendContext,
  address: Extract<Address, { kind: 'person' }>,
): Promise<ResolveResult> {
  if (address.account.workspace !== workspace()) {
    const detail = 'account of another workspace';
    return { outcome: { kind: 'refused', reason: 'person-unreachable', detail } };
  }
  const opened = await conversations.open(address.account, address.dm);
  if (opened.ok) return { destination: { channel: opened.channel, thread: null, isDm: true } };
  const outcome = toSendOutcome(opened.failure, true);
  // Opening a DM posts nothing, so there is no message to look for after a lost response.
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
    // Text from a customer must not make Slack fetch a link or notify a channel.
    unfurl_links: false,
    unfurl_media: false,
    parse: 'none',
    link_names: false,
  });
}

/** The outcome of a call that posts or updates a message. `isDm`: the message is in a DM. */
export function toPostOutcome(called: CallResult, isDm: boolean): SendOutcome {
  if (!called.ok) return toSendOutcome(called.failure, isDm);
  const answer = postResponse.safeParse(called.answer).data;
  if (answer === undefined) return { kind: 'unknown', detail: 'answer-without-ts' };
  return { kind: 'sent', ref: toMessageRef(answer.channel, answer.ts) };
}

function isChannelNotFound(outcome: SendOutcome): boolean {
  return outcome.kind === 'refused' && outcome.detail === 'channel_not_found';
}

/** Most cached DMs. */
const MAX_CACHED = 5000;

/**
 * How long a DM is cached, ms. Slack accepts messages to a person who has left and refuses only to
 * open their DM, so a DM is opened again after this time. Two nudges to one person are hardly ever
 * less than this apart.
 */
const CACHE_TTL_MS = 10 * 60_000;

const openResponse = z.object({ channel: z.looseObject({ id: z.string().min(1) }) });

type OpenResult =
  | { readonly ok: true; readonly channel: string }
  | { readonly ok: false; readonly failure: Failure };

/** The direct messages (DMs) between the bot and people. */
export interface Conversations {
  /** Returns the person's DM: the cached one, else `stored` (the id stored with the account), else a newly opened one. */
  open(account: Account, stored: string | null): Promise<OpenResult>;
  /** Stops using this channel as the person's DM. False if it was invalid before, so that opening the DM again is no use. */
  invalidate(account: Account, channel: string): boolean;
}

/**
 * Opens DMs with `conversations.open`, which returns the same DM each time, and caches them for
 * {@link CACHE_TTL_MS}.
 * @param now real time, ms
 */
export function createConversations(call: Call, now: () => number): Conversations {
  const channels = new LRUCache<string, string>({
    max: MAX_CACHED,
    ttl: CACHE_TTL_MS,
    ttlResolution: 0,
    perf: { now },
  });
  const invalid = new LRUCache<string, true>({ max: MAX_CACHED });
  return {
    async open(account, stored) {
      const key = accountKey(account);
      const known = channels.get(key) ?? stored;
      if (known !== null && !invalid.has(known)) return { ok: true, channel: known };
      const called = await call('conversations.open', { users: account.userId });
      if (!called.ok) return called;
      const answer = openResponse.safeParse(called.answer).data;
      if (answer === undefined) return { ok: false, failure: { kind: 'lost', code: 'no-channel' } };
      channels.set(key, answer.channel.id);
      return { ok: true, channel: answer.channel.id };
    },
    invalidate(account, channel) {
      channels.delete(accountKey(account));
      if (invalid.has(channel)) return false;
      invalid.set(channel, true);
      return true;
    },
  };
}
