import { webApi } from '@slack/bolt';
import { expect } from 'chai';
import {
  isUnanswered,
  toErrorCode,
  toFailure,
  toSendOutcome,
} from '../../../../adapters/slack/outbound/errors.js';

const { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } = webApi;

function refused(name: string, retryAfter?: number) {
  return new WebAPIPlatformError({
    ok: false,
    error: name,
    response_metadata: retryAfter === undefined ? {} : { retryAfter },
  });
}

function socketError(code: string, message = 'fetch failed') {
  return new WebAPIRequestError(
    new TypeError(message, { cause: Object.assign(new Error(code), { code }) }),
  );
}

const timeout = new DOMException('The operation was aborted due to timeout', 'TimeoutError');

/** The error's name, the error, its outcome in a channel, and its outcome in a DM if it differs. */
const TABLE: readonly (readonly [string, unknown, string, string?])[] = [
  ['channel_not_found', refused('channel_not_found'), 'channel-gone', 'person-unreachable'],
  ['is_archived', refused('is_archived'), 'channel-archived', 'person-unreachable'],
  ['not_in_channel', refused('not_in_channel'), 'bot-not-in-channel', 'person-unreachable'],
  ['user_not_found', refused('user_not_found'), 'person-gone'],
  ['user_disabled', refused('user_disabled'), 'person-gone'],
  ['user_not_visible', refused('user_not_visible'), 'person-unreachable'],
  ['messages_tab_disabled', refused('messages_tab_disabled'), 'person-unreachable'],
  ['message_not_found', refused('message_not_found'), 'message-gone'],
  ['thread_not_found', refused('thread_not_found'), 'message-gone'],
  ['invalid_auth', refused('invalid_auth'), 'retry null'],
  ['account_inactive', refused('account_inactive'), 'retry null'],
  ['not_authed', refused('not_authed'), 'retry null'],
  ['token_revoked', refused('token_revoked'), 'retry null'],
  ['token_expired', refused('token_expired'), 'retry null'],
  ['missing_scope', refused('missing_scope'), 'not-permitted'],
  ['cant_update_message', refused('cant_update_message'), 'not-permitted'],
  ['invalid_blocks', refused('invalid_blocks'), 'rejected'],
  ['msg_too_long', refused('msg_too_long'), 'rejected'],
  ['msg_blocks_too_long', refused('msg_blocks_too_long'), 'rejected'],
  ['an error nobody knows', refused('brand_new_error'), 'retry null'],
  ['a migration of the workspace', refused('org_login_required'), 'retry null'],
  ['a migration to an organisation', refused('team_added_to_org'), 'retry null'],
  ['a channel that migrates', refused('external_channel_migrating'), 'retry null'],
  ['suspended posting', refused('ekm_access_denied'), 'retry null'],
  [
    'an update of a frozen channel',
    refused('is_inactive'),
    'channel-archived',
    'person-unreachable',
  ],
  ['an update that failed in Slack', refused('update_failed'), 'unknown'],
  ['a network that Slack does not let in', refused('accesslimited'), 'retry null'],
  ['people without a common channel', refused('invalid_user_combination'), 'person-unreachable'],
  ['a thread that admins locked', refused('restricted_action_thread_locked'), 'not-permitted'],
  ['an old method', refused('method_deprecated'), 'rejected'],
  ['HTTP 429', new WebAPIRateLimitedError(7), 'retry 7000'],
  ['ratelimited in a 200', refused('ratelimited', 3), 'retry 3000'],
  ['ratelimited without a time', refused('ratelimited'), 'retry null'],
  ['service_unavailable', refused('service_unavailable'), 'retry null'],
  ['HTTP 500 with a body', new WebAPIHTTPError(500, 'x', {}, 'sorry'), 'unknown'],
  [
    'HTTP 503 with JSON',
    new WebAPIHTTPError(503, 'x', {}, '{"ok":false,"error":"is_archived"}'),
    'unknown',
  ],
  ['HTTP 502 without a body', new WebAPIHTTPError(502, 'x', {}, ''), 'unknown'],
  ["a proxy's HTTP 403", new WebAPIHTTPError(403, 'x', {}, '<html>no</html>'), 'retry null'],
  ["a proxy's HTTP 407", new WebAPIHTTPError(407, 'x', {}, ''), 'retry null'],
  [
    "a proxy's JSON with HTTP 403",
    new WebAPIHTTPError(403, 'x', {}, '{"error":"no"}'),
    'retry null',
  ],
  ['HTTP 408', new WebAPIHTTPError(408, 'x', {}, ''), 'retry null'],
  ['HTTP 404', new WebAPIHTTPError(404, 'x', {}, 'no'), 'retry null'],
  [
    "Slack's own answer with HTTP 403",
    new WebAPIHTTPError(403, 'x', {}, '{"ok":false,"error":"missing_scope"}'),
    'not-permitted',
  ],
  ['internal_error', refused('internal_error'), 'unknown'],
  ['fatal_error', refused('fatal_error'), 'unknown'],
  ['connection refused', socketError('ECONNREFUSED'), 'retry null'],
  ['unknown host', socketError('ENOTFOUND'), 'retry null'],
  ['connecting timed out', socketError('UND_ERR_CONNECT_TIMEOUT'), 'retry null'],
  ['expired certificate', socketError('CERT_HAS_EXPIRED'), 'retry null'],
  [
    'every address refused',
    new WebAPIRequestError(
      new TypeError('fetch failed', {
        cause: new AggregateError([Object.assign(new Error('a'), { code: 'ECONNREFUSED' })]),
      }),
    ),
    'retry null',
  ],
  [
    'one address refused, another without an answer',
    new WebAPIRequestError(
      new TypeError('fetch failed', {
        cause: new AggregateError(
          ['ETIMEDOUT', 'ECONNREFUSED'].map((code) => Object.assign(new Error('a'), { code })),
        ),
      }),
    ),
    'retry null',
  ],
  ['connection reset', socketError('ECONNRESET'), 'unknown'],
  ['other side closed', socketError('UND_ERR_SOCKET'), 'unknown'],
  ['timed out', new WebAPIRequestError(timeout), 'unknown'],
  ['timed out while reading the answer', timeout, 'unknown'],
  ['answer cut short', new TypeError('terminated'), 'unknown'],
  ['an answer that is not JSON', refused('<html>Bad gateway</html>'), 'unknown'],
  ['something else entirely', 'what', 'unknown'],
];

