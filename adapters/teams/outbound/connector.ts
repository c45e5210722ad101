import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { SendOutcome } from '../../../src/ports/channel.js';
import { toChannelId, toMessageRef, toThreadId } from '../addresses.js';
import type { Call, CallResult } from './client.js';
import {
  type ConversationKind,
  type FailedOutcome,
  toOpenOutcome,
  toSendOutcome,
} from './errors.js';

/** A message as it is sent: an activity without what says where it goes. */
export type OutgoingActivity = Readonly<Record<string, unknown>> | object;

/** The chat with a person. */
export type OpenedChat =
  | { readonly kind: 'open'; readonly conversation: string }
  | { readonly kind: 'closed'; readonly outcome: FailedOutcome };

/** One page of members, see "Get members" in the Bot Connector API reference. */
export interface MemberPageRequest {
  readonly size: number;
  /** Where the last page ended; null for the first. */
  readonly continuationToken: string | null;
}

/**
 * What the bot asks of the Bot Connector. Every call is checked against the allowed service
 * addresses, paced, made once within 10 s and answered by an outcome; nothing throws for what Teams
 * or the network may do. With a deadline (real time, ms UTC) what cannot end by then is not begun.
 */
export interface Connector {
  /** Posts into a conversation that there is: a thread of a channel, or a person's chat. */
  send(
    serviceUrl: string,
    conversation: string,
    activity: OutgoingActivity,
    deadline?: number,
  ): Promise<SendOutcome>;
  /** Posts into a channel, which makes a thread of its own. */
  startThread(
    serviceUrl: string,
    channel: string,
    activity: OutgoingActivity,
    deadline?: number,
  ): Promise<SendOutcome>;
  /** The chat with a person, the same one each time; nothing is posted. `user`: an Entra object id, or `29:…`. */
  openChat(serviceUrl: string, user: string, deadline?: number): Promise<OpenedChat>;
  /** Replaces a message; doing it twice is harmless. */
  update(
    serviceUrl: string,
    conversation: string,
    activityId: string,
    activity: OutgoingActivity,
    deadline?: number,
  ): Promise<SendOutcome>;
  /** One page of those who are in a team, channel or chat. */
  fetchMembers(
    serviceUrl: string,
    conversation: string,
    page: MemberPageRequest,
  ): Promise<CallResult>;
  /** One of them, by Entra object id or `29:…`. */
  fetchMember(serviceUrl: string, conversation: string, user: string): Promise<CallResult>;
}

export interface ConnectorOptions {
  readonly appId: string;
  readonly tenantId: string;
  readonly call: Call;
}

const sendResponse = z.object({ id: z.string().min(1) });
const startResponse = z.object({ id: z.string().min(1), activityId: z.string().min(1).optional() });
const openResponse = z.object({ id: z.string().min(1) });

/** The Bot Connector as this bot uses it; see {@link Connector}. */
export function createConnector(options: ConnectorOptions): Connector {
  const { call } = options;
  return {
    send: (serviceUrl, conversation, activity, deadline) =>
      sendToConversation(call, { serviceUrl, conversation, deadline }, activity),
    startThread: (serviceUrl, channel, activity, deadline) =>
      startThread(options, { serviceUrl, channel, deadline }, activity),
    openChat: (serviceUrl, user, deadline) => openChat(options, { serviceUrl, user, deadline }),
    async update(serviceUrl, conversation, activityId, activity, deadline) {
      const called = await call({
        ...{ method: 'PUT', serviceUrl, rateLimitKey: conversation, deadline },
        path: ['conversations', conversation, 'activities', activityId],
        body: { ...activity, id: activityId },
      });
      if (!called.ok) return toUpdateOutcome(called.failure, toConversationKind(conversation));
      return { kind: 'sent', ref: toMessageRef(serviceUrl, conversation, activityId) };
    },
    fetchMembers: (serviceUrl, conversation, { size, continuationToken }) =>
      call({
        ...{ method: 'GET', serviceUrl, rateLimitKey: `members of ${conversation}` },
        path: ['conversations', conversation, 'pagedmembers'],
        query: {
          pageSize: String(size),
          ...(continuationToken === null ? {} : { continuationToken }),
        },
      }),
    fetchMember: (serviceUrl, conversation, user) =>
      call({
        ...{ method: 'GET', serviceUrl, rateLimitKey: `members of ${conversation}` },
        path: ['conversations', conversation, 'members', user],
      }),
  };
}

/** A channel's conversations are named `19:…`, with or without a thread; a chat with the bot is named `a:…`. */
function toConversationKind(conversation: string): ConversationKind {
  return conversation.startsWith('19:') ? 'channel' : 'person';
}

/** Where a call goes, and by when it is to have ended. */
interface CallTarget {
  readonly serviceUrl: string;
  readonly deadline: number | undefined;
}

