import type { FailureReason } from '../../../src/domain/complaint/failure-reason.js';
import type { Channel, SendOutcome } from '../../../src/ports/channel.js';

/** For how long Teams must refuse a message before it is believed, ms of real time. */
export const DOUBT_MS = 300_000;
/** The same with a simulator, which means what it says. */
export const SIMULATOR_DOUBT_MS = 2000;

/**
 * Teams answers 403 and 404 also for a while when nothing is wrong: after the app was added to a team, while a
 * conversation moves, and now and then (github.com/microsoft/botframework-sdk, issues on `ConversationNotFound`
 * and `BotNotInConversationRoster`). What a person's client decides is not among them: a reminder goes to the
 * next person at once.
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
