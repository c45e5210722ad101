import type { SendOutcome } from '../../../src/ports/channel.js';
import {
  parseRetryAfter,
  readField,
  type TransportFailure,
  toTransportFailure,
} from '../../shared/transport.js';
import { findErrorMeaning } from './error-names.js';

/** Why a call to Slack failed. It contains codes only, never text from a response. */
export type Failure =
  /** Slack's response has an error name. */
  | { readonly kind: 'slack'; readonly name: string; readonly retryAfterMs: number | null }
  /** HTTP 429. */
  | { readonly kind: 'rate'; readonly retryAfterMs: number }
  /** An HTTP status other than 200 or 429, without an error name of Slack. */
  | { readonly kind: 'http'; readonly status: number }
  | TransportFailure;

type Refusal = Exclude<SendOutcome, { kind: 'sent' }>;

/** The form of Slack's error names. */
const ERROR_NAME = /^[a-z0-9_]{1,80}$/;

/** Reads what the SDK's Web API client throws. An unknown error counts as `lost`: the call may have been carried out. */
export function toFailure(error: unknown): Failure {
  switch (readField(error, 'code')) {
    case 'slack_webapi_rate_limited_error':
      return {
        kind: 'rate',
        retryAfterMs: parseRetryAfter(readField(error, 'retryAfter')) ?? 1000,
      };
    case 'slack_webapi_http_error':
      return toHttpFailure(error);
    case 'slack_webapi_platform_error':
      return toPlatformFailure(readField(error, 'data'));
    default:
      return toTransportFailure(error);
  }
}

function toHttpFailure(error: unknown): Failure {
  const status = readField(error, 'statusCode');
  if (typeof status !== 'number') return { kind: 'lost', code: 'http-without-status' };
  const named =
    status < 500 ? toPlatformFailure(parseSlackError(readField(error, 'body'))) : undefined;
  return named?.kind === 'slack' ? named : { kind: 'http', status };
}

/** The body of an HTTP error if it is Slack's own `{ok: false, …}`; undefined if it is a proxy's page. */
function parseSlackError(body: unknown): unknown {
  try {
    const answer: unknown = typeof body === 'string' ? JSON.parse(body) : body;
    return readField(answer, 'ok') === false ? answer : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** The SDK gives a body that is not JSON as the error name; such a response is not from Slack. */
function toPlatformFailure(data: unknown): Failure {
  const name = readField(data, 'error');
  if (typeof name !== 'string' || !ERROR_NAME.test(name)) return { kind: 'lost', code: 'no-json' };
  const retryAfterMs = parseRetryAfter(
    readField(readField(data, 'response_metadata'), 'retryAfter'),
  );
  return { kind: 'slack', name, retryAfterMs };
}

/** The outcome of a failed post or update. `isDm`: the message went to a DM. */
export function toSendOutcome(failure: Failure, isDm: boolean): Refusal {
  const detail = toErrorCode(failure);
  switch (failure.kind) {
    case 'rate':
      return { kind: 'retry', retryAfterMs: failure.retryAfterMs, detail };
    case 'unsent':
      return { kind: 'retry', retryAfterMs: null, detail };
    case 'lost':
      return { kind: 'unknown', detail };
    case 'http':
      return toHttpOutcome(failure.status, detail);
    case 'slack':
      return toNamedOutcome(failure, isDm, detail);
  }
}

/**
 * A 5xx may come from a gateway while Slack still carries out the call. Any other status without
 * Slack's own error comes from something before Slack, such as a proxy, so nothing was posted.
 */
function toHttpOutcome(status: number, detail: string): Refusal {
  if (status >= 500) return { kind: 'unknown', detail };
  return { kind: 'retry', retryAfterMs: null, detail };
}

function toNamedOutcome(
  failure: Extract<Failure, { kind: 'slack' }>,
  isDm: boolean,
  detail: string,
): Refusal {
  const meaning = findErrorMeaning(failure.name, isDm);
  if (meaning === 'unknown') return { kind: 'unknown', detail };
  const { retryAfterMs } = failure;
  if (meaning === 'token') return { kind: 'retry', retryAfterMs, detail, tokenRefused: true };
  if (meaning === 'retry' || meaning === 'away') return { kind: 'retry', retryAfterMs, detail };
  return { kind: 'refused', reason: meaning, detail };
}

/** The error name if Slack refuses the token, else undefined. */
export function findTokenError(failure: Failure): string | undefined {
  if (failure.kind !== 'slack' || findErrorMeaning(failure.name, false) !== 'token')
    return undefined;
  return failure.name;
}

/**
 * Whether Slack did not answer, or not as itself: a 5xx, a time-out, no connection, a proxy's page, or its
 * word that it or the workspace is away. What it refuses of one message, and its rate limits, are answers.
 */
export function isUnanswered(failure: Failure): boolean {
  switch (failure.kind) {
    case 'rate':
      return false;
    case 'http':
    case 'unsent':
    case 'lost':
      return true;
    case 'slack': {
      const meaning = findErrorMeaning(failure.name, false);
      return meaning === 'away' || meaning === 'unknown';
    }
  }
}

/** A short code for logs. */
export function toErrorCode(failure: Failure): string {
  switch (failure.kind) {
    case 'slack':
      return failure.name;
    case 'rate':
      return 'http-429';
    case 'http':
      return `http-${failure.status}`;
    case 'unsent':
    case 'lost':
      return failure.code;
  }
}
