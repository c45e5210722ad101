import type { Verdict } from '../../../src/ports/online-check.js';
import { SLACK_CHECK_TEXT as text } from '../../../src/text/slack-en.js';
import { createAsker, type Refusal } from '../../shared/asker.js';
import type { WebApiMethod } from '../app-definition.js';
import type { Call, CallResult } from '../outbound/client.js';
import { toErrorCode } from '../outbound/errors.js';

/** Asks Slack, and asks again as late as Slack wants it. Undefined: not asked, since Slack stopped answering. */
export type Ask = (
  method: WebApiMethod,
  args: Readonly<Record<string, unknown>>,
) => Promise<CallResult | undefined>;

/** @param sleep resolves after so many ms of real time */
export function createAsk(call: Call, sleep: (ms: number) => Promise<void>): Ask {
  const asker = createAsker(sleep);
  return (method, args) => asker.ask(() => call(method, args), toRefusal);
}

function toRefusal(called: CallResult): Refusal {
  if (called.ok) return { kind: 'answer' };
  const { failure } = called;
  if (failure.kind === 'rate') return { kind: 'slow-down', ms: failure.retryAfterMs };
  return { kind: failure.kind === 'slack' ? 'answer' : 'unanswered' };
}

/** The result of a check, without its place. */
export interface Result {
  readonly verdict: Verdict;
  readonly what: string;
}

/** Makes a {@link Result}. */
export const toResult = (verdict: Verdict, what: string): Result => ({ verdict, what });

/** The result when the token is not accepted, so that nothing can be asked. */
export const NOT_ASKED = toResult('not-checked', text.notAsked);

/** The result of a call that was not made, or without an answer that helps. */
export function toFailedResult(called: CallResult | undefined): Result {
  if (called === undefined) return NOT_ASKED;
  if (called.ok) return toResult('not-checked', text.strangeAnswer);
  const code = toErrorCode(called.failure);
  const isAnswer = called.failure.kind === 'slack';
  return toResult('wrong', isAnswer ? text.refused(code) : text.noAnswer(code));
}

/** The name of the error that Slack answers with; undefined for success and for no answer. */
export function findErrorName(called: CallResult | undefined): string | undefined {
  if (called === undefined || called.ok || called.failure.kind !== 'slack') return undefined;
  return called.failure.name;
}
