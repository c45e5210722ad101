import type { FailureReason } from '../../../src/domain/complaint/delivery.js';
import type { SendOutcome } from '../../../src/ports/channel.js';
import { parseRetryAfter, readField, type TransportFailure } from '../../shared/transport.js';

/** A failed call to Teams, as far as it matters: no text of it leaves this file but codes. */
export type Failure =
  /** Teams answered with an error of its own; `name` is empty where it has none. */
  | {
      readonly kind: 'teams';
      readonly status: number;
      readonly name: string;
      readonly retryAfterMs: number | null;
    }
  /** Another answer than Teams gives: something on the way there. */
  | { readonly kind: 'http'; readonly status: number; readonly retryAfterMs: number | null }
  | TransportFailure
  /** There is no token to send it with. `refused`: Microsoft does not take the credentials. */
  | { readonly kind: 'token'; readonly code: string; readonly refused: boolean }
  /** It was kept back, so as not to go beyond Teams' limits. */
  | { readonly kind: 'paced'; readonly retryAfterMs: number }
  /** The service address is none the bot may send to. */
  | { readonly kind: 'address' };

/** An outcome of something that was not sent. */
export type FailedOutcome = Exclude<SendOutcome, { kind: 'sent' }>;

/** Whether what was asked for, had it been done, is there for people to see. */
type Effect = 'posts' | 'posts-nothing';

const ERROR_NAME = /^[A-Za-z][A-Za-z0-9]{1,80}$/;
/** In the words of an error that another service of Teams' reported. */
const SUB_CODE = /"subCode"\s*:\s*"([A-Za-z][A-Za-z0-9]{1,80})"/;

/** No limit of Teams' looks further back than an hour, so nothing has to wait longer. Ms. */
const MAX_BACK_OFF_MS = 3_600_000;

/** Reads an answer that is no success. `body` is what came with it, parsed; undefined when it is no JSON object. */
export function toFailure(status: number, retryAfter: string | null, body: unknown): Failure {
  const asked = parseRetryAfter(retryAfter);
  const retryAfterMs = asked === null ? null : Math.min(asked, MAX_BACK_OFF_MS);
  if (typeof body !== 'object' || body === null) return { kind: 'http', status, retryAfterMs };
  return { kind: 'teams', status, name: findErrorName(body), retryAfterMs };
}

/**
 * The error's name: `{error: {code}}` mostly; `{errorCode, message: "{\"subCode\": …}"}` where it
 * comes from a service behind, whose name says more.
 */
function findErrorName(body: object): string {
  const error = readField(body, 'error');
  for (const message of [readField(error, 'message'), readField(body, 'message')]) {
    const sub = typeof message === 'string' ? SUB_CODE.exec(message)?.[1] : undefined;
    if (sub !== undefined) return sub;
  }
  const code =
    typeof error === 'string' ? error : (readField(error, 'code') ?? readField(body, 'code'));
  const name = typeof code === 'string' ? code.replaceAll(' ', '') : '';
  return ERROR_NAME.test(name) ? name : '';
}

/** What a failed call means for what it was to send. */
export function toSendOutcome(
  failure: Failure,
  about: ConversationKind,
  effect: Effect = 'posts',
): FailedOutcome {
  const plain = toPlainOutcome(failure, about);
  const isToken = plain.kind === 'retry' && findTokenRefusal(failure) !== undefined;
  const outcome: FailedOutcome = isToken ? { ...plain, tokenRefused: true } : plain;
  if (outcome.kind !== 'unknown' || effect === 'posts') return outcome;
  return { kind: 'retry', retryAfterMs: null, detail: outcome.detail };
}

function toPlainOutcome(failure: Failure, about: ConversationKind): FailedOutcome {
  const detail = toErrorCode(failure);
  switch (failure.kind) {
    case 'paced':
      return { kind: 'retry', retryAfterMs: failure.retryAfterMs, detail };
    case 'unsent':
    case 'token':
      return { kind: 'retry', retryAfterMs: null, detail };
    case 'lost':
      return { kind: 'unknown', detail };
    case 'address':
      return { kind: 'refused', reason: 'no-place', detail };
    case 'http':
    case 'teams':
      return toResponseOutcome(failure, about, detail);
  }
}

