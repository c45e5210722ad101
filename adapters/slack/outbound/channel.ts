import { RedressError } from '../../../src/errors.js';
import type { Channel, FindOutcome, Outgoing, SendOutcome } from '../../../src/ports/channel.js';
import type { Logger } from '../../../src/ports/logger.js';
import { addressOf, messageOf } from '../addresses.js';
import { type RenderedMessage, renderCard } from '../render/render.js';
import type { Call, Clients } from './client.js';
import { createConversations } from './conversations.js';
import { createFinder, unfound } from './find.js';
import type { Identity } from './identity.js';
import { isDirect, NOWHERE, type Outbound, post, reach, sentOf } from './post.js';
import { accountOf, profileOf } from './profiles.js';
import { createPace } from './rate-limiter.js';

export interface ChannelOptions {
  readonly clients: Clients;
  /** Null before the start. */
  readonly identity: () => Identity | null;
  readonly logger: Logger;
  /** Real time, ms UTC. */
  readonly now: () => number;
  /** Resolves after so many ms of real time. */
  readonly sleep: (ms: number) => Promise<void>;
}

/**
 * Slack as a way out. See {@link Channel}. A card that cannot be made to fit is refused as
 * `rejected` and logged with its code; it is never sent.
 */
export function createChannel(options: ChannelOptions): Channel {
  const { clients, identity, logger } = options;
  const call = clients.deliveries;
  const workspace = () => identity()?.workspace ?? null;
  const outbound: Outbound = {
    call,
    conversations: createConversations(call, options.now),
    pace: createPace(options.now),
    sleep: options.sleep,
    workspace,
  };
  const find = createFinder(call, options.now);
  const rendering = async (
    message: Outgoing,
    send: (rendered: RenderedMessage) => Promise<SendOutcome>,
  ): Promise<SendOutcome> => {
    const rendered = tryRender(message, workspace(), logger);
    return rendered === undefined ? TOO_BIG : send(rendered);
  };
  return {
    platform: 'slack',
    post: (target, message) =>
      rendering(message, (rendered) => post(outbound, target, message.deliveryId, rendered)),
    update: (ref, message) => rendering(message, (rendered) => update(call, ref, rendered)),
    async find(target, deliveryId, since): Promise<FindOutcome> {
      const reached = await reach(outbound, addressOf(target, workspace()));
      if ('outcome' in reached) return unfound(reached.outcome);
      const { channel, thread } = reached.post;
      const isOwn = ownedBy(identity());
      return find({ channel, thread, deliveryId, since, isOwn });
    },
    profile: (account) => profileOf(clients.interactive, account, workspace()),
    lookUp: (email) => accountOf(clients.interactive, email, workspace(), logger),
  };
}

const TOO_BIG = {
  kind: 'refused',
  reason: 'rejected',
  detail: 'RENDER_LIMIT',
} as const satisfies SendOutcome;

function tryRender(
  message: Outgoing,
  workspace: string | null,
  logger: Logger,
): RenderedMessage | undefined {
  try {
    return renderCard(message.card, { workspace });
  } catch (error) {
    if (!(error instanceof RedressError)) throw error;
    logger.error({ error, delivery: message.deliveryId }, 'a message does not fit into Slack');
    return undefined;
  }
}

async function update(
  call: Call,
  ref: Parameters<Channel['update']>[0],
  { text, blocks }: RenderedMessage,
): Promise<SendOutcome> {
  const known = messageOf(ref);
  if (known === undefined) return NOWHERE;
  const { channel, ts } = known;
  // Without `metadata` Slack keeps what the message has (chat.update), so its id stays with it.
  const args = { channel, ts, text, blocks, parse: 'none', link_names: false };
  return sentOf(await call('chat.update', args), isDirect(channel));
}

function ownedBy(identity: Identity | null) {
  return (author: { user?: string | undefined; bot_id?: string | undefined }) => {
    if (identity === null) return false;
    if (author.user === identity.userId) return true;
    return identity.botId !== null && author.bot_id === identity.botId;
  };
}
