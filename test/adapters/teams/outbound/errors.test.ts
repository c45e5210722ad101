import { expect } from 'chai';
import {
  type AnswerKind,
  type Failure,
  findTokenRefusal,
  toAnswerKind,
  toErrorCode,
  toFailure,
  toOpenOutcome,
  toSendOutcome,
} from '../../../../adapters/teams/outbound/errors.js';

function toNamedFailure(status: number, code: string, retryAfter: string | null = null): Failure {
  return toFailure(status, retryAfter, { error: { code, message: 'Mrs Smith complains' } });
}

/** As in "Understand who blocked, muted, or uninstalled a bot" (learn.microsoft.com). */
const BLOCKED = {
  errorCode: 209,
  message:
    '{\r\n  "subCode": "MessageWritesBlocked",\r\n  "details": "Thread is blocked from message writes.",\r\n  "errorCode": null,\r\n  "errorSubCode": null\r\n}',
};

/** The failure, its outcome in a channel, and, if different, in a personal chat. */
const TABLE: readonly (readonly [string, Failure, string, string?])[] = [
  [
    'BotNotInConversationRoster',
    toNamedFailure(403, 'BotNotInConversationRoster'),
    'bot-not-in-channel',
    'person-unreachable',
  ],
  [
    'ForbiddenOperationException',
    toNamedFailure(403, 'ForbiddenOperationException'),
    'bot-not-in-channel',
    'person-unreachable',
  ],
  ['MessageWritesBlocked', toFailure(403, null, BLOCKED), 'channel-archived', 'person-unreachable'],
  [
    'ConversationBlockedByUser',
    toNamedFailure(403, 'ConversationBlockedByUser'),
    'not-permitted',
    'person-unreachable',
  ],
  [
    'BotDisabledByAdmin',
    toNamedFailure(403, 'BotDisabledByAdmin'),
    'not-permitted',
    'person-unreachable',
  ],
  ['NotEnoughPermissions', toNamedFailure(403, 'NotEnoughPermissions'), 'not-permitted'],
  ['an unknown 403', toNamedFailure(403, 'BrandNew'), 'not-permitted', 'person-unreachable'],
  ['InvalidBotApiHost', toNamedFailure(403, 'InvalidBotApiHost'), 'retry null'],
  [
    'ConversationNotFound',
    toNamedFailure(404, 'ConversationNotFound'),
    'channel-gone',
    'person-unreachable',
  ],
  [
    'ActivityNotFoundInConversation',
    toNamedFailure(404, 'ActivityNotFoundInConversation'),
    'message-gone',
  ],
  ['a nameless 404', toFailure(404, null, {}), 'channel-gone', 'person-unreachable'],
  ['MessageSizeTooBig', toNamedFailure(413, 'MessageSizeTooBig'), 'rejected'],
  ['a 413 of a gateway', toFailure(413, null, undefined), 'rejected'],
  ['BadSyntax', toNamedFailure(400, 'BadSyntax'), 'rejected'],
  ['Bad Argument', toNamedFailure(400, 'Bad Argument'), 'rejected'],
  ['an unknown 400', toNamedFailure(400, 'BrandNew'), 'rejected'],
  ['401', toFailure(401, null, { message: 'Authorization has been denied.' }), 'retry null'],
  ['BotNotRegistered', toNamedFailure(401, 'BotNotRegistered'), 'retry null'],
  ['412', toNamedFailure(412, 'PreconditionFailed'), 'retry null'],
  ['a 410', toFailure(410, null, {}), 'channel-gone', 'person-unreachable'],
  ['a 407 with a body', toFailure(407, null, {}), 'retry null'],
  ['a 408', toFailure(408, null, {}), 'retry null'],
  ['a status nobody knows', toNamedFailure(422, 'BrandNew'), 'rejected'],
  ['429', toNamedFailure(429, 'Throttled', '7'), 'retry 7000'],
  ['429 for a year', toNamedFailure(429, 'Throttled', '31536000'), 'retry 3600000'],
  ['429 without a time', toFailure(429, null, undefined), 'retry null'],
  ['409', toFailure(409, null, {}), 'retry null'],
  ['500', toNamedFailure(500, 'ServiceError'), 'unknown'],
  ['500 with the name of a refusal', toNamedFailure(500, 'ConversationNotFound'), 'unknown'],
  ['502', toNamedFailure(502, 'ServiceError'), 'unknown'],
  ['503', toFailure(503, '3', undefined), 'retry 3000'],
  ['504', toFailure(504, null, {}), 'unknown'],
  ["a proxy's 403", toFailure(403, null, undefined), 'retry null'],
  ["a proxy's 404", toFailure(404, null, undefined), 'retry null'],
  ["a proxy's 407", toFailure(407, null, undefined), 'retry null'],
  ['a redirect', toFailure(302, null, undefined), 'retry null'],
  ['connection refused', { kind: 'unsent', code: 'ECONNREFUSED' }, 'retry null'],
  ['no answer', { kind: 'lost', code: 'timeout' }, 'unknown'],
  ['no token', { kind: 'token', code: 'AADSTS7000215', refused: true }, 'retry null'],
  ['rate limit', { kind: 'paced', retryAfterMs: 9000 }, 'retry 9000'],
  ['a forbidden service URL', { kind: 'address' }, 'no-place'],
];

