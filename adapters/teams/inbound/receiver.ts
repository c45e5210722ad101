import type { IncomingHttpHeaders } from 'node:http';
import type { Logger } from '../../../src/ports/logger.js';
import type { Meter } from '../../../src/ports/meter.js';
import { createRefusalLog } from '../../shared/refusal-log.js';
import type { WorkTracker } from '../../shared/work-tracker.js';
import type { Authentication } from '../auth/authentication.js';
import type { AllowedServiceUrls } from '../outbound/service-urls.js';
import type { ActivityResponse, Dispatch } from './dispatch.js';
import { createIdempotencyCache, type IdempotencyCache } from './idempotency-cache.js';
import { type Activity, activitySchema, type Envelope, envelopeSchema } from './payloads.js';

/** Larger than anything Teams sends: a message has at most 100 KB, a submitted dialog less. Bytes. */
const BODY_LIMIT = 1_000_000;

/** The only channel the bot serves. */
const CHANNEL_ID = 'msteams';

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
  readonly serviceUrls: Pick<AllowedServiceUrls, 'allows'>;
  /** The tenant the bot serves. */
  readonly tenant: string;
  readonly dispatch: Dispatch;
  readonly workTracker: WorkTracker;
  readonly logger: Logger;
  readonly meter: Meter;
  /** Real time, ms UTC. */
  readonly now: () => number;
}

/** Handles the HTTP requests of Teams. */
export interface Receiver {
  start(): void;
  /** From now on answers 503, so that Teams tries again elsewhere or later. */
  stop(): void;
  /**
   * Answers one request: 413 too large, 400 unreadable, 403 not for this bot (another channel, tenant
   * or service URL), 401 not from Microsoft, 503 when the token cannot be verified now, 500 when the
   * activity could not be handled, so that Teams sends a message again. The response gives no reason.
   * Never throws.
   */
  handle(request: RawRequest): Promise<RawReply>;
}

/** A refused request, with the reason for our logs. */
interface Refusal {
  readonly status: number;
  readonly why: string;
  /** Why the token could not be verified. */
  readonly error?: unknown;
}

/**
 * Checks everything that needs no token first, so that a forged request causes no connection. Nothing
 * is done before the token is verified.
 */
export function createReceiver(options: ReceiverOptions): Receiver {
  const { workTracker, meter, logger } = options;
  let isOpen = false;
  const logRefusal = createRefusalLog('Teams', logger, options.now);
  const responses = createIdempotencyCache<ActivityResponse>(options.now, isFinal);
  const refuse = ({ status, why, error }: Refusal): RawReply => {
    meter.count('commands', { kind: 'request', outcome: why });
    logRefusal(status, why, error);
    return toRawReply({ status });
  };
  const receive = async ({ headers, body }: RawRequest): Promise<RawReply> => {
    const parsed = parseBody(body);
    if ('why' in parsed) return refuse(parsed);
    const refusal =
      checkDestination(parsed.envelope, options) ??
      (await verifyRequest(parsed.envelope, headers.authorization, options));
    if (refusal !== undefined) return refuse(refusal);
    const activity = activitySchema.safeParse(parsed.json).data;
    if (activity === undefined) return refuse({ status: 400, why: 'unreadable' });
    return toRawReply(await dispatchOnce(activity, responses, options));
  };
  return {
    start() {
      isOpen = true;
    },
    stop() {
      isOpen = false;
    },
    handle(request) {
      return isOpen
        ? workTracker.track(receive(request))
        : Promise.resolve(toRawReply({ status: 503 }));
    },
  };
}

/** Parses the body as JSON, and of it the fields that are checked before the token. */
function parseBody(
  body: Buffer,
): Refusal | { readonly json: unknown; readonly envelope: Envelope } {
  if (body.length > BODY_LIMIT) return { status: 413, why: 'too-big' };
  try {
    const json: unknown = JSON.parse(body.toString('utf8'));
    const envelope = envelopeSchema.safeParse(json).data;
    return envelope === undefined ? { status: 400, why: 'unreadable' } : { json, envelope };
  } catch (error) {
    if (error instanceof SyntaxError) return { status: 400, why: 'unreadable' };
    throw error;
  }
}

function checkDestination(
  { channelId, serviceUrl, conversation, channelData, from }: Envelope,
  { serviceUrls, tenant }: ReceiverOptions,
): Refusal | undefined {
  if (channelId !== CHANNEL_ID) return { status: 403, why: 'other-channel' };
  if (!serviceUrls.allows(serviceUrl)) return { status: 403, why: 'bad-service-url' };
  const given = [conversation.tenantId, channelData?.tenant?.id].filter((id) => id !== undefined);
  const all = [...given, ...(from?.tenantId === undefined ? [] : [from.tenantId])];
  const isOurs = given.length > 0 && all.every((id) => id === tenant);
  return isOurs ? undefined : { status: 403, why: 'other-tenant' };
}

async function verifyRequest(
  { channelId, serviceUrl }: Envelope,
  authorization: string | undefined,
  { authentication }: ReceiverOptions,
): Promise<Refusal | undefined> {
  try {
    const request = { authorization, channelId, serviceUrl: String(serviceUrl) };
    const why = await authentication.verify(request);
    return why === undefined ? undefined : { status: 401, why };
  } catch (error) {
    return { status: 503, why: 'no-keys', error };
  }
}

async function dispatchOnce(
  activity: Activity,
  responses: IdempotencyCache<ActivityResponse>,
  { dispatch, logger, meter }: ReceiverOptions,
): Promise<ActivityResponse> {
  const { id, type, name = '', conversation, from } = activity;
  try {
    if (id === undefined) return await dispatch(activity);
    const sender = from?.aadObjectId ?? from?.id ?? '';
    const key = `${type} ${name} ${sender} ${conversation.id}/${id}`;
    return await responses.once(key, () => dispatch(activity));
  } catch (error) {
    meter.count('commands', { kind: 'request', outcome: 'fault' });
    logger.error({ error, type, name }, 'Teams activity failed');
    return { status: 500 };
  }
}

function isFinal({ status, isLate }: ActivityResponse): boolean {
  return status === 200 && isLate !== true;
}

function toRawReply({ status, body }: ActivityResponse): RawReply {
  if (body === undefined) return { status, headers: {}, body: '' };
  const headers = { 'content-type': 'application/json; charset=utf-8' };
  return { status, headers, body: JSON.stringify(body) };
}