async function sendToConversation(
  call: Call,
  to: CallTarget & { readonly conversation: string },
  activity: OutgoingActivity,
): Promise<SendOutcome> {
  const { serviceUrl, deadline } = to;
  const called = await call({
    ...{ method: 'POST', serviceUrl, rateLimitKey: to.conversation, deadline },
    path: ['conversations', to.conversation, 'activities'],
    body: activity,
  });
  if (!called.ok) return toSendOutcome(called.failure, toConversationKind(to.conversation));
  const answer = sendResponse.safeParse(called.answer).data;
  if (answer === undefined) return MISSING_ID;
  return { kind: 'sent', ref: toMessageRef(to.serviceUrl, to.conversation, answer.id) };
}

/** A post in a channel ("Create conversation" with the channel in `channelData`, activity included). */
async function startThread(
  { call, appId, tenantId }: ConnectorOptions,
  to: CallTarget & { readonly channel: string },
  activity: OutgoingActivity,
): Promise<SendOutcome> {
  const { serviceUrl, deadline } = to;
  const called = await call({
    ...{ method: 'POST', serviceUrl, rateLimitKey: to.channel, deadline },
    path: ['conversations'],
    body: {
      isGroup: true,
      bot: { id: `28:${appId}` },
      tenantId,
      channelData: { channel: { id: to.channel }, tenant: { id: tenantId } },
      activity,
    },
  });
  if (!called.ok) return toSendOutcome(called.failure, 'channel');
  const answer = startResponse.safeParse(called.answer).data;
  if (answer === undefined) return MISSING_ID;
  const root = answer.activityId ?? toThreadId(answer.id);
  if (root === undefined) return MISSING_ID;
  const conversation = `${toChannelId(answer.id)};messageid=${root}`;
  return { kind: 'sent', ref: toMessageRef(to.serviceUrl, conversation, root) };
}

async function openChat(
  { call, appId, tenantId }: ConnectorOptions,
  { serviceUrl, user, deadline }: CallTarget & { readonly user: string },
): Promise<OpenedChat> {
  const called = await call({
    ...{ method: 'POST', serviceUrl, rateLimitKey: user, deadline, path: ['conversations'] },
    body: {
      isGroup: false,
      bot: { id: `28:${appId}` },
      members: [{ id: user }],
      tenantId,
      channelData: { tenant: { id: tenantId } },
    },
  });
  if (!called.ok) return { kind: 'closed', outcome: toOpenOutcome(called.failure) };
  const answer = openResponse.safeParse(called.answer).data;
  if (answer !== undefined) return { kind: 'open', conversation: answer.id };
  const detail = 'answer-without-id';
  return { kind: 'closed', outcome: { kind: 'retry', retryAfterMs: null, detail } };
}

/** A conversation that is not there any more took the message with it. */
function toUpdateOutcome(
  failure: Parameters<typeof toSendOutcome>[0],
  about: ConversationKind,
): FailedOutcome {
  const outcome = toSendOutcome(failure, about);
  const isGone = outcome.kind === 'refused' && outcome.detail === 'ConversationNotFound';
  return isGone ? { ...outcome, reason: 'message-gone' } : outcome;
}

const MISSING_ID = { kind: 'unknown', detail: 'answer-without-id' } as const satisfies SendOutcome;

/** Most chats to remember. */
const MAX_CHATS = 5000;

/** The chats between the bot and people. */
export interface PersonalChats {
  /**
   * A person's chat: as it was kept with their account, as remembered, or opened now.
   * @param userId Entra object id
   * @param deadline by when it is to be open, real time, ms UTC
   */
  open(
    serviceUrl: string,
    userId: string,
    kept: string | null,
    deadline?: number,
  ): Promise<OpenedChat>;
  /** Takes it that this is no longer the person's chat. False when it was known already, so that it is tried once. */
  markGone(userId: string, conversation: string): boolean;
}

/** Opens chats by "Create conversation", which gives the same one each time, and remembers them. */
export function createPersonalChats(connector: Pick<Connector, 'openChat'>): PersonalChats {
  const chats = new LRUCache<string, string>({ max: MAX_CHATS });
  const stale = new LRUCache<string, true>({ max: MAX_CHATS });
  return {
    async open(serviceUrl, userId, kept, deadline) {
      const known = chats.get(userId) ?? kept;
      if (known !== null && !stale.has(known)) return { kind: 'open', conversation: known };
      const opened = await connector.openChat(serviceUrl, userId, deadline);
      if (opened.kind === 'open') chats.set(userId, opened.conversation);
      return opened;
    },
    markGone(userId, conversation) {
      chats.delete(userId);
      if (stale.has(conversation)) return false;
      stale.set(conversation, true);
      return true;
    },
  };
}
