import { createHmac } from 'node:crypto';
import { isObject, type JsonObject, parseJson } from '../json.js';
import { post } from '../post.js';

/** The three kinds of requests Slack sends an app; the names are Socket Mode's. */
export type RequestType = 'slash_commands' | 'interactive' | 'events_api';

/** A request on its way to the bot. */
export interface BotRequest {
  type: RequestType;
  payload: JsonObject;
  /** For events sent again: which attempt, and what went wrong before. */
  retry?: { num: number; reason: string };
}

/** What came back. `silent` means that nothing came in time. */
export type BotAnswer =
  | {
      kind: 'answered';
      status: number;
      text: string;
      body: JsonObject | undefined;
      noRetry: boolean;
    }
  | { kind: 'silent' }
  | { kind: 'unreachable' };

/** Where and how requests are delivered over HTTP. */
export interface HttpLinkOptions {
  /** Base URL of the bot, asked each time. */
  botUrl: () => string;
  signingSecret: string;
  /** How long Slack waits, ms. */
  answerMs: number;
  now: () => number;
}

/** Slack's signature over a request body, version `v0`. */
export function sign(secret: string, timestamp: string, body: string): string {
  return `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`;
}

function encode(request: BotRequest): { body: string; type: string } {
  if (request.type === 'events_api') {
    return { body: JSON.stringify(request.payload), type: 'application/json' };
  }
  const fields =
    request.type === 'interactive'
      ? { payload: JSON.stringify(request.payload) }
      : (request.payload as Record<string, string>);
  return {
    body: new URLSearchParams(fields).toString(),
    type: 'application/x-www-form-urlencoded',
  };
}

function headersFor(
  request: BotRequest,
  body: string,
  type: string,
  options: HttpLinkOptions,
): Record<string, string> {
  const timestamp = String(Math.floor(options.now() / 1000));
  const retry = request.retry && {
    'x-slack-retry-num': String(request.retry.num),
    'x-slack-retry-reason': request.retry.reason,
  };
  return {
    'content-type': type,
    'content-length': String(Buffer.byteLength(body)),
    'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': sign(options.signingSecret, timestamp, body),
    ...retry,
  };
}

/** Sends one signed request to the bot's `/slack/events` and waits for its answer. */
export async function sendByHttp(
  request: BotRequest,
  options: HttpLinkOptions,
): Promise<BotAnswer> {
  const { body, type } = encode(request);
  const signal = AbortSignal.timeout(options.answerMs);
  const headers = headersFor(request, body, type, options);
  try {
    const url = new URL('/slack/events', options.botUrl());
    const { response, text } = await post(url, headers, body, signal);
    const parsed = parseJson(text);
    return {
      kind: 'answered',
      status: response.statusCode ?? 0,
      text: isObject(parsed) ? '' : text,
      body: isObject(parsed) ? parsed : undefined,
      noRetry: response.headers['x-slack-no-retry'] === '1',
    };
  } catch {
    // whatever broke, Slack tells only two cases apart: no answer in time, and no connection
    return { kind: signal.aborted ? 'silent' : 'unreachable' };
  }
}

/** True when the bot took the request. */
export function isTaken(answer: BotAnswer): answer is Extract<BotAnswer, { kind: 'answered' }> {
  return answer.kind === 'answered' && answer.status >= 200 && answer.status < 300;
}
