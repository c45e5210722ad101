import type { FailureReason } from '../../../src/domain/complaint/failure-reason.js';
import type { SendOutcome } from '../../../src/ports/channel.js';
import {
  parseRetryAfter,
  readField,
  type TransportFailure,
  toTransportFailure,
} from '../../shared/transport.js';

/**
 * What an error name means for a message:
 * - `retry`: nothing was posted, but a later attempt may work
 * - `unknown`: Slack says that the call may have been carried out in part
 * - `token`: Slack refuses the token; nothing was posted, and nothing will be until the token is replaced
 * - else the reason why the message can never be sent like this
 */
type ErrorMeaning = FailureReason | 'retry' | 'unknown' | 'token';

/**
 * Slack's error names by meaning, from the documentation of chat.postMessage, chat.update and
 * conversations.open (docs.slack.dev/reference/methods). Any other name means `rejected`.
 */
const ERROR_NAMES: Readonly<
  Record<Exclude<ErrorMeaning, 'no-place' | 'gave-up'>, readonly string[]>
> = {
  'channel-gone': ['channel_not_found', 'channel_type_not_supported'],
  'channel-archived': ['is_archived'],
  'bot-not-in-channel': ['not_in_channel'],
  'person-gone': ['user_not_found', 'users_not_found', 'user_disabled', 'is_inactive'],
  'person-unreachable': [
    'user_not_visible',
    'cannot_dm_bot',
    'im_disabled',
    'messages_tab_disabled',
    'users_list_not_supplied',
  ],
  'message-gone': ['message_not_found', 'thread_not_found'],
  'not-permitted': [
    'missing_scope',
    'no_permission',
    'not_allowed_token_type',
    'restricted_action',
    'restricted_action_read_only_channel',
    'restricted_action_thread_only_channel',
    'restricted_action_non_threadable_channel',
    'restricted_action_thread_locked',
    'cant_update_message',
    'edit_window_closed',
    'cant_broadcast_message',
    'ekm_access_denied',
    'access_denied',
    'accesslimited',
    'enterprise_is_restricted',
    'team_access_not_granted',
    'two_factor_setup_required',
    'as_user_not_supported',
    'org_login_required',
  ],
  token: ['invalid_auth', 'not_authed', 'token_revoked', 'token_expired', 'account_inactive'],
  rejected: [
    'no_text',
    'msg_too_long',
    'msg_blocks_too_long',
    'invalid_blocks',
    'invalid_blocks_format',
    'invalid_arguments',
    'invalid_arg_name',
    'metadata_too_large',
    'invalid_metadata_format',
    'invalid_metadata_schema',
    'metadata_must_be_sent_from_app',
    'too_many_attachments',
    'block_mismatch',
    'markdown_text_conflict',
  ],
  retry: [
    'ratelimited',
    'rate_limited',
    'message_limit_exceeded',
    'service_unavailable',
    'request_timeout',
    'team_added_to_org',
  ],
  unknown: ['internal_error', 'fatal_error'],
};

const MEANINGS = new Map<string, ErrorMeaning>(
  Object.entries(ERROR_NAMES).flatMap(([meaning, names]) =>
    names.map((name): [string, ErrorMeaning] => [name, meaning as ErrorMeaning]),
  ),
);

/** In a DM, an error about the channel is about the person. */
const DM_MEANINGS: Partial<Record<ErrorMeaning, ErrorMeaning>> = {
  'channel-gone': 'person-unreachable',
  'channel-archived': 'person-unreachable',
  'bot-not-in-channel': 'person-unreachable',
};

/** What an error name means; `rejected` for an unknown name. `isDm`: the message went to a DM. */
function findErrorMeaning(name: string, isDm: boolean): ErrorMeaning {
  const meaning = MEANINGS.get(name) ?? 'rejected';
  return isDm ? (DM_MEANINGS[meaning] ?? meaning) : meaning;
}

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
  if (meaning === 'retry') return { kind: 'retry', retryAfterMs, detail };
  return { kind: 'refused', reason: meaning, detail };
}

/** The error name if Slack refuses the token, else undefined. */
export function findTokenError(failure: Failure): string | undefined {
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
