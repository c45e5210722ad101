import type { Destination, SendOutcome } from '../../../src/ports/channel.js';
import { type Address, toAddress } from '../addresses.js';
import type { Connector, OutgoingActivity, PersonalChats } from './connector.js';
import type { ServiceUrlLookup } from './service-urls.js';

/** What sending needs. */
export interface SendContext {
  readonly tenantId: string;
  readonly connector: Connector;
  readonly personalChats: PersonalChats;
  readonly serviceUrlLookup: ServiceUrlLookup;
  /** A time that only runs forward, ms. */
  readonly now: () => number;
}

/**
 * Time limit of a post or an update, ms, with its token, rate limit and opening of a chat. A delivery
 * may look up an account for 10 s and then try two routes, all within its lease of 45 s.
 */
export const SEND_TIMEOUT_MS = 16_000;

/** Posts a rendered message. Throws only what the reference store throws, and before anything was sent. */
export async function post(
  context: SendContext,
  target: Destination,
  activity: OutgoingActivity,
): Promise<SendOutcome> {
  const { connector, serviceUrlLookup } = context;
  const deadline = context.now() + SEND_TIMEOUT_MS;
  const address = toAddress(target, context.tenantId);
  switch (address.kind) {
    case 'channel': {
      const serviceUrl = await serviceUrlLookup.findForPlace(address.place);
      return connector.startThread(serviceUrl, address.place.channel, activity, deadline);
    }
    case 'thread': {
      const serviceUrl = await serviceUrlLookup.findForMessage(address.message);
      return connector.send(serviceUrl, address.message.conversation, activity, deadline);
    }
    case 'person':
      return postToPerson(context, address, activity, deadline);
    case 'other-tenant':
      return OTHER_TENANT;
    case 'none':
      return NO_DESTINATION;
  }
}

/** The outcome for a destination or a reference that is not Teams'. */
export const NO_DESTINATION = {
  kind: 'refused',
  reason: 'no-place',
  detail: 'no Teams address',
} as const satisfies SendOutcome;

const OTHER_TENANT = {
  kind: 'refused',
  reason: 'person-unreachable',
  detail: 'account of another tenant',
} as const satisfies SendOutcome;

type PersonAddress = Extract<Address, { kind: 'person' }>;

/** If the stored chat no longer exists, opens it again, once. */
async function postToPerson(
  context: SendContext,
  address: PersonAddress,
  activity: OutgoingActivity,
  deadline: number,
): Promise<SendOutcome> {
  const serviceUrl = await context.serviceUrlLookup.findForPerson(address.reference?.serviceUrl);
  const to = { serviceUrl, userId: address.userId, deadline };
  const stored = address.reference?.conversation ?? null;
  const first = await postToChat(context, to, stored, activity);
  if (first.conversation === null || !isGone(first.outcome)) return first.outcome;
  const isNewlyGone = context.personalChats.markGone(address.userId, first.conversation);
  if (!isNewlyGone) return first.outcome;
  return (await postToChat(context, to, stored, activity)).outcome;
}

/** Returns the outcome and the chat's conversation, null when no chat could be opened. */
async function postToChat(
  { personalChats, connector }: SendContext,
  to: { readonly serviceUrl: string; readonly userId: string; readonly deadline: number },
  stored: string | null,
  activity: OutgoingActivity,
): Promise<{ readonly outcome: SendOutcome; readonly conversation: string | null }> {
  const opened = await personalChats.open(to.serviceUrl, to.userId, stored, to.deadline);
  if (opened.kind === 'closed') return { outcome: opened.outcome, conversation: null };
  const { conversation } = opened;
  const outcome = await connector.send(to.serviceUrl, conversation, activity, to.deadline);
  return { outcome, conversation };
}

function isGone(outcome: SendOutcome): boolean {
  return outcome.kind === 'refused' && outcome.detail === 'ConversationNotFound';
}
