import { type App, LogLevel, webApi } from '@slack/bolt';
import type { Logger } from '../../../src/ports/logger.js';
import type { OutageDetector } from '../../shared/outage.js';
import type { WebApiMethod } from '../app-definition.js';
import { type Failure, findTokenError, isUnanswered, toErrorCode, toFailure } from './errors.js';

/** Time-out of a call while a person waits, ms: Slack waits 3 s for the response to an interaction. */
const INTERACTIVE_TIMEOUT_MS = 2500;

/** Time-out of a call that delivers a message, ms; the SDK has none by default. */
const DELIVERY_TIMEOUT_MS = 10_000;

export interface ClientOptions {
  readonly botToken: string;
  /** Base URL of the Web API, with or without a slash at its end; Slack's own by default. */
  readonly apiUrl?: string | undefined;
  readonly fetch?: typeof fetch | undefined;
  readonly logger: Logger;
  /** Called with null after each successful call, and with the error name after a call in which Slack refuses the token. */
  readonly onTokenResult: (refused: string | null) => void;
  /** Told of every call whether Slack answered. */
  readonly outage: Pick<OutageDetector, 'noteAnswer' | 'noteFailure'>;
}

/** The result of a call. A call never throws for what Slack or the network does. */
export type CallResult =
  | { readonly ok: true; readonly answer: unknown }
  | { readonly ok: false; readonly failure: Failure };

/** Calls a Web API method. Never throws. */
export type Call = (
  method: WebApiMethod,
  args: Readonly<Record<string, unknown>>,
) => Promise<CallResult>;

/**
 * Three clients, so that neither a delayed delivery nor a long thread ever delays a form: after a 429, one
 * shared client would queue all calls. None retries: an interactive call would be too late, the delivery loop
 * repeats a delivery itself, after it has checked whether the message arrived, and of a thread what was not
 * read is said.
 */
export interface Clients {
  readonly interactive: Call;
  readonly deliveries: Call;
  /** For threads that somebody records. */
  readonly reading: Call;
}

/** Creates the clients for the bot token. Calls nothing. */
export function createClients(options: ClientOptions): Clients {
  return {
    interactive: createCall(options, INTERACTIVE_TIMEOUT_MS),
    deliveries: createCall(options, DELIVERY_TIMEOUT_MS),
    reading: createCall(options, DELIVERY_TIMEOUT_MS),
  };
}

/** @param timeout of each call, ms */
function createCall(options: ClientOptions, timeout: number): Call {
  const client = new webApi.WebClient(options.botToken, {
    ...toSdkOptions(options),
    timeout,
    rejectRateLimitedCalls: true,
  });
  return async (method, args) => {
    try {
      const answer = await client.apiCall(method, { ...args });
      options.onTokenResult(null);
      options.outage.noteAnswer();
      return { ok: true, answer };
    } catch (error) {
      const failure = toFailure(error);
      if (isUnanswered(failure)) options.outage.noteFailure(toErrorCode(failure));
      else options.outage.noteAnswer();
      const refused = findTokenError(failure);
      if (refused !== undefined) options.onTokenResult(refused);
      return { ok: false, failure };
    }
  };
}

/** Options of every client of Slack's SDK, including Bolt's own. */
export function toSdkOptions(options: Pick<ClientOptions, 'apiUrl' | 'fetch' | 'logger'>) {
  return {
    logger: createSdkLogger(options.logger),
    retryConfig: { retries: 0 },
    ...(options.apiUrl === undefined ? {} : { slackApiUrl: options.apiUrl }),
    ...(options.fetch === undefined ? {} : { fetch: toSdkFetch(options.fetch) }),
  };
}

/** The SDK's fetch type is narrower than the platform's. */
function toSdkFetch(own: typeof fetch): webApi.FetchFunction {
  return (url, init) => own(url, init as RequestInit);
}

/** The logger that Slack's SDK expects. */
type SdkLogger = NonNullable<ConstructorParameters<typeof App>[0]>['logger'];

/** Longest log line taken from the SDK, characters. */
const MAX_LINE_LENGTH = 300;

/**
 * Writes the log lines of Slack's SDK to `logger`. Drops its debug lines, because they contain whole
 * requests and responses with message texts and names. Of other lines it keeps the message only,
 * never the objects logged with it.
 */
export function createSdkLogger(logger: Logger): NonNullable<SdkLogger> {
  const logAt = (level: 'debug' | 'warn' | 'error') => (first: unknown) =>
    logger[level]({ source: 'slack-sdk' }, toLogMessage(first));
  return {
    debug: () => undefined,
    info: logAt('debug'),
    warn: logAt('warn'),
    error: logAt('error'),
    setLevel: () => undefined,
    getLevel: () => LogLevel.INFO,
    setName: () => undefined,
  };
}

function toLogMessage(first: unknown): string {
  if (first instanceof Error) return first.name;
  return typeof first === 'string' ? first.slice(0, MAX_LINE_LENGTH) : 'Slack library';
}
