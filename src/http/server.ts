import Fastify, { type FastifyError, type FastifyInstance, type FastifyPluginAsync } from 'fastify';
import { createConfigError } from '../config/faults.js';
import type { RedressError } from '../errors.js';
import type { Logger } from '../ports/logger.js';
import { guardConnections } from './connection-guard.js';
import type { Metrics } from './metrics.js';
import { createRawRoutesPlugin, type RawRoute } from './raw-route.js';
import { type Check, probeAll, type Readiness } from './readiness.js';
import { shareResult } from './share-result.js';

/** The largest request body, bytes. Slack's largest, a form with 100 long fields, is smaller. */
const MAX_BODY_BYTES = 1_048_576;
/**
 * How long a sender may take, ms. Slack gives up 3 s after it called
 * (docs.slack.dev/interactivity/handling-user-interaction), so headers that come later are of no use;
 * Microsoft waits longer, but sends as fast.
 */
export const HTTP_TIMEOUTS: HttpTimeouts = { headersMs: 2000, requestMs: 5000, checkEveryMs: 500 };
/** Connections at once. Far more than a platform opens, fewer than the usual 1,024 open files. */
const MAX_CONNECTIONS = 512;

/** How long a sender may take, ms; then the connection is closed. */
export interface HttpTimeouts {
  /** Until all headers of a request have arrived, from the connection or the request's first byte on. */
  readonly headersMs: number;
  /** Until the whole request has arrived. */
  readonly requestMs: number;
  /** How often it is looked whether a time is over. */
  readonly checkEveryMs: number;
}

export interface HttpOptions {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly checks: readonly Check[];
  readonly metrics: Metrics;
  readonly logger: Logger;
  /** The platforms' endpoints. */
  readonly routes: readonly RawRoute[];
  /** Further routes, each with its own access check: the lab in the playground. */
  readonly plugins?: readonly FastifyPluginAsync[];
  /** Real time, ms UTC; default: the system's. */
  readonly realNow?: () => number;
  /**
   * Connections at once. When the last place is taken, a connection that waits for a request gives way.
   * Default: 512.
   */
  readonly maxConnections?: number;
  /** Default: {@link HTTP_TIMEOUTS}. */
  readonly timeouts?: HttpTimeouts;
}

/** The bot's HTTP server. */
export interface HttpServer {
  /**
   * Starts to listen.
   * @returns the port, for the case that 0 was given.
   * @throws RedressError `CONFIG_INVALID` naming `PORT` or `HOST` when it cannot listen there.
   */
  start(): Promise<number>;
  /** From now on `/readyz` answers 503, so that no new requests are sent; those that arrive are still answered. */
  drain(): void;
  /** Takes no new connection, waits for running requests, and closes the rest after `graceMs`. */
  stop(graceMs: number): Promise<void>;
}

/** Creates the HTTP server: health, metrics, the platforms' endpoints, and the lab in the playground. */
export function createHttpServer(options: HttpOptions): HttpServer {
  const app = createFastify(options.timeouts ?? HTTP_TIMEOUTS);
  let draining = false;
  const { logger } = options;
  const realNow = options.realNow ?? (() => performance.now());
  guardConnections(app.server, {
    ...{ places: options.maxConnections ?? MAX_CONNECTIONS, logger, realNow },
    meter: options.metrics.meter,
  });
  const probe = shareResult(() => probeAll(options.checks), realNow);
  const readiness = async (): Promise<Readiness> => {
    const { ready, checks } = await probe();
    if (!draining) return { ready, checks };
    return { ready: false, checks: { ...checks, process: 'stopping' } };
  };
  const { metrics } = options;
  const scrape = shareResult(async () => metrics.text(await readiness()), realNow);
  registerErrorHandlers(app, logger);
  registerOperationsRoutes(app, { readiness, scrape, contentType: metrics.contentType });
  void app.register(createRawRoutesPlugin(options.routes));
  for (const plugin of options.plugins ?? []) void app.register(plugin);
  return {
    start: () => listen(app, options),
    drain() {
      draining = true;
    },
    stop: (graceMs) => closeWithin(app, graceMs),
  };
}

function createFastify({ headersMs, requestMs, checkEveryMs }: HttpTimeouts): FastifyInstance {
  return Fastify({
    logger: false,
    bodyLimit: MAX_BODY_BYTES,
    requestTimeout: requestMs,
    http: { headersTimeout: headersMs, connectionsCheckingInterval: checkEveryMs },
    forceCloseConnections: 'idle',
    schemaController: { compilersFactory: NO_SCHEMAS },
  });
}

/**
 * No route has a schema: each checks its input itself. Without these, fastify loads ajv and
 * fast-json-stringify at every start, a fifth of its time.
 */
const NO_SCHEMAS = { buildValidator: refuseSchema, buildSerializer: refuseSchema };

function refuseSchema(): never {
  throw new Error('Routes have no schemas here: check the input with zod.');
}

interface OperationsOptions {
  readonly readiness: () => Promise<Readiness>;
  /** The metrics as text. */
  readonly scrape: () => Promise<string>;
  readonly contentType: string;
}

function registerOperationsRoutes(
  app: FastifyInstance,
  { readiness, scrape, contentType }: OperationsOptions,
): void {
  app.get('/healthz', async () => ({ alive: true }));
  app.get('/readyz', async (_request, reply) => {
    const state = await readiness();
    return reply.status(state.ready ? 200 : 503).send(state);
  });
  app.get('/metrics', async (_request, reply) => reply.type(contentType).send(await scrape()));
}

/** Answers errors with one sentence and no internal detail. */
function registerErrorHandlers(app: FastifyInstance, logger: Logger): void {
  app.setNotFoundHandler((_request, reply) => reply.status(404).send({ error: 'not found' }));
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status < 500)
      return reply.status(status).send({ error: CLIENT_ERRORS[status] ?? 'refused' });
    logger.error({ error, path: request.routeOptions.url }, 'HTTP request failed');
    return reply.status(500).send({ error: 'failed' });
  });
}

const CLIENT_ERRORS: Readonly<Record<number, string>> = {
  413: 'the body is too large',
  415: 'this content type is not taken here',
};

async function listen(app: FastifyInstance, options: HttpOptions): Promise<number> {
  const { host, port } = options;
  try {
    await app.listen({ host, port });
  } catch (cause) {
    throw toListenError(cause, host, port);
  }
  const address = app.server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
}

function toListenError(cause: unknown, host: string, port: number): RedressError {
  const { code } = cause as NodeJS.ErrnoException;
  const fault = {
    EADDRINUSE: { where: 'PORT', what: `port ${port} is taken; set another one.` },
    EACCES: { where: 'PORT', what: `port ${port} is not allowed; set one from 1024 on.` },
    EADDRNOTAVAIL: { where: 'HOST', what: `${host} is no address of this computer.` },
    ENOTFOUND: { where: 'HOST', what: `${host} is not known here; set an IP address.` },
  }[code ?? ''] ?? { where: 'HOST', what: `cannot listen on ${host} (${code}).` };
  return createConfigError([fault], cause);
}

async function closeWithin(app: FastifyInstance, graceMs: number): Promise<void> {
  const timer = setTimeout(() => app.server.closeAllConnections(), graceMs);
  try {
    await app.close();
  } finally {
    clearTimeout(timer);
  }
}
