import { toTransportFailure } from '../../shared/transport.js';
import { toChannelId } from '../addresses.js';
import type { TokenResult, Tokens } from '../auth/tokens.js';
import { type Failure, findTokenRefusal, isTokenAccepted, toFailure } from './errors.js';
import type { RateLimiter } from './rate-limiter.js';
import { type AllowedServiceUrls, toConnectorUrl } from './service-urls.js';

/** A call may take its time, but not for ever: there is no time-out by default. Ms. */
const TIMEOUT_MS = 10_000;

/** No request is begun with less time left, ms: its answer would come too late, and it be made again. */
const MIN_REQUEST_MS = 3000;

export interface ClientOptions {
  readonly serviceUrls: AllowedServiceUrls;
  readonly tokens: Tokens;
  readonly rateLimiter: RateLimiter;
  readonly fetch?: typeof fetch | undefined;
  /** Resolves after so many ms of real time. */
  readonly sleep: (ms: number) => Promise<void>;
  /** How long to wait for an answer, ms; 10,000 when left out. */
  readonly timeoutMs?: number | undefined;
  /** A signal that aborts after so many ms of real time. */
  readonly timeout?: ((ms: number) => AbortSignal) | undefined;
  /** Real time, ms UTC; deadlines are given in it. */
  readonly now?: (() => number) | undefined;
  /**
   * Told of every answer: the code when Microsoft refuses credentials or token, null when it takes
   * them; and who said so, the login service or the Bot Connector.
   */
  readonly onTokenResult: (refused: string | null, by: TokenReporter) => void;
}

/** Who refuses or takes: Microsoft's login service the credentials, the Bot Connector the token. */
export type TokenReporter = 'login' | 'connector';

/** A request to the Bot Connector. */
export interface ConnectorRequest {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** The service address it goes to; checked before every send. */
  readonly serviceUrl: string;
  /** The parts of the path behind `/v3/`, not escaped. */
  readonly path: readonly string[];
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** What it is paced with: a conversation, whose threads count with it, or something that stands for one. */
  readonly rateLimitKey: string;
  /**
   * When all of it is to have ended, real time, ms UTC: what cannot be sent in time is not sent.
   * Without one only each step has its bound.
   */
  readonly deadline?: number | undefined;
}

/** What a call gave. Nothing is thrown for what Teams or the network may do. */
export type CallResult =
  | { readonly ok: true; readonly answer: unknown }
  | { readonly ok: false; readonly failure: Failure };

/** Calls the Bot Connector. */
export type Call = (request: ConnectorRequest) => Promise<CallResult>;

/**
 * A client of the Bot Connector's REST API ("Bot Connector API reference", learn.microsoft.com).
 * Plain HTTP, since the library's own client tries a message again that may have been posted. This
 * one tries nothing again but once after a refused token, when nothing can have happened; a delivery
 * is tried again by the deliverer.
 */
export function createClient(options: ClientOptions): Call {
  return async (request) => {
    const first = await sendPaced(options, request, false);
    const isSettled = first.ok || !isUnauthorized(first.failure);
    const called = isSettled ? first : await sendPaced(options, request, true);
    const refused = called.ok ? undefined : findTokenRefusal(called.failure);
    const isOfLogin = !called.ok && called.failure.kind === 'token';
    if (refused !== undefined) options.onTokenResult(refused, isOfLogin ? 'login' : 'connector');
    else if (called.ok || isTokenAccepted(called.failure)) options.onTokenResult(null, 'connector');
    return called;
  };
}

/** Only there another token may help. */
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
  if (computeSpareMs(options, request) <= 0) return toFailedCall(OUT_OF_TIME);
  const given = await fetchTokenInTime(options, request, fresh);
  if (given?.ok === false) {
    return toFailedCall({ kind: 'token', code: given.code, refused: given.refused });
  }
  if (given === undefined || computeSpareMs(options, request) < 0) return toFailedCall(OUT_OF_TIME);
  // What Teams calls a thread in its limits is a channel with all the threads in it.
  const paced = toChannelId(request.rateLimitKey);
  const turn = rateLimiter.acquire(paced, computeSpareMs(options, request));
  if (turn.kind === 'later') return toFailedCall({ kind: 'paced', retryAfterMs: turn.ms });
  if (turn.ms > 0) await sleep(turn.ms);
  if (computeSpareMs(options, request) < 0) return toFailedCall(OUT_OF_TIME);
  const called = await send(options, request, given.token);
  const failure = called.ok ? undefined : called.failure;
  if (failure !== undefined && 'retryAfterMs' in failure && failure.retryAfterMs !== null) {
    rateLimiter.backOff(paced, failure.retryAfterMs);
  }
  return called;
}

/** It was not sent, for its answer could not have come in time. */
const OUT_OF_TIME: Failure = { kind: 'unsent', code: 'out-of-time' };

/** How long a request may still be kept waiting before it is sent, ms. */
function computeSpareMs({ now = Date.now }: ClientOptions, { deadline }: ConnectorRequest): number {
  return deadline === undefined ? Number.POSITIVE_INFINITY : deadline - now() - MIN_REQUEST_MS;
}

/** Undefined when the login service takes longer than there is time. */
async function fetchTokenInTime(
  options: ClientOptions,
  request: ConnectorRequest,
  fresh: boolean,
): Promise<TokenResult | undefined> {
  const { tokens, timeout = AbortSignal.timeout } = options;
  const spare = computeSpareMs(options, request);
  if (!Number.isFinite(spare)) return tokens.fetchToken(fresh);
  const signal = timeout(Math.floor(spare));
  const late = new Promise<undefined>((resolve) => {
    signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
  return Promise.race([tokens.fetchToken(fresh), late]);
}

async function send(
  options: ClientOptions,
  request: ConnectorRequest,
  token: string,
): Promise<CallResult> {
  const { fetch: own = fetch, timeoutMs = TIMEOUT_MS, timeout = AbortSignal.timeout } = options;
  const leftMs = computeSpareMs(options, request) + MIN_REQUEST_MS;
  const url = toConnectorUrl(request.serviceUrl, request.path);
  const query = new URLSearchParams(request.query).toString();
  try {
    const answer = await own(query === '' ? url : `${url}?${query}`, {
      method: request.method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
      // The token goes where it was meant to go and nowhere else.
      redirect: 'manual',
      signal: timeout(Math.floor(Math.min(timeoutMs, leftMs))),
    });
    const body = parseJson(await answer.text());
    if (answer.ok) return { ok: true, answer: body };
    return toFailedCall(toFailure(answer.status, answer.headers.get('retry-after'), body));
  } catch (error) {
    return toFailedCall(toTransportFailure(error));
  }
}

/** Undefined for what is no JSON: a proxy's page, or an answer without a body. */
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