function describeOutcome(error: unknown, toPerson: boolean): string {
  const outcome = toSendOutcome(toFailure(error), toPerson);
  if (outcome.kind === 'refused') return outcome.reason;
  return outcome.kind === 'retry' ? `retry ${outcome.retryAfterMs}` : outcome.kind;
}

describe('The outcome of a failed call to Slack', () => {
  for (const [name, error, inChannel, inDm] of TABLE) {
    it(`${name}: ${inChannel}${inDm === undefined ? '' : `, in a DM ${inDm}`}`, () => {
      expect(describeOutcome(error, false)).to.equal(inChannel);
      expect(describeOutcome(error, true)).to.equal(inDm ?? inChannel);
    });
  }

  it('has tokenRefused for a refused token and for nothing else', () => {
    const refusals = TABLE.filter(([, error]) => {
      const outcome = toSendOutcome(toFailure(error), true);
      return outcome.kind === 'retry' && outcome.tokenRefused === true;
    });
    expect(refusals.map(([name]) => name)).to.deep.equal([
      'invalid_auth',
      'account_inactive',
      'not_authed',
      'token_revoked',
      'token_expired',
      'a network that Slack does not let in',
    ]);
  });

  it('says whether Slack itself answered', () => {
    const unanswered = TABLE.filter(([, error]) => isUnanswered(toFailure(error)));
    const names = unanswered.map(([name]) => name);
    expect(names)
      .to.include.members(['service_unavailable', 'a migration of the workspace'])
      .and.include.members(['HTTP 503 with JSON', "a proxy's HTTP 407", 'internal_error'])
      .and.include.members(['connection refused', 'timed out', 'an answer that is not JSON']);
    expect(names)
      .to.not.include.members(['HTTP 429'])
      .and.not.include.members(['channel_not_found', 'missing_scope', 'an error nobody knows'])
      .and.not.include.members(['invalid_auth', "Slack's own answer with HTTP 403"]);
  });

  it('contains codes, never text from a response', () => {
    expect(toErrorCode(toFailure(refused('Mrs Smith <complains>')))).to.equal('no-json');
    expect(toErrorCode(toFailure(socketError('ECONNRESET', 'to Mrs Smith')))).to.equal(
      'ECONNRESET',
    );
    expect(toErrorCode(toFailure(new WebAPIHTTPError(500, 'x', {}, 'Mrs Smith')))).to.equal(
      'http-500',
    );
  });
});
