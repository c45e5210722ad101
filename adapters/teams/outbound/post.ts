import type { Destination, SendOutcome } from '../../../src/ports/channel.js';
import { type Address, toAddress } from '../addresses.js';
import type { Connector, OutgoingActivity, PersonalChats } from './connector.js';
import type { ServiceUrlLookup } from './service-urls.js';

/** What sending works with. */
export interface SendContext {
  readonly tenantId: string;
  readonly connector: Connector;
  readonly personalChats: PersonalChats;
  readonly serviceUrlLookup: ServiceUrlLookup;
  /** Real time, ms UTC. */
  readonly now: () => number;
}

/**
 * How long a post or an update may take in all, ms, tokens, pacing and opening of chats included. The
 * deliverer's lease (45 s) must outlast two of them, for a person may be tried on two ways, and the
 * 10 s for which an account of theirs may be looked up before.
 */
export const SEND_TIMEOUT_MS = 16_000;

/** Posts a rendered message. Throws only what the reference store throws, before anything was sent. */
export async function post(
  outbound: SendContext,
  target: Destination,
  activity: OutgoingActivity,
): Promise<SendOutcome> {
  const { connector, serviceUrlLookup } = outbound;
  const deadline = outbound.now() + SEND_TIMEOUT_MS;
  const address = toAddress(target, outbound.tenantId);
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
      return postToPerson(outbound, address, activity, deadline);
    case 'stranger':
      return OTHER_TENANT;
    case 'nowhere':
      return NO_DESTINATION;
  }
}

/** For a target or a reference that is none of Teams'. */
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

/** A chat that was kept and is gone is opened again, once. */
async function postToPerson(
  outbound: SendContext,
  address: PersonAddress,
  activity: OutgoingActivity,
  deadline: number,
): Promise<SendOutcome> {
  const serviceUrl = await outbound.serviceUrlLookup.findForPerson(address.reference?.serviceUrl);
  const to = { serviceUrl, userId: address.userId, deadline };
  const first = await postToChat(outbound, to, address.reference?.conversation ?? null, activity);
  if (first.tried === null || !isGone(first.outcome)) return first.outcome;
  const isNews = outbound.personalChats.markGone(address.userId, first.tried);
  if (!isNews) return first.outcome;
  return (await postToChat(outbound, to, null, activity)).outcome;
}

/** What came of it, and the chat it was tried in; null when none could be opened. */
async function postToChat(
  { personalChats, connector }: SendContext,
  to: { readonly serviceUrl: string; readonly userId: string; readonly deadline: number },
  kept: string | null,
  activity: OutgoingActivity,
): Promise<{ readonly outcome: SendOutcome; readonly tried: string | null }> {
  const opened = await personalChats.open(to.serviceUrl, to.userId, kept, to.deadline);
  if (opened.kind === 'closed') return { outcome: opened.outcome, tried: null };
  const { conversation } = opened;
  const outcome = await connector.send(to.serviceUrl, conversation, activity, to.deadline);
  return { outcome, tried: conversation };
}

function isGone(outcome: SendOutcome): boolean {
  return outcome.kind === 'refused' && outcome.detail === 'ConversationNotFound';
}
