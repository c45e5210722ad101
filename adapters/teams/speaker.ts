import type { KnownAccount } from '../../src/domain/person.js';
import type { Channel, SendOutcome } from '../../src/ports/channel.js';
import type { Logger } from '../../src/ports/logger.js';
import type { Notice } from '../../src/views/elements.js';
import type { Connector } from './connector.js';
import type { Activity } from './payloads.js';
import { noticeBlocks, type RenderedMessage } from './render.js';

/**
 * Answers by message, where an activity is not answered by what goes back to it. What is said like
 * this was committed before or is only to be read: a failure is logged, and false is given.
 */
export interface Speaker {
  /** Writes into the conversation the activity came from: in a channel, all there read it. */
  say(activity: Activity, message: RenderedMessage): Promise<boolean>;
  /** Writes to one person alone. */
  tell(account: KnownAccount, notice: Notice): Promise<boolean>;
}

export interface SpeakerOptions {
  readonly connector: Pick<Connector, 'send'>;
  readonly channel: Pick<Channel, 'post'>;
  readonly logger: Logger;
}

export function createSpeaker({ connector, channel, logger }: SpeakerOptions): Speaker {
  const isSent = (outcome: SendOutcome) => {
    if (outcome.kind === 'sent') return true;
    logger.warn({ code: outcome.detail }, 'Teams did not take an answer');
    return false;
  };
  return {
    say: async ({ serviceUrl, conversation }, message) =>
      isSent(await connector.send(serviceUrl, conversation.id, message)),
    async tell(account, notice) {
      const card = { summary: notice.text, title: null, blocks: noticeBlocks(notice) };
      // No delivery of the core's: nobody looks for it again.
      return isSent(await channel.post({ accounts: [account] }, { deliveryId: 'answer', card }));
    },
  };
}
