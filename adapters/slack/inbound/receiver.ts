import { createHmac, timingSafeEqual } from 'node:crypto';
import type { App } from '@slack/bolt';
import type { Logger } from '../../../src/ports/logger.js';
import type { Meter } from '../../../src/ports/meter.js';
import { createRefusalLog } from '../../shared/refusal-log.js';
import type { WorkTracker } from '../../shared/work-tracker.js';
import { type AckBody, createDispatch, type Dispatch, type Envelope } from './listeners.js';

/** Largest body, bytes; more than Slack sends: a form with every field full is about 300 kB encoded. */
const MAX_BODY_BYTES = 1_000_000;

/** Most that a request's timestamp may differ from now (docs.slack.dev/authentication/verifying-requests-from-slack). Ms. */
const MAX_AGE_MS = 5 * 60_000;

export interface ReceiverOptions {
  readonly signingSecret: string;
  readonly tracker: WorkTracker;
  readonly logger: Logger;
  readonly meter: Meter;
  /** Real time, ms UTC. */
  readonly now: () => number;
}

/** Headers as Node gives them: names in lower case. */
type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Why verification failed; for our logs and metrics, never for the sender. */
type VerificationFailure = 'no-signature' | 'bad-time' | 'outside-window' | 'bad-signature';

export interface RawRequest {
  readonly headers: Headers;
  readonly body: Buffer;
}

export interface RawReply {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** Bolt's receiver for HTTP. The HTTP server passes requests to `handle`. */
export interface HttpReceiver {
  init(app: App): void;
  start(): Promise<void>;
  /** Answers 503 from now on, so that Slack tries again later or elsewhere. */
  stop(): Promise<void>;
  /**
   * Handles one request. Status 413: body too big; 401: not from Slack (without the reason); 400: not
   * readable; 500: handling failed, so that Slack resends an event; 503: stopped. Never throws.
   */
  handle(request: RawRequest): Promise<RawReply>;
}

/** Creates the receiver of HTTP mode. It answers 503 until it is started. */
export function createReceiver(options: ReceiverOptions): HttpReceiver {
  let isAccepting = false;
  let app: App | undefined;
  const dispatch = createDispatch(
    () => {
      if (app === undefined) throw new TypeError('the receiver has no app yet');
      return app;
    },
    options.tracker,
    (error) => options.logger.error({ error }, 'Slack request failed after acknowledgement'),
  );
  const logRefusal = createRefusalLog('Slack', options.logger, options.now);
  const refuse = (status: number, why: string): RawReply => {
    options.meter.count('commands', { kind: 'request', outcome: why });
    logRefusal(status, why);
    return createReply(status);
  };
  return {
    init(owner) {
      app = owner;
    },
    async start() {
      isAccepting = true;
    },
    async stop() {
      isAccepting = false;
    },
    async handle({ headers, body }) {
      if (!isAccepting) return createReply(503);
      if (body.length > MAX_BODY_BYTES) return refuse(413, 'too-big');
      const why = verifyRequest(headers, body, options.signingSecret, options.now());
      if (why !== undefined) return refuse(401, why);
      const parsed = parseBody(headers, body);
      if (parsed === undefined) return refuse(400, 'unreadable');
      if (parsed.ssl_check === '1') return createReply(200);
      if (parsed.type === 'url_verification') return replyToChallenge(parsed.challenge);
      return replyTo(dispatch, toEnvelope(parsed, headers), options);
    },
  };
}

/**
 * Verifies that a request comes from Slack: its timestamp is within five minutes of `now`, and its
 * signature is right, compared in constant time. Fails closed. Undefined if the request is verified.
 * @param now real time, ms UTC
 */
function verifyRequest(
  headers: Headers,
  body: Buffer,
  secret: string,
  now: number,
): VerificationFailure | undefined {
  const time = headers['x-slack-request-timestamp'];
  const signature = headers['x-slack-signature'];
  if (typeof time !== 'string' || typeof signature !== 'string') return 'no-signature';
  if (!/^\d{1,12}$/.test(time)) return 'bad-time';
  if (!(Math.abs(now - Number(time) * 1000) <= MAX_AGE_MS)) return 'outside-window';
  const expected = Buffer.from(computeSignature(secret, time, body));
  const given = Buffer.from(signature);
  const isEqual = given.length === expected.length && timingSafeEqual(given, expected);
  return isEqual ? undefined : 'bad-signature';
}

/** Slack's signature, version 0, of a body with the timestamp `time` (Unix seconds). */
export function computeSignature(secret: string, time: string, body: Buffer): string {
  const mac = createHmac('sha256', secret).update(`v0:${time}:`).update(body).digest('hex');
  return `v0=${mac}`;
}

async function replyTo(
  dispatch: Dispatch,
  envelope: Envelope,
  { logger, meter }: ReceiverOptions,
): Promise<RawReply> {
  try {
    return toReply(await dispatch(envelope));
  } catch (error) {
    meter.count('commands', { kind: 'request', outcome: 'fault' });
    logger.error({ error }, 'Slack request not acknowledged');
    return createReply(500);
  }
}

function toReply(body: AckBody): RawReply {
  if (body === undefined || body === '') return createReply(200);
  if (typeof body === 'string') return createReply(200, 'text/plain; charset=utf-8', body);
  return createReply(200, 'application/json; charset=utf-8', JSON.stringify(body));
}

function replyToChallenge(challenge: unknown): RawReply {
  if (typeof challenge !== 'string') return createReply(400);
  return createReply(200, 'application/json; charset=utf-8', JSON.stringify({ challenge }));
}

function createReply(status: number, type?: string, body = ''): RawReply {
  return { status, headers: type === undefined ? {} : { 'content-type': type }, body };
}

/** A slash command is a form, an interaction is JSON in a form's `payload`, an event is JSON. */
function parseBody(headers: Headers, body: Buffer): Envelope['body'] | undefined {
  const text = body.toString('utf8');
  const type = headers['content-type'];
  if (typeof type === 'string' && type.startsWith('application/x-www-form-urlencoded')) {
    const form = new URLSearchParams(text);
    const payload = form.get('payload');
    return payload === null ? Object.fromEntries(form) : parseJsonObject(payload);
  }
  return parseJsonObject(text);
}

function parseJsonObject(text: string): Envelope['body'] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    return value as Envelope['body'];
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function toEnvelope(body: Envelope['body'], headers: Headers): Envelope {
  const num = Number(headers['x-slack-retry-num']);
  const reason = headers['x-slack-retry-reason'];
  return {
    body,
    ...(Number.isInteger(num) ? { retryNum: num } : {}),
    ...(typeof reason === 'string' ? { retryReason: reason } : {}),
  };
}
