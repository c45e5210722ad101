import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { SendOutcome } from '../../../src/ports/channel.js';
import { toChannelId, toMessageRef, toThreadId } from '../addresses.js';
import type { Call, CallResult } from './client.js';
import type { ConversationKind } from './error-meanings.js';
import { type FailedOutcome, toOpenOutcome, toSendOutcome } from './errors.js';

/** A message to send: an activity without its address. */
export type OutgoingActivity = Readonly<Record<string, unknown>> | object;

/** The personal chat with a person, or why there is none. */
export type OpenedChat =
  | { readonly kind: 'open'; readonly conversation: string }
  | { readonly kind: 'closed'; readonly outcome: FailedOutcome };

/** A request for one page of members, see "Get members" in the Bot Connector API reference. */
export interface MemberPageRequest {
  readonly size: number;
  /** From the last page; null for the first. */
  readonly continuationToken: string | null;
}

/**
 * The calls this bot makes to the Bot Connector. Every call checks the service URL, keeps the rate
 * limits, is sent once with a time-out of 10 s, and returns an outcome. It never throws for what Teams
 * or the network does. With a deadline (real time, ms UTC) a call that cannot end in time is not sent.
 */
export interface Connector {
  /** Posts to an existing conversation: a thread of a channel, or a personal chat. */
  send(
    serviceUrl: string,
    conversation: string,
    activity: OutgoingActivity,
    deadline?: number,
  ): Promise<SendOutcome>;
  /** Posts to a channel, which starts a new thread. */
  startThread(
    serviceUrl: string,
    channel: string,
    activity: OutgoingActivity,
    deadline?: number,
  ): Promise<SendOutcome>;
  /** Opens the personal chat with a person, always the same one. Posts nothing. `user`: an Entra object id, or `29:…`. */
  openChat(serviceUrl: string, user: string, deadline?: number): Promise<OpenedChat>;
  /** Replaces a message. Doing it twice is harmless. */
  update(
    serviceUrl: string,
    conversation: string,
    activityId: string,
    activity: OutgoingActivity,
    deadline?: number,
  ): Promise<SendOutcome>;
  /** Fetches one page of the members of a team, channel or chat. */
  fetchMembers(
    serviceUrl: string,
    conversation: string,
    page: MemberPageRequest,
  ): Promise<CallResult>;
  /** Fetches the standard channels of a team, by its thread id ("Get list of channels", learn.microsoft.com). */
  fetchChannels(serviceUrl: string, team: string): Promise<CallResult>;
  /** Fetches a team's name and group id, by its thread id ("Get team details", learn.microsoft.com). */
  fetchTeam(serviceUrl: string, team: string): Promise<CallResult>;
  /** Fetches one member, by Entra object id or `29:…`. */
  fetchMember(serviceUrl: string, conversation: string, user: string): Promise<CallResult>;
}

export interface ConnectorOptions {
  readonly appId: string;
  readonly tenantId: string;
  readonly call: Call;
}

const sendResponseSchema = z.object({ id: z.string().min(1) });
const startResponseSchema = z.object({
  id: z.string().min(1),
  activityId: z.string().min(1).optional(),
});
const openResponseSchema = z.object({ id: z.string().min(1) });

/** Creates the {@link Connector}. */
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
    fetchChannels: (serviceUrl, team) =>
      call({
        ...{ method: 'GET', serviceUrl, rateLimitKey: `channels of ${team}` },
        path: ['teams', team, 'conversations'],
      }),
    fetchTeam: (serviceUrl, team) =>
      call({
        ...{ method: 'GET', serviceUrl, rateLimitKey: `channels of ${team}` },
        path: ['teams', team],
      }),
    fetchMember: (serviceUrl, conversation, user) =>
      call({
        ...{ method: 'GET', serviceUrl, rateLimitKey: `members of ${conversation}` },
        path: ['conversations', conversation, 'members', user],
      }),
  };
}

/** Ids of channels and their threads begin with `19:`, ids of personal chats with `a:`. */
function toConversationKind(conversation: string): ConversationKind {
  return conversation.startsWith('19:') ? 'channel' : 'person';
}

/** Where a call goes, and when it must end. */
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
  const answer = sendResponseSchema.safeParse(called.answer).data;
  if (answer === undefined) return MISSING_ID;
  return { kind: 'sent', ref: toMessageRef(to.serviceUrl, to.conversation, answer.id) };
}

/** Uses "Create conversation" with the channel in `channelData` and the first activity. */
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
  const answer = startResponseSchema.safeParse(called.answer).data;
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
  const answer = openResponseSchema.safeParse(called.answer).data;
  if (answer !== undefined) return { kind: 'open', conversation: answer.id };
  const detail = 'answer-without-id';
  return { kind: 'closed', outcome: { kind: 'retry', retryAfterMs: null, detail } };
}

/** If the conversation no longer exists, neither does the message. */
function toUpdateOutcome(
  failure: Parameters<typeof toSendOutcome>[0],
  kind: ConversationKind,
): FailedOutcome {
  const outcome = toSendOutcome(failure, kind);
  const isGone = outcome.kind === 'refused' && outcome.detail === 'ConversationNotFound';
  return isGone ? { ...outcome, reason: 'message-gone' } : outcome;
}

const MISSING_ID = { kind: 'unknown', detail: 'answer-without-id' } as const satisfies SendOutcome;

/** Most personal chats to remember. */
const MAX_CHATS = 5000;

/** The personal chats between the bot and people. */
export interface PersonalChats {
  /**
   * Returns a person's chat: `stored`, from which the person wrote last, else a newly opened one. A chat
   * that was opened is remembered, until the person writes from another one.
   * @param userId Entra object id
   * @param stored the conversation stored with the account
   * @param deadline when the call must end, real time, ms UTC
   */
  open(
    serviceUrl: string,
    userId: string,
    stored: string | null,
    deadline?: number,
  ): Promise<OpenedChat>;
  /** Marks a person's chat as gone. False when it already was, so that a new one is opened only once. */
  markGone(userId: string, conversation: string): boolean;
}

/** A chat that was opened in place of the stored one: there was none, or it was gone. */
interface OpenedInstead {
  readonly of: string | null;
  readonly conversation: string;
}

/** Opens chats with "Create conversation", which always returns the same chat, and remembers them. */
export function createPersonalChats(connector: Pick<Connector, 'openChat'>): PersonalChats {
  const chats = new LRUCache<string, OpenedInstead>({ max: MAX_CHATS });
  const gone = new LRUCache<string, true>({ max: MAX_CHATS });
  return {
    async open(serviceUrl, userId, stored, deadline) {
      const instead = chats.get(userId);
      const known = instead?.of === stored ? instead.conversation : stored;
      if (known !== null && !gone.has(known)) return { kind: 'open', conversation: known };
      const opened = await connector.openChat(serviceUrl, userId, deadline);
      if (opened.kind === 'open')
        chats.set(userId, { of: stored, conversation: opened.conversation });
      return opened;
    },
    markGone(userId, conversation) {
      chats.delete(userId);
      if (gone.has(conversation)) return false;
      gone.set(conversation, true);
      return true;
    },
  };
}
