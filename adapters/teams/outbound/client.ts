import { monotonicNow } from '../../shared/monotonic-time.js';
import type { OutageDetector } from '../../shared/outage.js';
import { toTransportFailure } from '../../shared/transport.js';
import { toChannelId } from '../addresses.js';
import type { TokenResult, Tokens } from '../auth/tokens.js';
import {
  type Failure,
  findTokenRefusal,
  isTokenAccepted,
  OUT_OF_TIME,
  toAnswerKind,
  toErrorCode,
  toFailure,
} from './errors.js';
import type { RateLimiter } from './rate-limiter.js';
import { type AllowedServiceUrls, toConnectorUrl } from './service-urls.js';

/** Time-out of a request, ms; `fetch` has none by default. */
const TIMEOUT_MS = 10_000;

/** A request with less time left is not sent, ms: its response would come too late and it would be sent again. */
const MIN_REQUEST_MS = 3000;

export interface ClientOptions {
  readonly serviceUrls: AllowedServiceUrls;
  readonly tokens: Tokens;
  readonly rateLimiter: RateLimiter;
  readonly fetch?: typeof fetch | undefined;
  /** Resolves after `ms` of real time. */
  readonly sleep: (ms: number) => Promise<void>;
  /** Time-out of a request, ms; 10,000 by default. */
  readonly timeoutMs?: number | undefined;
  /** Creates a signal that aborts after `ms` of real time. */
  readonly timeout?: ((ms: number) => AbortSignal) | undefined;
  /** Real time, ms UTC. Deadlines use the same clock. */
  readonly now?: (() => number) | undefined;
  /**
   * Called after every response: with the code when Microsoft refuses the credentials or the token,
   * with null when it accepts them.
   */
  readonly onTokenResult: (refused: string | null, by: TokenReporter) => void;
  /** Told of every call that was made whether Microsoft answered. */
  readonly outage: Pick<OutageDetector, 'noteAnswer' | 'noteFailure'>;
}

/** Who accepts or refuses: Microsoft's login service the credentials, the Bot Connector the token. */
export type TokenReporter = 'login' | 'connector';

/** A request to the Bot Connector. */
export interface ConnectorRequest {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** The service URL, checked before every request. */
  readonly serviceUrl: string;
  /** The segments of the path after `/v3/`, not escaped. */
  readonly path: readonly string[];
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Requests with the same key share a rate limit: a conversation (threads count with their channel), or a name for one. */
  readonly rateLimitKey: string;
  /**
   * When the whole call must end, real time, ms UTC. What cannot end in time is not sent. Without it
   * only each step has a limit.
   */
  readonly deadline?: number | undefined;
}

/** The result of a call. A call never throws for what Teams or the network does. */
export type CallResult =
  | { readonly ok: true; readonly answer: unknown }
  | { readonly ok: false; readonly failure: Failure };

/** Calls the Bot Connector. Never throws for what Teams or the network does. */
export type Call = (request: ConnectorRequest) => Promise<CallResult>;

/**
 * Creates a client of the Bot Connector's REST API ("Bot Connector API reference",
 * learn.microsoft.com). It uses plain HTTP, because botframework's own client retries messages that
 * may have been posted. This client retries only once, after a refused token, when nothing was
 * posted; the delivery loop retries deliveries.
 */
export function createClient(options: ClientOptions): Call {
  return async (request) => {
    const first = await sendPaced(options, request, false);
    const isFinal = first.ok || !isUnauthorized(first.failure);
    const called = isFinal ? first : await sendPaced(options, request, true);
    noteOutcome(options, called);
    const refused = called.ok ? undefined : findTokenRefusal(called.failure);
    const isFromLogin = !called.ok && called.failure.kind === 'token';
    if (refused !== undefined) options.onTokenResult(refused, isFromLogin ? 'login' : 'connector');
    else if (called.ok || isTokenAccepted(called.failure)) options.onTokenResult(null, 'connector');
    return called;
  };
}

