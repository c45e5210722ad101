import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyPluginAsync, FastifyReply } from 'fastify';
import { z } from 'zod';
import { RedressError } from '../errors.js';
import { keepBodiesAsBytes } from '../http/raw-route.js';
import type { LabClock } from './clock.js';
import type { RegisterEntry } from './complaint-register.js';
import type { Journal } from './journal.js';
import type { StoreFault } from './store-fault.js';
import type { UpcomingNudge } from './upcoming-nudges.js';

/** What the playground can do with the bot. All of it is for simulators only. */
export interface LabControls {
  /** The bearer token that every request must carry. */
  readonly token: string;
  readonly clock: LabClock;
  readonly journal: Journal;
  readonly storeFault: StoreFault;
  /** Does what has become due since the clock moved. */
  afterJump(): Promise<void>;
  /** The next nudges, earliest first. */
  nudges(): Promise<readonly UpcomingNudge[]>;
  /** All complaints, newest last. Throws `STORE_UNAVAILABLE` while the store does not answer. */
  complaints(): Promise<readonly RegisterEntry[]>;
  /**
   * Resolves when nothing runs: no handler, no delivery that can be sent now. Returns how many
   * complaints have a delivery that waits for a retry.
   */
  settle(): Promise<number>;
}

/** The longest store fault, ms. */
const MAX_FAULT_MS = 600_000;

const MILLISECONDS = z.number().int().min(0);
const CLOCK_MOVE = z.union([
  z.strictObject({ to: MILLISECONDS }),
  z.strictObject({ forward: MILLISECONDS }),
]);
const STORE_FAULT = z.strictObject({ ms: MILLISECONDS.max(MAX_FAULT_MS) });

/** Creates the plugin that serves `/lab/*` as JSON. Requests from another computer get 403, without the token 401. */
export function createLabRoutes(lab: LabControls): FastifyPluginAsync {
  return async (app) => {
    keepBodiesAsBytes(app);
    requireLocalToken(app, lab.token);
    app.setErrorHandler((error, _request, reply) => {
      const code = error instanceof RedressError ? error.code : 'failed';
      return reply.status(code === 'STORE_UNAVAILABLE' ? 503 : 500).send({ error: code });
    });
    registerClockRoutes(app, lab);
    app.get('/lab/nudges', async () => ({ nudges: await lab.nudges() }));
    app.get('/lab/complaints', async () => ({ complaints: await lab.complaints() }));
    app.get('/lab/journal', async () => ({ entries: lab.journal.entries() }));
    app.post('/lab/store-fault', async (request, reply) => {
      const fault = STORE_FAULT.safeParse(parseJson(request.body));
      if (!fault.success) return sendBadRequest(reply, `send {"ms": 0 to ${MAX_FAULT_MS}}`);
      return { until: lab.storeFault.failFor(fault.data.ms) };
    });
    app.post('/lab/settle', async () => ({ waiting: await lab.settle() }));
  };
}

function registerClockRoutes(app: FastifyInstance, lab: LabControls): void {
  const { clock } = lab;
  app.get('/lab/clock', async () => ({ now: clock.now(), offset: clock.offset() }));
  app.post('/lab/clock', async (request, reply) => {
    const jump = CLOCK_MOVE.safeParse(parseJson(request.body));
    if (!jump.success) return sendBadRequest(reply, 'send {"to": ms} or {"forward": ms}');
    const { data } = jump;
    const move = clock.moveTo('to' in data ? data.to : clock.now() + data.forward);
    if (move.kind === 'refused') return sendBadRequest(reply, move.reason);
    await lab.afterJump();
    return { now: move.now };
  });
}

/** The addresses of this computer, also IPv4 as an IPv6 socket shows it (RFC 4291, 2.5.5.2). */
const LOOPBACK = /^(?:::1|(?:::ffff:)?127(?:\.\d{1,3}){3})$/;

/** Refuses requests from other computers or without the token, whatever address the bot listens on. */
function requireLocalToken(app: FastifyInstance, token: string): void {
  const expected = digest(`Bearer ${token}`);
  app.addHook('onRequest', async (request, reply) => {
    if (!LOOPBACK.test(request.socket.remoteAddress ?? '')) {
      await reply.status(403).send({ error: 'the lab is for this computer only' });
      return;
    }
    // Digests have equal length, so the comparison does not reveal the token's length.
    if (timingSafeEqual(digest(request.headers.authorization ?? ''), expected)) return;
    await reply.status(401).send({ error: 'the lab token is missing or wrong' });
  });
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function sendBadRequest(reply: FastifyReply, error: string): FastifyReply {
  return reply.status(400).send({ error });
}

/** Parses the body as JSON; undefined when it is not JSON, which every schema here refuses. */
function parseJson(body: unknown): unknown {
  if (!Buffer.isBuffer(body)) return undefined;
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}
