import type { KnownAccount } from '../../../src/domain/organisation/person.js';
import type { Channel, SendOutcome } from '../../../src/ports/channel.js';
import type { Logger } from '../../../src/ports/logger.js';
import type { Notice } from '../../../src/views/elements.js';
import { type RenderedMessage, toNoticeBlocks } from '../render/render.js';
import type { Connector } from './connector.js';

/** Where an activity came from: the conversation, and the service address it is written to at. */
export interface ConversationAddress {
  readonly serviceUrl: string;
  readonly conversation: { readonly id: string };
}

/**
 * Answers by message, where an activity is not answered by what goes back to it. What is said like
 * this was committed before or is only to be read, and nobody looks for it again: it is tried for
 * some seconds, then the failure is logged, and false is given.
 */
export interface Messenger {
  /** Writes into the conversation the activity came from: in a channel, all there read it. */
  replyInConversation(
    conversation: ConversationAddress,
    message: RenderedMessage,
  ): Promise<boolean>;
  /** Writes to one person alone. */
  directMessage(account: KnownAccount, notice: Notice): Promise<boolean>;
}

export interface MessengerOptions extends RetryOptions {
  readonly connector: Pick<Connector, 'send'>;
  readonly channel: Pick<Channel, 'post'>;
  readonly logger: Logger;
}

export function createMessenger(options: MessengerOptions): Messenger {
  const { connector, channel, logger } = options;
  const isSent = (outcome: SendOutcome) => {
    if (outcome.kind === 'sent') return true;
    logger.warn({ code: outcome.detail }, 'Teams did not take an answer');
    return false;
  };
  return {
    replyInConversation: async ({ serviceUrl, conversation }, message) =>
      isSent(
        await sendWithRetry(options, (deadline) =>
          connector.send(serviceUrl, conversation.id, message, deadline),
        ),
      ),
    async directMessage(account, notice) {
      const card = { summary: notice.text, title: null, blocks: toNoticeBlocks(notice) };
      // No delivery of the core's: the id names none.
      const post = () => channel.post({ accounts: [account] }, { deliveryId: 'answer', card });
      return isSent(await sendWithRetry(options, post));
    },
  };
}

/**
 * How long an answer is tried, ms: Teams waits 15 s for a message to be taken ("Bot Framework
 * service", learn.microsoft.com/azure/bot-service/bot-builder-basics), and some goes on the way.
 */
const RETRY_FOR_MS = 12_000;
const MAX_ATTEMPTS = 5;
const FIRST_WAIT_MS = 500;

export interface RetryOptions {
  /** Real time, ms UTC. */
  readonly now: () => number;
  /** Resolves after so many ms of real time. */
  readonly sleep: (ms: number) => Promise<void>;
  /** From 0 to 1. */
  readonly random?: (() => number) | undefined;
}

/**
 * Tries again for some seconds what was not taken this time, with growing waits and never sooner
 * than Teams asked; what may have been posted once more at most. `attempt` gets the time by which
 * it is to have ended, real time, ms UTC.
 */
export async function sendWithRetry(
  { now, sleep, random = Math.random }: RetryOptions,
  attempt: (deadline: number) => Promise<SendOutcome>,
): Promise<SendOutcome> {
  const deadline = now() + RETRY_FOR_MS;
  let doubts = 0;
  for (let attempts = 1; ; attempts += 1) {
    const outcome = await attempt(deadline);
    if (isFinal(outcome)) return outcome;
    if (outcome.kind === 'unknown') doubts += 1;
    if (doubts > 1 || attempts === MAX_ATTEMPTS) return outcome;
    const backoff = FIRST_WAIT_MS * 2 ** (attempts - 1);
    const wait = Math.max(toRetryAfterMs(outcome), backoff) + (backoff * random()) / 4;
    if (now() + wait >= deadline) return outcome;
    await sleep(wait);
  }
}

/** Another attempt would end no better. */
function isFinal(outcome: SendOutcome): boolean {
  if (outcome.kind === 'retry') return outcome.tokenRefused === true;
  return outcome.kind !== 'unknown';
}

function toRetryAfterMs(outcome: SendOutcome): number {
  return outcome.kind === 'retry' ? (outcome.retryAfterMs ?? 0) : 0;
}
