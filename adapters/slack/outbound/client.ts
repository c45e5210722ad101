import { type App, LogLevel, webApi } from '@slack/bolt';
import type { Logger } from '../../../src/ports/logger.js';
import type { WebApiMethod } from '../app-definition.js';
import { type Failure, findTokenError, toFailure } from './errors.js';

/** Slack waits 3 s for an answer to a person; what we call meanwhile must be over before that. */
const INTERACTIVE_MS = 2500;

/** A delivery may take its time, but not for ever: there is no time-out by default. */
const DELIVERY_MS = 10_000;

export interface ClientOptions {
  readonly botToken: string;
  /** Base of the Web API, with or without a slash at its end; Slack's own when left out. */
  readonly apiUrl?: string | undefined;
  readonly fetch?: typeof fetch | undefined;
  readonly logger: Logger;
  /** Told of every answer: the error name when Slack refuses the token, null when it takes it. */
  readonly onTokenResult: (refused: string | null) => void;
}

/** What a call gave. Nothing is thrown for what Slack or the network may do. */
export type CallResult =
  | { readonly ok: true; readonly answer: unknown }
  | { readonly ok: false; readonly failure: Failure };

/** Calls a Web API method. */
export type Call = (
  method: WebApiMethod,
  args: Readonly<Record<string, unknown>>,
) => Promise<CallResult>;

/**
 * Two clients, so that a delivery that is held up never holds up a form: after a 429 a shared one
 * queues everything. Neither retries: an interactive call would be too late, and a delivery is
 * tried again by the deliverer, which first looks whether it arrived.
 */
export interface Clients {
  readonly interactive: Call;
  readonly deliveries: Call;
}

export function createClients(options: ClientOptions): Clients {
  return { interactive: caller(options, INTERACTIVE_MS), deliveries: caller(options, DELIVERY_MS) };
}

function caller(options: ClientOptions, timeout: number): Call {
  const client = new webApi.WebClient(options.botToken, {
    ...toSdkOptions(options),
    timeout,
    rejectRateLimitedCalls: true,
  });
  return async (method, args) => {
    try {
      const answer = await client.apiCall(method, { ...args });
      options.onTokenResult(null);
      return { ok: true, answer };
    } catch (error) {
      const failure = toFailure(error);
      const refused = findTokenError(failure);
      if (refused !== undefined) options.onTokenResult(refused);
      return { ok: false, failure };
    }
  };
}

/** What every client of Slack's libraries gets here, Bolt's own included. */
export function toSdkOptions(options: Pick<ClientOptions, 'apiUrl' | 'fetch' | 'logger'>) {
  return {
    logger: createSdkLogger(options.logger),
    retryConfig: { retries: 0 },
    ...(options.apiUrl === undefined ? {} : { slackApiUrl: options.apiUrl }),
    ...(options.fetch === undefined ? {} : { fetch: asSdkFetch(options.fetch) }),
  };
}

/** The SDK's own fetch type is the platform's, narrowed. */
function asSdkFetch(own: typeof fetch): webApi.FetchFunction {
  return (url, init) => own(url, init as RequestInit);
}

/** What Slack's libraries log with. */
type SdkLogger = NonNullable<ConstructorParameters<typeof App>[0]>['logger'];

/** Longest line taken from a library. */
const LONGEST_LINE = 300;

/**
 * Gives Slack's libraries our logs. Their debug lines hold whole requests and answers, message
 * text and names included, and are dropped; of the others only the words come through, never the
 * objects logged with them.
 */
export function createSdkLogger(logger: Logger): NonNullable<SdkLogger> {
  const words = (level: 'info' | 'warn' | 'error') => (first: unknown) =>
    logger[level === 'info' ? 'debug' : level]({ source: 'slack-sdk' }, said(first));
  return {
    debug: () => undefined,
    info: words('info'),
    warn: words('warn'),
    error: words('error'),
    setLevel: () => undefined,
    getLevel: () => LogLevel.INFO,
    setName: () => undefined,
  };
}

function said(first: unknown): string {
  if (first instanceof Error) return first.name;
  return typeof first === 'string' ? first.slice(0, LONGEST_LINE) : 'Slack library';
}