/**
 * 503 says that nothing was done. Behind any other 5xx, a gateway's 502 and 504 above all, the call
 * may have been carried out all the same; the deliverer tries those again too.
 */
function toResponseOutcome(
  failure: Extract<Failure, { kind: 'http' | 'teams' }>,
  about: ConversationKind,
  detail: string,
): FailedOutcome {
  const { status, retryAfterMs } = failure;
  if (status >= 500 && status !== 503) return { kind: 'unknown', detail };
  if (status === 503) return { kind: 'retry', retryAfterMs, detail };
  // Too big is too big, whoever says so. Anything else that is not Teams' own comes from a proxy.
  if (status === 413) return { kind: 'refused', reason: 'rejected', detail };
  if (failure.kind === 'http') return { kind: 'retry', retryAfterMs, detail };
  const meaning = findErrorMeaning(status, failure.name, about);
  if (meaning === 'retry' || meaning === 'token') return { kind: 'retry', retryAfterMs, detail };
  return { kind: 'refused', reason: meaning, detail };
}

/**
 * What it means that no chat could be opened with a person. Nothing was posted. What Teams finds
 * wrong with such a request can only be the person: everything else in it is always the same.
 */
export function toOpenOutcome(failure: Failure): FailedOutcome {
  const outcome = toSendOutcome(failure, 'person', 'posts-nothing');
  const isTheirs = failure.kind === 'teams' && [400, 404, 410].includes(failure.status);
  if (!isTheirs || outcome.kind !== 'refused') return outcome;
  return { kind: 'refused', reason: 'person-gone', detail: outcome.detail };
}

/** Why the bot's credentials or its token are refused, as a code; undefined when they are not. */
export function findTokenRefusal(failure: Failure): string | undefined {
  if (failure.kind === 'token') return failure.refused ? failure.code : undefined;
  return isTokenError(failure) ? toErrorCode(failure) : undefined;
}

/** Whether an answer shows that the token was taken, though what was asked for was refused. */
export function isTokenAccepted(failure: Failure): boolean {
  return failure.kind === 'teams' && failure.status < 500 && !isTokenError(failure);
}

function isTokenError(failure: Failure): boolean {
  if (failure.kind === 'http') return failure.status === 401;
  if (failure.kind !== 'teams' || failure.status >= 500) return false;
  return findErrorMeaning(failure.status, failure.name, 'channel') === 'token';
}

/** A short code for logs. */
export function toErrorCode(failure: Failure): string {
  switch (failure.kind) {
    case 'teams':
      return failure.name === '' ? `http-${failure.status}` : failure.name;
    case 'http':
      return `http-${failure.status}`;
    case 'unsent':
    case 'lost':
    case 'token':
      return failure.code;
    case 'paced':
      return 'channel-busy';
    case 'address':
      return 'service-url';
  }
}

/**
 * What Teams' error names mean for a message:
 * - `retry`: not now, and nothing was posted
 * - `token`: the bot's token is refused: nothing was posted, and nothing will be until somebody sees to it
 * - else the reason why it will never work like this
 */
export type ErrorMeaning = FailureReason | 'retry' | 'token';

/** What a call was about: a channel and its threads, or the chat with one person. */
export type ConversationKind = 'channel' | 'person';

/**
 * Teams' error names by meaning, in a channel and in a person's chat, from "Status codes from bot
 * conversational APIs" and "Send proactive messages" (learn.microsoft.com/microsoftteams/platform/bots).
 */
const MEANING_BY_NAME: Readonly<
  Record<string, readonly [channel: ErrorMeaning, person: ErrorMeaning]>
> = {
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
const MEANING_BY_STATUS: ReadonlyMap<
  number,
  readonly [channel: ErrorMeaning, person: ErrorMeaning]
> = new Map([
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
export function findErrorMeaning(
  status: number,
  name: string,
  about: ConversationKind,
): ErrorMeaning {
  const known = Object.hasOwn(MEANING_BY_NAME, name)
    ? MEANING_BY_NAME[name]
    : MEANING_BY_STATUS.get(status);
  if (known === undefined) return 'rejected';
  return about === 'channel' ? known[0] : known[1];
}
