import type { KnownAccount } from '../../../src/domain/organisation/person.js';
import type { Channel, SendOutcome } from '../../../src/ports/channel.js';
import type { Logger } from '../../../src/ports/logger.js';
import type { Notice } from '../../../src/views/elements.js';
import { noticeBlocks, type RenderedMessage } from '../render/render.js';
import type { Connector } from './connector.js';
import { type RetryOptions, sendWithRetry } from './retry.js';

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
      const card = { summary: notice.text, title: null, blocks: noticeBlocks(notice) };
      // No delivery of the core's: the id names none.
      const post = () => channel.post({ accounts: [account] }, { deliveryId: 'answer', card });
      return isSent(await sendWithRetry(options, post));
    },
  };
}
