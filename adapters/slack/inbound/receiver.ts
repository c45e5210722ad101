import { createHmac, timingSafeEqual } from 'node:crypto';
import type { App } from '@slack/bolt';
import type { Logger } from '../../../src/ports/logger.js';
import type { Meter } from '../../../src/ports/meter.js';
import { createRefusalLog } from '../../shared/refusal-log.js';
import type { WorkTracker } from '../../shared/work-tracker.js';
import { type AckBody, createDispatch, type Dispatch, type Envelope } from './dispatch.js';

/** Larger than anything Slack sends: a form with every field full is some 300 kB encoded. Bytes. */
const BODY_LIMIT = 1_000_000;

/** A request older or newer than this is refused (docs.slack.dev/authentication/verifying-requests-from-slack). Ms. */
const WINDOW_MS = 5 * 60_000;

export interface ReceiverOptions {
  readonly signingSecret: string;
  readonly running: WorkTracker;
  readonly logger: Logger;
  readonly meter: Meter;
  /** Real time, ms UTC. */
  readonly now: () => number;
}

/** Headers as Node gives them: names in lower case. */
type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Why a request is not believed; for our logs, never for the sender. */
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

/** Bolt's three-method receiver for HTTP, fed by whoever owns the HTTP server. */
export interface HttpReceiver {
  init(app: App): void;
  start(): Promise<void>;
  /** From now on everything is answered 503, so that Slack tries again elsewhere or later. */
  stop(): Promise<void>;
  /**
   * Answers one request to the events path: 413 too big, 401 not from Slack (no reason given),
   * 400 not readable, 500 when it was not taken, so that Slack sends an event again. Never throws.
   */
  handle(request: RawRequest): Promise<RawReply>;
}

export function createReceiver(options: ReceiverOptions): HttpReceiver {
  let open = false;
  let app: App | undefined;
  const dispatch = createDispatch(
    () => {
      if (app === undefined) throw new TypeError('the receiver has no app yet');
      return app;
    },
    options.running,
    (error) => options.logger.error({ error }, 'a Slack request failed after it was answered'),
  );
  const logRefusal = createRefusalLog('Slack', options.logger, options.now);
  const refused = (status: number, why: string): RawReply => {
    options.meter.count('commands', { kind: 'request', outcome: why });
    logRefusal(status, why);
    return reply(status);
  };
  return {
    init(owner) {
      app = owner;
    },
    async start() {
      open = true;
    },
    async stop() {
      open = false;
    },
    async handle({ headers, body }) {
      if (!open) return reply(503);
      if (body.length > BODY_LIMIT) return refused(413, 'too-big');
      const why = verifyRequest(headers, body, options.signingSecret, options.now());
      if (why !== undefined) return refused(401, why);
      const parsed = parsedBody(headers, body);
      if (parsed === undefined) return refused(400, 'unreadable');
      if (parsed.ssl_check === '1') return reply(200);
      if (parsed.type === 'url_verification') return challenged(parsed.challenge);
      return answerOf(dispatch, envelopeOf(parsed, headers), options);
    },
  };
}

/**
 * Checks that a request comes from Slack: its time lies within five minutes of `now` on either
 * side, and its signature is ours, compared in constant time. Fails closed.
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
  if (!(Math.abs(now - Number(time) * 1000) <= WINDOW_MS)) return 'outside-window';
  const expected = Buffer.from(computeSignature(secret, time, body));
  const given = Buffer.from(signature);
  const same = given.length === expected.length && timingSafeEqual(given, expected);
  return same ? undefined : 'bad-signature';
}

/** Slack's signature, version 0, of a body sent at `time` (Unix seconds). */
export function computeSignature(secret: string, time: string, body: Buffer): string {
  const mac = createHmac('sha256', secret).update(`v0:${time}:`).update(body).digest('hex');
  return `v0=${mac}`;
}

async function answerOf(
  dispatch: Dispatch,
  envelope: Envelope,
  { logger, meter }: ReceiverOptions,
): Promise<RawReply> {
  try {
    return ackReply(await dispatch(envelope));
  } catch (error) {
    meter.count('commands', { kind: 'request', outcome: 'fault' });
    logger.error({ error }, 'a Slack request could not be taken');
    return reply(500);
  }
}

function ackReply(body: AckBody): RawReply {
  if (body === undefined || body === '') return reply(200);
  if (typeof body === 'string') return reply(200, 'text/plain; charset=utf-8', body);
  return reply(200, 'application/json; charset=utf-8', JSON.stringify(body));
}

function challenged(challenge: unknown): RawReply {
  if (typeof challenge !== 'string') return reply(400);
  return reply(200, 'application/json; charset=utf-8', JSON.stringify({ challenge }));
}

function reply(status: number, type?: string, body = ''): RawReply {
  return { status, headers: type === undefined ? {} : { 'content-type': type }, body };
}

/** Slash commands come as a form, interaction as JSON in a form's `payload`, events as JSON. */
function parsedBody(headers: Headers, body: Buffer): Envelope['body'] | undefined {
  const text = body.toString('utf8');
  const type = headers['content-type'];
  if (typeof type === 'string' && type.startsWith('application/x-www-form-urlencoded')) {
    const form = new URLSearchParams(text);
    const payload = form.get('payload');
    return payload === null ? Object.fromEntries(form) : jsonObject(payload);
  }
  return jsonObject(text);
}

function jsonObject(text: string): Envelope['body'] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    return value as Envelope['body'];
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function envelopeOf(body: Envelope['body'], headers: Headers): Envelope {
  const num = Number(headers['x-slack-retry-num']);
  const reason = headers['x-slack-retry-reason'];
  return {
    body,
    ...(Number.isInteger(num) ? { retryNum: num } : {}),
    ...(typeof reason === 'string' ? { retryReason: reason } : {}),
  };
}