function describeOutcome(outcome: ReturnType<typeof toSendOutcome>): string {
  if (outcome.kind === 'refused') return outcome.reason;
  return outcome.kind === 'retry' ? `retry ${outcome.retryAfterMs}` : outcome.kind;
}

describe('The outcome of a failed call to Teams', () => {
  for (const [name, failure, inChannel, inChat] of TABLE) {
    it(`${name}: ${inChannel}${inChat === undefined ? '' : `, to a person ${inChat}`}`, () => {
      expect(describeOutcome(toSendOutcome(failure, 'channel'))).to.equal(inChannel);
      expect(describeOutcome(toSendOutcome(failure, 'person'))).to.equal(inChat ?? inChannel);
    });
  }

  it('is never unknown when the call posts nothing', () => {
    for (const [name, failure] of TABLE) {
      expect(toSendOutcome(failure, 'person', 'posts-nothing').kind, name).not.to.equal('unknown');
    }
  });

  it('is about the person when their chat cannot be opened', () => {
    const describeOpen = (failure: Failure) => describeOutcome(toOpenOutcome(failure));
    expect(describeOpen(toNamedFailure(400, 'BadArgument'))).to.equal('person-gone');
    expect(describeOpen(toNamedFailure(404, 'NotFound'))).to.equal('person-gone');
    expect(describeOpen(toNamedFailure(403, 'ForbiddenOperationException'))).to.equal(
      'person-unreachable',
    );
    expect(describeOpen(toNamedFailure(429, 'Throttled', '2'))).to.equal('retry 2000');
    expect(describeOpen(toFailure(404, null, undefined))).to.equal('retry null');
    expect(describeOpen(toNamedFailure(500, 'ServiceError'))).to.equal('retry null');
    expect(describeOpen({ kind: 'lost', code: 'timeout' })).to.equal('retry null');
  });

  it('says whether Microsoft itself answered, or was not asked', () => {
    const isKind = (kind: AnswerKind) =>
      TABLE.filter(([, failure]) => toAnswerKind(failure) === kind);
    const names = (kind: AnswerKind) => isKind(kind).map(([name]) => name);
    expect(names('not-asked')).to.deep.equal(['rate limit', 'a forbidden service URL']);
    expect(names('unanswered')).to.deep.equal([
      ...['500', '500 with the name of a refusal', '502', '503', '504'],
      ...["a proxy's 403", "a proxy's 404", "a proxy's 407", 'a redirect'],
      ...['connection refused', 'no answer'],
    ]);
    expect(toAnswerKind({ kind: 'token', code: 'timeout', refused: false })).to.equal('unanswered');
    expect(toAnswerKind({ kind: 'unsent', code: 'out-of-time' })).to.equal('not-asked');
  });

  it('shows whether the token is refused', () => {
    expect(findTokenRefusal({ kind: 'token', code: 'AADSTS7000215', refused: true })).to.equal(
      'AADSTS7000215',
    );
    expect(findTokenRefusal({ kind: 'token', code: 'timeout', refused: false })).to.equal(
      undefined,
    );
    expect(findTokenRefusal(toFailure(401, null, {}))).to.equal('http-401');
    expect(findTokenRefusal(toFailure(401, null, undefined))).to.equal('http-401');
    expect(findTokenRefusal(toNamedFailure(401, 'BotNotRegistered'))).to.equal('BotNotRegistered');
    expect(findTokenRefusal(toNamedFailure(403, 'BotNotInConversationRoster'))).to.equal(undefined);
    expect(findTokenRefusal(toFailure(500, null, {}))).to.equal(undefined);
  });

  it('has `tokenRefused` for refused credentials, and for nothing else', () => {
    const refusals = TABLE.filter(([, failure]) => {
      const outcomes = [toSendOutcome(failure, 'person'), toOpenOutcome(failure)];
      return outcomes.some((one) => one.kind === 'retry' && one.tokenRefused === true);
    });
    expect(refusals.map(([name]) => name)).to.deep.equal(['401', 'BotNotRegistered', 'no token']);
    const away = toSendOutcome({ kind: 'token', code: 'timeout', refused: false }, 'person');
    expect(away).to.deep.equal({ kind: 'retry', retryAfterMs: null, detail: 'timeout' });
  });

  it('is described by codes, never by text of a response', () => {
    expect(toErrorCode(toNamedFailure(403, 'Mrs Smith <complains>'))).to.equal('http-403');
    expect(toErrorCode(toFailure(403, null, BLOCKED))).to.equal('MessageWritesBlocked');
    expect(toErrorCode(toFailure(403, null, { error: 'ForbiddenOperationException' }))).to.equal(
      'ForbiddenOperationException',
    );
    expect(toErrorCode(toFailure(500, null, 'Mrs Smith'))).to.equal('http-500');
  });
});
