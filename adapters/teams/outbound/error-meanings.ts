import type { FailureReason } from '../../../src/domain/complaint/failure-reason.js';

/**
 * What an error name means for a message:
 * - `retry`: nothing was posted, but a later attempt may work
 * - `token`: nothing was posted, and nothing will be until somebody fixes the bot's credentials. It is
 *   asked again all the same, and another platform is tried at once
 * - any other: the reason why it will never work
 */
export type ErrorMeaning = FailureReason | 'retry' | 'token';

/** `channel`: a channel or one of its threads. `person`: a personal chat. */
export type ConversationKind = 'channel' | 'person';

type Meanings = readonly [channel: ErrorMeaning, person: ErrorMeaning];

/**
 * The meanings of Teams' error names in a channel and in a personal chat, from "Status codes from bot
 * conversational APIs" in "Build conversational capability", and "Understand who blocked, muted, or
 * uninstalled a bot" in "Send proactive messages" (learn.microsoft.com/microsoftteams/platform/bots).
 * Read in November 2026. Three are in no list of Microsoft's and were seen in answers:
 * `TenantNoPermission`, `CapabilityOverride`, `BadSyntax`.
 */
const MEANING_BY_NAME = {
  BotNotInConversationRoster: ['bot-not-in-channel', 'person-unreachable'],
  /** The app is not installed for the person. */
  ForbiddenOperationException: ['bot-not-in-channel', 'person-unreachable'],
  /** A person with this error blocked or uninstalled the bot; a channel with it is archived. */
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
  /** "A precondition failed on one of our dependencies due to multiple concurrent operations on the same conversation." */
  PreconditionFailed: ['retry', 'retry'],
  Throttled: ['retry', 'retry'],
  /** The conversation has moved: the next activity of its team or person brings the new service URL, also for older messages (`service-urls.ts`). */
  InvalidBotApiHost: ['retry', 'retry'],
} as const satisfies Readonly<Record<string, Meanings>>;

/**
 * The meanings of a status whose error name is unknown. Microsoft's "Status codes retry guidance" wants
 * 412, 429, 502, 503 and 504 to be retried. 407, 408, 409 and 425 say of themselves that a later attempt
 * may work (RFC 9110, RFC 8470). Every 5xx is retried, see `errors.ts`.
 */
const MEANING_BY_STATUS: ReadonlyMap<number, Meanings> = new Map<number, Meanings>([
  [401, ['token', 'token']],
  [403, ['not-permitted', 'person-unreachable']],
  [404, ['channel-gone', 'person-unreachable']],
  [407, ['retry', 'retry']],
  [408, ['retry', 'retry']],
  [409, ['retry', 'retry']],
  [410, ['channel-gone', 'person-unreachable']],
  [412, ['retry', 'retry']],
  [413, ['rejected', 'rejected']],
  [425, ['retry', 'retry']],
  [429, ['retry', 'retry']],
]);

/**
 * What an error of Teams with a status below 500 means. Of a name and a status that are in neither table
 * Microsoft says: "bot must avoid retrying status codes that aren't specified". So it is refused as
 * `rejected`, and people learn of it at once.
 */
export function findErrorMeaning(
  status: number,
  name: string,
  kind: ConversationKind,
): ErrorMeaning {
  const meanings = isKnown(name) ? MEANING_BY_NAME[name] : MEANING_BY_STATUS.get(status);
  if (meanings === undefined) return 'rejected';
  return kind === 'channel' ? meanings[0] : meanings[1];
}

function isKnown(name: string): name is keyof typeof MEANING_BY_NAME {
  return Object.hasOwn(MEANING_BY_NAME, name);
}
