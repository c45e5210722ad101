import type { Account, Profile } from '../../../src/domain/organisation/person.js';
import type { Place } from '../../../src/domain/organisation/place.js';
import type {
  Channel,
  MessageTarget,
  OutgoingMessage,
  SendOutcome,
  Turn,
} from '../../../src/ports/channel.js';
import type { Logger } from '../../../src/ports/logger.js';
import type { ReferenceStore } from '../../../src/ports/stores/reference-store.js';
import { renderOrLog } from '../../shared/reply.js';
import { type Address, parseMessageRef, toAddress, toChannelId } from '../addresses.js';
import { type RenderedMessage, renderCard } from '../render/render.js';
import { type Connector, createPersonalChats } from './connector.js';
import { NO_DESTINATION, post, SEND_TIMEOUT_MS, type SendContext } from './post.js';
import { createProfiles } from './profiles.js';
import type { RateLimiter } from './rate-limiter.js';
import { createRoster } from './roster.js';
import { type AllowedServiceUrls, createServiceUrlLookup } from './service-urls.js';

export interface ChannelOptions {
  readonly tenantId: string;
  readonly connector: Connector;
  readonly serviceUrls: AllowedServiceUrls;
  readonly references: Pick<ReferenceStore, 'all'>;
  /** Configured places, whose teams should have the app. */
  readonly places?: readonly Place[] | undefined;
  readonly rateLimiter: Pick<RateLimiter, 'findWait'>;
  readonly logger: Logger;
  /** A time that only runs forward, ms. */
  readonly now: () => number;
  /** Resolves after `ms` of real time. */
  readonly sleep: (ms: number) => Promise<void>;
}

/**
 * The {@link Channel} to Teams. Teams has no key to find a message by, so `findMessage` always returns
 * `cannot-tell`. A card that exceeds Teams' limits is not sent: it is refused as `rejected` and logged.
 */
export function createChannel(options: ChannelOptions): Channel {
  const { tenantId, connector, logger } = options;
  const serviceUrlLookup = createServiceUrlLookup(options);
  const personalChats = createPersonalChats(connector);
  const roster = createRoster({ ...options, serviceUrlLookup });
  const profiles = createProfiles({ ...options, serviceUrlLookup, personalChats, roster });
  const context: SendContext = { ...options, serviceUrlLookup, personalChats };
  const isInTenant = ({ platform, workspace }: Account) =>
    platform === 'teams' && workspace === tenantId;
  const renderAndSend = async (
    { card, deliveryId }: OutgoingMessage,
    send: (rendered: RenderedMessage) => Promise<SendOutcome>,
  ): Promise<SendOutcome> => {
    const rendered = renderOrLog(
      () => renderCard(card, { tenant: tenantId }),
      logger,
      'rendered card exceeds Teams limits',
      { delivery: deliveryId },
    );
    return rendered === undefined ? TOO_BIG : sendUnlessStoreFails(logger, () => send(rendered));
  };
  return {
    platform: 'teams',
    findTurn: (target) => findTurn(options, target),
    post: (target, message) =>
      renderAndSend(message, (rendered) => post(context, target, rendered)),
    update: (ref, message) => renderAndSend(message, (rendered) => update(context, ref, rendered)),
    findMessage: async () => ({ kind: 'cannot-tell' }),
    async fetchProfile(account): Promise<Profile | undefined> {
      return isInTenant(account) ? profiles.fetchProfile(account) : undefined;
    },
    async findAccountByEmail(email) {
      const userId = await roster.findByEmail(email);
      return userId === undefined ? undefined : { platform: 'teams', workspace: tenantId, userId };
    },
    // Bots are not told of deactivated accounts: somebody in none of the rosters may still have theirs.
    async checkAccount(account) {
      const isMember = isInTenant(account) && roster.findCached(account.userId) !== undefined;
      return isMember ? 'active' : 'unknown';
    },
  };
}

/** Messages wait for their channel with all its threads, or for the chat with a person. */
function findTurn({ rateLimiter, tenantId }: ChannelOptions, target: MessageTarget): Turn {
  const destination = 'update' in target ? { thread: target.update } : target;
  const key = toChannelId(toConversation(toAddress(destination, tenantId)));
  return { queue: `teams ${key}`, waitMs: () => rateLimiter.findWait(key) };
}

/** The conversation at an address. For a person whose chat is not known yet: something of their own. */
function toConversation(address: Address): string {
  switch (address.kind) {
    case 'channel':
      return address.place.channel;
    case 'thread':
      return address.message.conversation;
    case 'person':
      return address.reference?.conversation ?? address.userId;
    case 'other-tenant':
    case 'none':
      return '';
  }
}

const TOO_BIG = {
  kind: 'refused',
  reason: 'rejected',
  detail: 'RENDER_LIMIT',
} as const satisfies SendOutcome;

/** The store is read before anything is sent, so after an error nothing was posted. */
async function sendUnlessStoreFails(
  logger: Logger,
  send: () => Promise<SendOutcome>,
): Promise<SendOutcome> {
  try {
    return await send();
  } catch (error) {
    logger.warn({ error }, 'conversation references not read, will retry');
    return { kind: 'retry', retryAfterMs: null, detail: 'store' };
  }
}

async function update(
  { connector, serviceUrlLookup, now }: SendContext,
  ref: Parameters<Channel['update']>[0],
  rendered: RenderedMessage,
): Promise<SendOutcome> {
  const message = parseMessageRef(ref);
  if (message === undefined) return NO_DESTINATION;
  const deadline = now() + SEND_TIMEOUT_MS;
  const serviceUrl = await serviceUrlLookup.findForMessage(message);
  const { conversation, activity } = message;
  const outcome = await connector.update(serviceUrl, conversation, activity, rendered, deadline);
  return outcome.kind === 'sent' ? { kind: 'sent', ref } : outcome;
}
