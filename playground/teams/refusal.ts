/** A call that the Bot Connector refuses; turned into its answer in one place. */
export class Refusal extends Error {
  readonly status: number;
  /** Microsoft's error code, e.g. `BotNotInConversationRoster`. */
  readonly code: string;
  /** Microsoft's words, as they go into the answer. */
  readonly words: string;
  /** What is wrong in detail, for the journal. */
  readonly reasons: readonly string[];

  constructor(refused: Refused, reasons: readonly string[] = []) {
    super([`${refused.status} ${refused.code}`, ...reasons].join('; '));
    this.name = 'Refusal';
    this.status = refused.status;
    this.code = refused.code;
    this.words = refused.words;
    this.reasons = reasons;
  }
}

interface Refused {
  status: number;
  code: string;
  words: string;
}

/**
 * The refusals there are, as in Microsoft's "Status codes from bot conversational APIs"; those that are
 * not in that table (unknown people, bad syntax) as the service words them.
 */
export const REFUSED = {
  badArgument: { status: 400, code: 'BadArgument', words: 'Bad argument in the request.' },
  badSyntax: { status: 400, code: 'BadSyntax', words: 'Invalid payload in the request.' },
  unknownUser: {
    status: 400,
    code: 'BadArgument',
    words: 'Invalid user identity in provided tenant',
  },
  notInRoster: {
    status: 403,
    code: 'BotNotInConversationRoster',
    words: 'The bot is not part of the conversation roster.',
  },
  blocked: {
    status: 403,
    code: 'ConversationBlockedByUser',
    words: 'User blocked the conversation with the bot.',
  },
  notInstalled: {
    status: 403,
    code: 'ForbiddenOperationException',
    words: "Bot is not installed in user's personal scope",
  },
  writesBlocked: {
    status: 403,
    code: 'MessageWritesBlocked',
    words: 'The thread is archived; messages cannot be written.',
  },
  notYours: {
    status: 403,
    code: 'NotEnoughPermissions',
    words: 'Only messages of the bot can be changed by it.',
  },
  noConversation: { status: 404, code: 'ConversationNotFound', words: 'Conversation not found.' },
  noActivity: {
    status: 404,
    code: 'ActivityNotFoundInConversation',
    words: 'Conversation not found.',
  },
  noMember: {
    status: 404,
    code: 'MemberNotFoundInConversation',
    words: 'The specified user was not found.',
  },
  precondition: {
    status: 412,
    code: 'PreconditionFailed',
    words: 'Precondition failed, please try again.',
  },
  tooBig: { status: 413, code: 'MessageSizeTooBig', words: 'Message size too large.' },
  throttled: { status: 429, code: 'Throttled', words: 'Too many requests.' },
} as const satisfies Record<string, Refused>;
