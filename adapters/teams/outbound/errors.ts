import type { SendOutcome } from '../../../src/ports/channel.js';
import { parseRetryAfter, readField, type TransportFailure } from '../../shared/transport.js';
import { type ConversationKind, findErrorMeaning } from './error-meanings.js';

/** Why a call to Teams failed. It contains codes only, never text from a response. */
export type Failure =
  /** Teams returned an error of its own. `name` is empty if it has none. */
  | {
      readonly kind: 'teams';
      readonly status: number;
      readonly name: string;
      readonly retryAfterMs: number | null;
    }
  /** A response that is not from Teams, e.g. from a proxy. */
  | { readonly kind: 'http'; readonly status: number; readonly retryAfterMs: number | null }
  | TransportFailure
  /** No token available. `refused`: Microsoft refuses the credentials. */
  | { readonly kind: 'token'; readonly code: string; readonly refused: boolean }
  /** Not sent, to stay within Teams' rate limits. */
  | { readonly kind: 'paced'; readonly retryAfterMs: number }
  /** Not sent: the service URL is not allowed. */
  | { readonly kind: 'address' };

/** The outcome of a message that was not sent, or perhaps not. */
export type FailedOutcome = Exclude<SendOutcome, { kind: 'sent' }>;

/** Whether the call posts something that people see. */
type Effect = 'posts' | 'posts-nothing';

const ERROR_NAME = /^[A-Za-z][A-Za-z0-9]{1,80}$/;
/** Part of an error message that comes from another service of Teams. */
const SUB_CODE = /"subCode"\s*:\s*"([A-Za-z][A-Za-z0-9]{1,80})"/;

/** Teams' longest rate limit is for an hour, so nothing has to wait longer. Ms. */
const MAX_BACK_OFF_MS = 3_600_000;

/** Reads an unsuccessful response. `body` is the parsed JSON, undefined when it is not JSON. */
export function toFailure(status: number, retryAfter: string | null, body: unknown): Failure {
  const requestedMs = parseRetryAfter(retryAfter);
  const retryAfterMs = requestedMs === null ? null : Math.min(requestedMs, MAX_BACK_OFF_MS);
  if (typeof body !== 'object' || body === null) return { kind: 'http', status, retryAfterMs };
  return { kind: 'teams', status, name: findErrorName(body), retryAfterMs };
}

/**
 * The error's name. Mostly it stands in `{error: {code}}`. An error of another service of Teams comes
 * as `{errorCode, message: "{\"subCode\": …}"}`, whose sub-code is more precise.
 */
function findErrorName(body: object): string {
  const error = readField(body, 'error');
  for (const message of [readField(error, 'message'), readField(body, 'message')]) {
    const subCode = typeof message === 'string' ? SUB_CODE.exec(message)?.[1] : undefined;
    if (subCode !== undefined) return subCode;
  }
  const code =
    typeof error === 'string' ? error : (readField(error, 'code') ?? readField(body, 'code'));
  const name = typeof code === 'string' ? code.replaceAll(' ', '') : '';
  return ERROR_NAME.test(name) ? name : '';
}

/** The outcome of a failed call. `effect`: whether the call would have posted something. */
export function toSendOutcome(
  failure: Failure,
  kind: ConversationKind,
  effect: Effect = 'posts',
): FailedOutcome {
  const plain = toPlainOutcome(failure, kind);
  const isToken = plain.kind === 'retry' && findTokenRefusal(failure) !== undefined;
  const outcome: FailedOutcome = isToken ? { ...plain, tokenRefused: true } : plain;
  if (outcome.kind !== 'unknown' || effect === 'posts') return outcome;
  return { kind: 'retry', retryAfterMs: null, detail: outcome.detail };
}

function toPlainOutcome(failure: Failure, kind: ConversationKind): FailedOutcome {
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
      return toResponseOutcome(failure, kind, detail);
  }
}

/**
 * With 503 nothing was done. With any other 5xx, such as a gateway's 502 or 504, Teams may have
 * carried out the call. The delivery loop retries both.
 */
function toResponseOutcome(
  failure: Extract<Failure, { kind: 'http' | 'teams' }>,
  kind: ConversationKind,
  detail: string,
): FailedOutcome {
  const { status, retryAfterMs } = failure;
  if (status >= 500 && status !== 503) return { kind: 'unknown', detail };
  if (status === 503) return { kind: 'retry', retryAfterMs, detail };
  // A 413 is final, even from a proxy. Any other error without Teams' own body comes from a proxy.
  if (status === 413) return { kind: 'refused', reason: 'rejected', detail };
  if (failure.kind === 'http') return { kind: 'retry', retryAfterMs, detail };
  const meaning = findErrorMeaning(status, failure.name, kind);
  if (meaning === 'retry' || meaning === 'token') return { kind: 'retry', retryAfterMs, detail };
  return { kind: 'refused', reason: meaning, detail };
}

/**
 * The outcome if a personal chat could not be opened. Nothing was posted. The person is the only
 * variable part of the request, so a 400, 404 or 410 of Teams means the person.
 */
export function toOpenOutcome(failure: Failure): FailedOutcome {
  const outcome = toSendOutcome(failure, 'person', 'posts-nothing');
  const isAboutPerson = failure.kind === 'teams' && [400, 404, 410].includes(failure.status);
  if (!isAboutPerson || outcome.kind !== 'refused') return outcome;
  return { kind: 'refused', reason: 'person-gone', detail: outcome.detail };
}

/** The code if Microsoft refuses the bot's credentials or token, else undefined. */
export function findTokenRefusal(failure: Failure): string | undefined {
  if (failure.kind === 'token') return failure.refused ? failure.code : undefined;
  return isTokenError(failure) ? toErrorCode(failure) : undefined;
}

/** Whether the response shows that the token was accepted, although the call failed. */
export function isTokenAccepted(failure: Failure): boolean {
  return failure.kind === 'teams' && failure.status < 500 && !isTokenError(failure);
}

function isTokenError(failure: Failure): boolean {
  if (failure.kind === 'http') return failure.status === 401;
  if (failure.kind !== 'teams' || failure.status >= 500) return false;
  return findErrorMeaning(failure.status, failure.name, 'channel') === 'token';
}

/**
 * - `answered`: by Microsoft itself, even if it refuses; `unanswered`: a 5xx, a time-out, no connection, a
 *   gateway's or proxy's page
 * - `not-asked`: nothing was sent, for reasons of our own
 */
export type AnswerKind = 'answered' | 'unanswered' | 'not-asked';

/** Whether Microsoft answered a failed call. */
export function toAnswerKind(failure: Failure): AnswerKind {
  switch (failure.kind) {
    case 'paced':
    case 'address':
      return 'not-asked';
    case 'unsent':
      return failure.code === OUT_OF_TIME ? 'not-asked' : 'unanswered';
    case 'lost':
      return 'unanswered';
    case 'token':
      return failure.refused ? 'answered' : 'unanswered';
    case 'http':
      return HTTP_ANSWERS.includes(failure.status) ? 'answered' : 'unanswered';
    case 'teams':
      return failure.status >= 500 ? 'unanswered' : 'answered';
  }
}

/** The code of a call that was not sent because its response could not have come in time. */
export const OUT_OF_TIME = 'out-of-time';

/** The statuses that Teams itself answers without a body of its own: refused token, size, rate limit. */
const HTTP_ANSWERS: readonly number[] = [401, 413, 429];

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