function noteOutcome({ outage }: ClientOptions, called: CallResult): void {
  const kind = called.ok ? 'answered' : toAnswerKind(called.failure);
  if (kind === 'answered') outage.noteAnswer();
  if (kind === 'unanswered' && !called.ok) outage.noteFailure(toErrorCode(called.failure));
}

/** Only for a 401 another token may help. */
function isUnauthorized(failure: Failure): boolean {
  return (failure.kind === 'teams' || failure.kind === 'http') && failure.status === 401;
}

async function sendPaced(
  options: ClientOptions,
  request: ConnectorRequest,
  fresh: boolean,
): Promise<CallResult> {
  const { serviceUrls, rateLimiter, sleep } = options;
  if (!serviceUrls.allows(request.serviceUrl)) return toFailedCall({ kind: 'address' });
  if (computeSpareMs(options, request) <= 0) return toFailedCall(TOO_LATE);
  const result = await fetchTokenInTime(options, request, fresh);
  if (result?.ok === false) {
    return toFailedCall({ kind: 'token', code: result.code, refused: result.refused });
  }
  if (result === undefined || computeSpareMs(options, request) < 0) return toFailedCall(TOO_LATE);
  // "Per thread" in Teams' limits means a channel with all its threads.
  const key = toChannelId(request.rateLimitKey);
  const turn = rateLimiter.acquire(key, computeSpareMs(options, request));
  if (turn.kind === 'later') return toFailedCall({ kind: 'paced', retryAfterMs: turn.ms });
  if (turn.ms > 0) await sleep(turn.ms);
  if (computeSpareMs(options, request) < 0) return toFailedCall(TOO_LATE);
  const called = await send(options, request, result.token);
  const failure = called.ok ? undefined : called.failure;
  if (failure !== undefined && 'retryAfterMs' in failure && failure.retryAfterMs !== null) {
    rateLimiter.backOff(key, failure.retryAfterMs);
  }
  return called;
}

/** Not sent, because the response could not have come in time. */
const TOO_LATE: Failure = { kind: 'unsent', code: OUT_OF_TIME };

/** How long the request may still wait before it is sent, ms. */
function computeSpareMs(
  { now = monotonicNow }: ClientOptions,
  { deadline }: ConnectorRequest,
): number {
  return deadline === undefined ? Number.POSITIVE_INFINITY : deadline - now() - MIN_REQUEST_MS;
}

/** Undefined when the login service takes longer than the deadline allows. */
async function fetchTokenInTime(
  options: ClientOptions,
  request: ConnectorRequest,
  fresh: boolean,
): Promise<TokenResult | undefined> {
  const { tokens, timeout = AbortSignal.timeout } = options;
  const spareMs = computeSpareMs(options, request);
  if (!Number.isFinite(spareMs)) return tokens.fetchToken(fresh);
  const signal = timeout(Math.floor(spareMs));
  const timedOut = new Promise<undefined>((resolve) => {
    signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
  return Promise.race([tokens.fetchToken(fresh), timedOut]);
}

async function send(
  options: ClientOptions,
  request: ConnectorRequest,
  token: string,
): Promise<CallResult> {
  const {
    fetch: sendRequest = fetch,
    timeoutMs = TIMEOUT_MS,
    timeout = AbortSignal.timeout,
  } = options;
  const leftMs = computeSpareMs(options, request) + MIN_REQUEST_MS;
  const url = toConnectorUrl(request.serviceUrl, request.path);
  const query = new URLSearchParams(request.query).toString();
  try {
    const response = await sendRequest(query === '' ? url : `${url}?${query}`, {
      method: request.method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
      // A redirect must not send the token to another host.
      redirect: 'manual',
      signal: timeout(Math.floor(Math.min(timeoutMs, leftMs))),
    });
    const body = parseJson(await response.text());
    if (response.ok) return { ok: true, answer: body };
    return toFailedCall(toFailure(response.status, response.headers.get('retry-after'), body));
  } catch (error) {
    return toFailedCall(toTransportFailure(error));
  }
}

/** Undefined when the text is not JSON: a proxy's page, or an empty body. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function toFailedCall(failure: Failure): CallResult {
  return { ok: false, failure };
}
