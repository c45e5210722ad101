import type { Account, Profile } from '../../../src/domain/organisation/person.js';
import type { Place } from '../../../src/domain/organisation/place.js';
import { RedressError } from '../../../src/errors.js';
import type { Channel, OutgoingMessage, SendOutcome } from '../../../src/ports/channel.js';
import type { Logger } from '../../../src/ports/logger.js';
import type { ReferenceStore } from '../../../src/ports/reference-store.js';
import { parseMessageRef } from '../addresses.js';
import { type RenderedMessage, renderCard } from '../render/render.js';
import { type Connector, createPersonalChats } from './connector.js';
import { NO_DESTINATION, post, SEND_TIMEOUT_MS, type SendContext } from './post.js';
import { createProfiles } from './profiles.js';
import { createRoster } from './roster.js';
import { type AllowedServiceUrls, createServiceUrlLookup } from './service-urls.js';

export interface ChannelOptions {
  readonly tenantId: string;
  readonly connector: Connector;
  readonly serviceUrls: AllowedServiceUrls;
  readonly references: Pick<ReferenceStore, 'all'>;
  /** Places whose teams the app is expected in. */
  readonly places?: readonly Place[] | undefined;
  readonly logger: Logger;
  /** Real time, ms UTC. */
  readonly now: () => number;
  /** Resolves after so many ms of real time. */
  readonly sleep: (ms: number) => Promise<void>;
}

/**
 * Teams as a way out. See {@link Channel}. Teams has no key by which a message could be found again,
 * so `find` can never tell. A card that cannot be made to fit is refused as `rejected` and logged
 * with its code; it is never sent.
 */
export function createChannel(options: ChannelOptions): Channel {
  const { tenantId, connector, logger } = options;
  const addresses = createServiceUrlLookup(options);
  const conversations = createPersonalChats(connector);
  const roster = createRoster({ ...options, serviceUrlLookup: addresses });
  const profiles = createProfiles({
    ...options,
    serviceUrlLookup: addresses,
    personalChats: conversations,
    roster,
  });
  const outbound: SendContext = {
    ...options,
    serviceUrlLookup: addresses,
    personalChats: conversations,
  };
  const isOurs = ({ platform, workspace }: Account) =>
    platform === 'teams' && workspace === tenantId;
  const rendering = async (
    message: OutgoingMessage,
    send: (rendered: RenderedMessage) => Promise<SendOutcome>,
  ): Promise<SendOutcome> => {
    const rendered = tryRender(message, tenantId, logger);
    return rendered === undefined ? TOO_BIG : sendUnlessStoreFails(logger, () => send(rendered));
  };
  return {
    platform: 'teams',
    post: (target, message) => rendering(message, (rendered) => post(outbound, target, rendered)),
    update: (ref, message) => rendering(message, (rendered) => update(outbound, ref, rendered)),
    findMessage: async () => ({ kind: 'cannot-tell' }),
    async fetchProfile(account): Promise<Profile | undefined> {
      return isOurs(account) ? profiles.fetchProfile(account) : undefined;
    },
    async findAccountByEmail(email) {
      const userId = await roster.findByEmail(email);
      return userId === undefined ? undefined : { platform: 'teams', workspace: tenantId, userId };
    },
  };
}

const TOO_BIG = {
  kind: 'refused',
  reason: 'rejected',
  detail: 'RENDER_LIMIT',
} as const satisfies SendOutcome;

function tryRender(
  message: OutgoingMessage,
  tenant: string,
  logger: Logger,
): RenderedMessage | undefined {
  try {
    return renderCard(message.card, { tenant });
  } catch (error) {
    if (!(error instanceof RedressError)) throw error;
    logger.error({ error, delivery: message.deliveryId }, 'a message does not fit into Teams');
    return undefined;
  }
}

/** The store is asked before anything is sent, so while it is away nothing was posted. */
async function sendUnlessStoreFails(
  logger: Logger,
  send: () => Promise<SendOutcome>,
): Promise<SendOutcome> {
  try {
    return await send();
  } catch (error) {
    logger.warn({ error }, 'where to send to in Teams could not be read');
    return { kind: 'retry', retryAfterMs: null, detail: 'store' };
  }
}

async function update(
  { connector, serviceUrlLookup, now }: SendContext,
  ref: Parameters<Channel['update']>[0],
  rendered: RenderedMessage,
): Promise<SendOutcome> {
  const known = parseMessageRef(ref);
  if (known === undefined) return NO_DESTINATION;
  const deadline = now() + SEND_TIMEOUT_MS;
  const serviceUrl = await serviceUrlLookup.findForMessage(known);
  const { conversation, activity } = known;
  const outcome = await connector.update(serviceUrl, conversation, activity, rendered, deadline);
  return outcome.kind === 'sent' ? { kind: 'sent', ref } : outcome;
}
