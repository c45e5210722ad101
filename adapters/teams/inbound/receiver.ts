import type { IncomingHttpHeaders } from 'node:http';
import type { Logger } from '../../../src/ports/logger.js';
import type { Meter } from '../../../src/ports/meter.js';
import { createRefusalLog } from '../../shared/refusal-log.js';
import type { Running } from '../../shared/running.js';
import type { Authentication } from '../auth/authentication.js';
import type { ServiceUrls } from '../outbound/service-urls.js';
import type { ActivityResponse, Dispatch } from './dispatch.js';
import { createIdempotencyCache, type IdempotencyCache } from './idempotency-cache.js';
import { type Activity, activity, type Envelope, envelope } from './payloads.js';

/** Larger than anything Teams sends: a message has 100 KB at most, a filled-in dialog less. Bytes. */
const BODY_LIMIT = 1_000_000;

/** The one channel that is served. */
const CHANNEL = 'msteams';

export interface RawRequest {
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface RawReply {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: string;
}

export interface ReceiverOptions {
  readonly authentication: Authentication;
  readonly serviceUrls: Pick<ServiceUrls, 'admits'>;
  /** The tenant that is served. */
  readonly tenant: string;
  readonly dispatch: Dispatch;
  readonly running: Running;
  readonly logger: Logger;
  readonly meter: Meter;
  /** Real time, ms UTC. */
  readonly now: () => number;
}

/** Takes Teams' requests, fed by whoever owns the HTTP server. */
export interface Receiver {
  start(): void;
  /** From now on everything is answered 503, so that Teams tries again elsewhere or later. */
  stop(): void;
  /**
   * Answers one request: 413 too big, 400 not readable, 403 not for us (another channel, tenant or
   * service address), 401 not from Microsoft, 503 when nobody can tell, 500 when it was not taken, so
   * that Teams sends a message again. The sender is told no reason. Never throws.
   */
  handle(request: RawRequest): Promise<RawReply>;
}

/** A request that is not taken, with the reason for our logs. */
interface Refused {
  readonly status: number;
  readonly why: string;
  /** Why nobody can tell. */
  readonly error?: unknown;
}

/**
 * Everything that can be seen without the token is checked first, so that a forged request makes us
 * connect nowhere; nothing is done before the token is verified.
 */
export function createReceiver(options: ReceiverOptions): Receiver {
  const { running, meter, logger } = options;
  let open = false;
  const logRefusal = createRefusalLog('Teams', logger, options.now);
  const recent = createIdempotencyCache<ActivityResponse>(options.now, isFinal);
  const refusal = ({ status, why, error }: Refused): RawReply => {
    meter.count('commands', { kind: 'request', outcome: why });
    logRefusal(status, why, error);
    return reply({ status });
  };
  const taken = async ({ headers, body }: RawRequest): Promise<RawReply> => {
    const read = readable(body);
    if ('why' in read) return refusal(read);
    const why =
      misdirected(read.envelope, options) ??
      (await disbelieved(read.envelope, headers.authorization, options));
    if (why !== undefined) return refusal(why);
    const believed = activity.safeParse(read.json).data;
    if (believed === undefined) return refusal({ status: 400, why: 'unreadable' });
    return reply(await answerOf(believed, recent, options));
  };
  return {
    start() {
      open = true;
    },
    stop() {
      open = false;
    },
    handle(request) {
      return open ? running.track(taken(request)) : Promise.resolve(reply({ status: 503 }));
    },
  };
}

/** The body as JSON, with as much of it as has to be known before it is believed. */
function readable(body: Buffer): Refused | { readonly json: unknown; readonly envelope: Envelope } {
  if (body.length > BODY_LIMIT) return { status: 413, why: 'too-big' };
  try {
    const json: unknown = JSON.parse(body.toString('utf8'));
    const read = envelope.safeParse(json).data;
    return read === undefined ? { status: 400, why: 'unreadable' } : { json, envelope: read };
  } catch (error) {
    if (error instanceof SyntaxError) return { status: 400, why: 'unreadable' };
    throw error;
  }
}

function misdirected(
  { channelId, serviceUrl, conversation, channelData, from }: Envelope,
  { serviceUrls, tenant }: ReceiverOptions,
): Refused | undefined {
  if (channelId !== CHANNEL) return { status: 403, why: 'other-channel' };
  if (!serviceUrls.admits(serviceUrl)) return { status: 403, why: 'bad-service-url' };
  const given = [conversation.tenantId, channelData?.tenant?.id].filter((id) => id !== undefined);
  const all = [...given, ...(from?.tenantId === undefined ? [] : [from.tenantId])];
  const isOurs = given.length > 0 && all.every((id) => id === tenant);
  return isOurs ? undefined : { status: 403, why: 'other-tenant' };
}

async function disbelieved(
  { channelId, serviceUrl }: Envelope,
  authorization: string | undefined,
  { authentication }: ReceiverOptions,
): Promise<Refused | undefined> {
  try {
    const claimed = { authorization, channelId, serviceUrl: String(serviceUrl) };
    const why = await authentication.verify(claimed);
    return why === undefined ? undefined : { status: 401, why };
  } catch (error) {
    return { status: 503, why: 'no-keys', error };
  }
}

async function answerOf(
  believed: Activity,
  recent: IdempotencyCache<ActivityResponse>,
  { dispatch, logger, meter }: ReceiverOptions,
): Promise<ActivityResponse> {
  const { id, type, name = '', conversation, from } = believed;
  try {
    if (id === undefined) return await dispatch(believed);
    const who = from?.aadObjectId ?? from?.id ?? '';
    const key = `${type} ${name} ${who} ${conversation.id}/${id}`;
    return await recent.once(key, () => dispatch(believed));
  } catch (error) {
    meter.count('commands', { kind: 'request', outcome: 'fault' });
    logger.error({ error, type, name }, 'a Teams activity could not be taken');
    return { status: 500 };
  }
}

function isFinal({ status, isLate }: ActivityResponse): boolean {
  return status === 200 && isLate !== true;
}

function reply({ status, body }: ActivityResponse): RawReply {
  if (body === undefined) return { status, headers: {}, body: '' };
  const headers = { 'content-type': 'application/json; charset=utf-8' };
  return { status, headers, body: JSON.stringify(body) };
}
