import type { KnownAccount } from '../../../src/domain/organisation/person.js';
import type { Channel, SendOutcome } from '../../../src/ports/channel.js';
import type { Logger } from '../../../src/ports/logger.js';
import type { Notice } from '../../../src/views/elements.js';
import { type RenderedMessage, toNoticeBlocks } from '../render/render.js';
import type { Connector } from './connector.js';

/** The conversation an activity came from, with its service URL. */
export interface ConversationAddress {
  readonly serviceUrl: string;
  readonly conversation: { readonly id: string };
}

/**
 * Sends answers as messages, for activities whose response cannot carry them. Such an answer is sent
 * after the commit and stored nowhere: it is retried for some seconds, then the failure is logged and
 * the result is false.
 */
export interface Messenger {
  /** Replies in the activity's conversation. In a channel everybody can read it. */
  replyInConversation(
    conversation: ConversationAddress,
    message: RenderedMessage,
  ): Promise<boolean>;
  /** Replaces one of the bot's own messages in the conversation. */
  replaceInConversation(
    conversation: ConversationAddress,
    activityId: string,
    message: RenderedMessage,
  ): Promise<boolean>;
  /** Writes to a person's personal chat. */
  directMessage(account: KnownAccount, notice: Notice): Promise<boolean>;
}

export interface MessengerOptions extends RetryOptions {
  readonly connector: Pick<Connector, 'send' | 'update'>;
  readonly channel: Pick<Channel, 'post'>;
  readonly logger: Logger;
}

/** Creates the {@link Messenger}. Each answer is retried by {@link sendWithRetry}. */
export function createMessenger(options: MessengerOptions): Messenger {
  const { connector, channel, logger } = options;
  const logUnlessSent = (outcome: SendOutcome) => {
    if (outcome.kind === 'sent') return true;
    logger.warn({ code: outcome.detail }, 'answer not sent');
    return false;
  };
  return {
    replyInConversation: async ({ serviceUrl, conversation }, message) =>
      logUnlessSent(
        await sendWithRetry(options, (deadline) =>
          connector.send(serviceUrl, conversation.id, message, deadline),
        ),
      ),
    replaceInConversation: async ({ serviceUrl, conversation }, activityId, message) =>
      logUnlessSent(
        await sendWithRetry(options, (deadline) =>
          connector.update(serviceUrl, conversation.id, activityId, message, deadline),
        ),
      ),
    async directMessage(account, notice) {
      const card = { summary: notice.text, title: null, blocks: toNoticeBlocks(notice) };
      // The answer is no stored delivery, so the id names none.
      const post = () => channel.post({ accounts: [account] }, { deliveryId: 'answer', card });
      return logUnlessSent(await sendWithRetry(options, post));
    },
  };
}

/**
 * How long an answer is retried, ms. Teams waits 15 s for the response to a message ("Bot Framework
 * service", learn.microsoft.com/azure/bot-service/bot-builder-basics); the rest is for the network.
 */
const RETRY_FOR_MS = 12_000;
const MAX_ATTEMPTS = 5;
const FIRST_WAIT_MS = 500;

export interface RetryOptions {
  /** A time that only runs forward, ms. */
  readonly now: () => number;
  /** Resolves after `ms` of real time. */
  readonly sleep: (ms: number) => Promise<void>;
  /** From 0 to 1. */
  readonly random?: (() => number) | undefined;
}

/**
 * Retries for some seconds, with growing waits and never sooner than Teams asked. An unknown outcome
 * is retried only once, because the message may have been posted. `attempt` gets the time at which it
 * must end, real time, ms UTC.
 */
export async function sendWithRetry(
  { now, sleep, random = Math.random }: RetryOptions,
  attempt: (deadline: number) => Promise<SendOutcome>,
): Promise<SendOutcome> {
  const deadline = now() + RETRY_FOR_MS;
  let unknownCount = 0;
  for (let attempts = 1; ; attempts += 1) {
    const outcome = await attempt(deadline);
    if (isFinal(outcome)) return outcome;
    if (outcome.kind === 'unknown') unknownCount += 1;
    if (unknownCount > 1 || attempts === MAX_ATTEMPTS) return outcome;
    const backoff = FIRST_WAIT_MS * 2 ** (attempts - 1);
    const wait = Math.max(toRetryAfterMs(outcome), backoff) + (backoff * random()) / 4;
    if (now() + wait >= deadline) return outcome;
    await sleep(wait);
  }
}

/** Whether another attempt would have the same outcome. */
function isFinal(outcome: SendOutcome): boolean {
  if (outcome.kind === 'retry') return outcome.tokenRefused === true;
  return outcome.kind !== 'unknown';
}

function toRetryAfterMs(outcome: SendOutcome): number {
  return outcome.kind === 'retry' ? (outcome.retryAfterMs ?? 0) : 0;
}
