import type { SendOutcome } from '../../../src/ports/channel.js';
import {
  field,
  seconds,
  type TransportFailure,
  toTransportFailure,
} from '../../shared/transport.js';
import { findErrorMeaning } from './error-table.js';

/** A failed call to Slack, as far as it matters: no text of it leaves this file but codes. */
export type Failure =
  /** Slack answered with an error name. */
  | { readonly kind: 'slack'; readonly name: string; readonly retryAfterMs: number | null }
  /** HTTP 429. */
  | { readonly kind: 'rate'; readonly retryAfterMs: number }
  /** Another HTTP status than 200, and no error name of Slack's with it. */
  | { readonly kind: 'http'; readonly status: number }
  | TransportFailure;

type Refusal = Exclude<SendOutcome, { kind: 'sent' }>;

const ERROR_NAME = /^[a-z0-9_]{1,80}$/;

/** Reads what the Web API client throws. Anything it does not know counts as lost, the careful choice. */
export function toFailure(error: unknown): Failure {
  switch (field(error, 'code')) {
    case 'slack_webapi_rate_limited_error':
      return { kind: 'rate', retryAfterMs: seconds(field(error, 'retryAfter')) ?? 1000 };
    case 'slack_webapi_http_error':
      return httpFailure(error);
    case 'slack_webapi_platform_error':
      return platformFailure(field(error, 'data'));
    default:
      return toTransportFailure(error);
  }
}

function httpFailure(error: unknown): Failure {
  const status = field(error, 'statusCode');
  if (typeof status !== 'number') return { kind: 'lost', code: 'http-without-status' };
  const named = status < 500 ? platformFailure(ownAnswer(field(error, 'body'))) : undefined;
  return named?.kind === 'slack' ? named : { kind: 'http', status };
}

/** The body of an HTTP error where it is Slack's own `{ok: false, …}`; a proxy's page is not. */
function ownAnswer(body: unknown): unknown {
  try {
    const answer: unknown = typeof body === 'string' ? JSON.parse(body) : body;
    return field(answer, 'ok') === false ? answer : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** A body that is no JSON shows up as its own error name: then it is no answer of Slack's. */
function platformFailure(data: unknown): Failure {
  const name = field(data, 'error');
  if (typeof name !== 'string' || !ERROR_NAME.test(name)) return { kind: 'lost', code: 'no-json' };
  const retryAfterMs = seconds(field(field(data, 'response_metadata'), 'retryAfter'));
  return { kind: 'slack', name, retryAfterMs };
}

/** What a failed post or update means. `toPerson`: it went to a DM. */
export function toSendOutcome(failure: Failure, toPerson: boolean): Refusal {
  const detail = toErrorCode(failure);
  switch (failure.kind) {
    case 'rate':
      return { kind: 'retry', retryAfterMs: failure.retryAfterMs, detail };
    case 'unsent':
      return { kind: 'retry', retryAfterMs: null, detail };
    case 'lost':
      return { kind: 'unknown', detail };
    case 'http':
      return httpOutcome(failure.status, detail);
    case 'slack':
      return namedOutcome(failure, toPerson, detail);
  }
}

/**
 * A 5xx may come from a gateway while Slack carries the call out behind it, with a body or without.
 * Anything else without Slack's own answer comes from something on the way there, such as a proxy.
 */
function httpOutcome(status: number, detail: string): Refusal {
  if (status >= 500) return { kind: 'unknown', detail };
  return { kind: 'retry', retryAfterMs: null, detail };
}

function namedOutcome(
  failure: Extract<Failure, { kind: 'slack' }>,
  toPerson: boolean,
  detail: string,
): Refusal {
  const meaning = findErrorMeaning(failure.name, toPerson);
  if (meaning === 'unknown') return { kind: 'unknown', detail };
  const { retryAfterMs } = failure;
  if (meaning === 'token') return { kind: 'retry', retryAfterMs, detail, tokenRefused: true };
  if (meaning === 'retry') return { kind: 'retry', retryAfterMs, detail };
  return { kind: 'refused', reason: meaning, detail };
}

/** The error name when Slack refuses the token itself, else undefined. */
export function isTokenRefused(failure: Failure): string | undefined {
  if (failure.kind !== 'slack' || findErrorMeaning(failure.name, false) !== 'token')
    return undefined;
  return failure.name;
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
