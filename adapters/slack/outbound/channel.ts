import type {
  Channel,
  FindOutcome,
  MessageTarget,
  OutgoingMessage,
  SendOutcome,
  Turn,
} from '../../../src/ports/channel.js';
import type { Logger } from '../../../src/ports/logger.js';
import { renderOrLog } from '../../shared/reply.js';
import { parseMessageRef, toAddress } from '../addresses.js';
import { type RenderedMessage, renderCard } from '../render/render.js';
import type { Clients } from './client.js';
import { createMessageFinder, toFailedFind } from './find.js';
import type { BotIdentity } from './identity.js';
import {
  backOffAfter,
  createConversations,
  isDirectMessage,
  NO_DESTINATION,
  post,
  resolveDestination,
  type SendContext,
  toPaceKey,
  toPostOutcome,
} from './post.js';
import { checkAccount, fetchProfile, findAccountByEmail } from './profiles.js';
import { createRateLimiter } from './rate-limiter.js';

export interface ChannelOptions {
  readonly clients: Clients;
  /** Null before the start. */
  readonly identity: () => BotIdentity | null;
  readonly logger: Logger;
  /** Real time, ms UTC. */
  readonly now: () => number;
  /** A time that only runs forward, ms. */
  readonly monotonicNow: () => number;
  /** Resolves after so many ms of real time. */
  readonly sleep: (ms: number) => Promise<void>;
}

/**
 * The {@link Channel} to Slack. A card that exceeds Slack's limits is not sent: it is refused as
 * `rejected` and logged.
 */
export function createChannel(options: ChannelOptions): Channel {
  const { clients, identity, logger } = options;
  const call = clients.deliveries;
  const workspace = () => identity()?.workspace ?? null;
  const context: SendContext = {
    call,
    conversations: createConversations(call, options.monotonicNow),
    rateLimiter: createRateLimiter(options.monotonicNow),
    sleep: options.sleep,
    workspace,
  };
  const findMessage = createMessageFinder(call, options.now, options.monotonicNow);
  const renderThen = async (
    message: OutgoingMessage,
    send: (rendered: RenderedMessage) => Promise<SendOutcome>,
  ): Promise<SendOutcome> => {
    const rendered = renderOrLog(
      () => renderCard(message.card, { workspace: workspace() }),
      logger,
      'rendered message exceeds Slack limits',
      { delivery: message.deliveryId },
    );
    return rendered === undefined ? TOO_BIG : send(rendered);
  };
  return {
    platform: 'slack',
    post: (target, message) =>
      renderThen(message, (rendered) => post(context, target, message.deliveryId, rendered)),
    findTurn: (target) => findTurn(context, target),
    update: (ref, message) => renderThen(message, (rendered) => update(context, ref, rendered)),
    async findMessage(target, deliveryId, since): Promise<FindOutcome> {
      const resolved = await resolveDestination(context, toAddress(target, workspace()));
      if ('outcome' in resolved) return toFailedFind(resolved.outcome);
      const { channel, thread } = resolved.destination;
      const isOwn = isPostedBy(identity());
      return findMessage({ channel, thread, deliveryId, since, isOwn });
    },
    fetchProfile: (account) => fetchProfile(clients.interactive, account, workspace()),
    findAccountByEmail: (email) =>
      findAccountByEmail(clients.interactive, email, workspace(), logger),
    checkAccount: (account) => checkAccount(clients.interactive, account, workspace()),
  };
}

const TOO_BIG = {
  kind: 'refused',
  reason: 'rejected',
  detail: 'RENDER_LIMIT',
} as const satisfies SendOutcome;

/** New messages wait for their channel or person, updates for the workspace; both stand in one queue. */
function findTurn({ rateLimiter, workspace }: SendContext, target: MessageTarget): Turn {
  const isUpdate = 'update' in target;
  const address = toAddress(isUpdate ? { thread: target.update } : target, workspace());
  const pace = toPaceKey(address);
  const method = isUpdate ? 'chat.update' : 'chat.postMessage';
  return { queue: `slack ${pace}`, waitMs: () => rateLimiter.findWait(method, pace) };
}

async function update(
  { call, rateLimiter }: SendContext,
  ref: Parameters<Channel['update']>[0],
  { text, blocks }: RenderedMessage,
): Promise<SendOutcome> {
  const message = parseMessageRef(ref);
  if (message === undefined) return NO_DESTINATION;
  const { channel, ts } = message;
  // Without `metadata`, chat.update keeps the message's metadata, and the delivery id in it.
  const args = { channel, ts, text, blocks, parse: 'none', link_names: false };
  const outcome = toPostOutcome(await call('chat.update', args), isDirectMessage(channel));
  backOffAfter(outcome, rateLimiter, 'chat.update', channel);
  return outcome;
}

/** Whether the bot is a message's author. */
function isPostedBy(identity: BotIdentity | null) {
  return (author: { user?: string | undefined; bot_id?: string | undefined }) => {
    if (identity === null) return false;
    if (author.user === identity.userId) return true;
    return identity.botId !== null && author.bot_id === identity.botId;
  };
}
