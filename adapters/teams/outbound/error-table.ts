import type { FailureReason } from '../../../src/domain/complaint/delivery.js';

/**
 * What Teams' error names mean for a message:
 * - `retry`: not now, and nothing was posted
 * - `token`: the bot's token is refused: nothing was posted, and nothing will be until somebody sees to it
 * - else the reason why it will never work like this
 */
export type ErrorMeaning = FailureReason | 'retry' | 'token';

/** What a call was about: a channel and its threads, or the chat with one person. */
export type About = 'channel' | 'person';

/**
 * Teams' error names by meaning, in a channel and in a person's chat, from "Status codes from bot
 * conversational APIs" and "Send proactive messages" (learn.microsoft.com/microsoftteams/platform/bots).
 */
const NAMES: Readonly<Record<string, readonly [channel: ErrorMeaning, person: ErrorMeaning]>> = {
  BotNotInConversationRoster: ['bot-not-in-channel', 'person-unreachable'],
  /** The app is not installed for the person. */
  ForbiddenOperationException: ['bot-not-in-channel', 'person-unreachable'],
  /** The person blocked or uninstalled the bot; a channel with it takes no messages: it is archived. */
  MessageWritesBlocked: ['channel-archived', 'person-unreachable'],
  ConversationBlockedByUser: ['not-permitted', 'person-unreachable'],
  BotDisabledByAdmin: ['not-permitted', 'person-unreachable'],
  TenantNoPermission: ['not-permitted', 'person-unreachable'],
  CapabilityOverride: ['not-permitted', 'person-unreachable'],
  NotEnoughPermissions: ['not-permitted', 'not-permitted'],
  ConversationNotFound: ['channel-gone', 'person-unreachable'],
  MemberNotFoundInConversation: ['person-gone', 'person-gone'],
  ActivityNotFoundInConversation: ['message-gone', 'message-gone'],
  MessageSizeTooBig: ['rejected', 'rejected'],
  BadArgument: ['rejected', 'rejected'],
  BadSyntax: ['rejected', 'rejected'],
  BotNotRegistered: ['token', 'token'],
  PreconditionFailed: ['retry', 'retry'],
  Throttled: ['retry', 'retry'],
  /** It lives elsewhere by now: its team's or its person's next activity says where, which then counts for what was posted before as well (`service-addresses.ts`). */
  InvalidBotApiHost: ['retry', 'retry'],
};

/** What a status means when the name with it says nothing. */
const STATUSES: ReadonlyMap<number, readonly [channel: ErrorMeaning, person: ErrorMeaning]> =
  new Map([
    [401, ['token', 'token']],
    [403, ['not-permitted', 'person-unreachable']],
    [404, ['channel-gone', 'person-unreachable']],
    [410, ['channel-gone', 'person-unreachable']],
    [408, ['retry', 'retry']],
    [409, ['retry', 'retry']],
    [412, ['retry', 'retry']],
    [429, ['retry', 'retry']],
  ]);

/** What a refusal of Teams' own (a status below 500) means; `rejected` for what nobody knows. */
export function findErrorMeaning(status: number, name: string, about: About): ErrorMeaning {
  const known = Object.hasOwn(NAMES, name) ? NAMES[name] : STATUSES.get(status);
  if (known === undefined) return 'rejected';
  return about === 'channel' ? known[0] : known[1];
}
