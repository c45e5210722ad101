import type { FailureReason } from '../../../src/domain/complaint/failure-reason.js';
import type { Channel, SendOutcome } from '../../../src/ports/channel.js';

/** For how long Teams must refuse a message before it is believed, ms of real time. */
export const DOUBT_MS = 300_000;
/** The same with a simulator, which means what it says. */
export const SIMULATOR_DOUBT_MS = 2000;

/**
 * Teams now and then answers "conversation not found" to a bot whose conversation is there
 * (github.com/microsoft/botframework-sdk issue 6628, github.com/MicrosoftDocs/msteams-docs issue 9425,
 * github.com/microsoft/botbuilder-js issue 4722). Whom a person has blocked is not doubted: a reminder goes to
 * the next person at once.
 */
const DOUBTED: readonly FailureReason[] = [
  'channel-gone',
  'bot-not-in-channel',
  'not-permitted',
  'message-gone',
];

/** The channel with its refusals in doubt: the core believes them only after they have lasted. */
export function withDoubt(channel: Channel, believeAfterMs: number): Channel {
  const doubt = (outcome: SendOutcome): SendOutcome =>
    outcome.kind === 'refused' && DOUBTED.includes(outcome.reason)
      ? { ...outcome, believeAfterMs }
      : outcome;
  return {
    ...channel,
    post: async (destination, message) => doubt(await channel.post(destination, message)),
    update: async (ref, message) => doubt(await channel.update(ref, message)),
  };
}
