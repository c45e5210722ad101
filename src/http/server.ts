import Fastify, { type FastifyError, type FastifyInstance, type FastifyPluginAsync } from 'fastify';
import { createConfigError } from '../config/faults.js';
import type { RedressError } from '../errors.js';
import type { Logger } from '../ports/logger.js';
import type { Metrics } from './metrics.js';
import { createRawRoutesPlugin, type RawRoute } from './raw-route.js';
import { type Check, probeAll, type Readiness } from './readiness.js';
import { shareResult } from './share-result.js';

/** The largest request body, bytes. Slack's largest, a form with 100 long fields, is smaller. */
const MAX_BODY_BYTES = 1_048_576;
/** A whole request must arrive within this time, ms, so that a slow sender cannot hold a socket. */
const REQUEST_TIMEOUT_MS = 10_000;
/** Connections at once; further ones are closed. Far more than a platform opens, fewer than the usual 1,024 open files. */
const MAX_CONNECTIONS = 512;

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
  /** Connections at once; further ones are closed. Default: 512. */
  readonly maxConnections?: number;
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
  const app = Fastify({
    logger: false,
    bodyLimit: MAX_BODY_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    http: { headersTimeout: REQUEST_TIMEOUT_MS, connectionsCheckingInterval: 2000 },
    forceCloseConnections: 'idle',
  });
  app.server.maxConnections = options.maxConnections ?? MAX_CONNECTIONS;
  let draining = false;
  const realNow = options.realNow ?? Date.now;
  const probe = shareResult(() => probeAll(options.checks), realNow);
  const readiness = async (): Promise<Readiness> => {
    const { ready, checks } = await probe();
    if (!draining) return { ready, checks };
    return { ready: false, checks: { ...checks, process: 'stopping' } };
  };
  const { metrics } = options;
  const scrape = shareResult(async () => metrics.text(await readiness()), realNow);
  registerErrorHandlers(app, options.logger);
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
