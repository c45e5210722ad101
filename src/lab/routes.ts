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

/** What the playground may do to the bot: everything here is for simulators only. */
export interface LabControls {
  /** Whoever sends it as bearer token is let in. */
  readonly token: string;
  readonly clock: LabClock;
  readonly journal: Journal;
  readonly storeFault: StoreFault;
  /** Does at once what became due by a jump of the clock. */
  afterJump(): Promise<void>;
  /** What will fire next, earliest first. */
  nudges(): Promise<readonly UpcomingNudge[]>;
  /** All complaints, newest last. Throws `STORE_UNAVAILABLE` while the store does not answer. */
  complaints(): Promise<readonly RegisterEntry[]>;
  /**
   * Resolves when nothing is under way: no handler, no delivery that could be sent now; with the
   * number of complaints of which something waits for another try.
   */
  settle(): Promise<number>;
}

/** Longest a store fault may last, ms. */
const MAX_FAULT_MS = 600_000;

const MILLISECONDS = z.number().int().min(0);
const CLOCK_MOVE = z.union([
  z.strictObject({ to: MILLISECONDS }),
  z.strictObject({ forward: MILLISECONDS }),
]);
const STORE_FAULT = z.strictObject({ ms: MILLISECONDS.max(MAX_FAULT_MS) });

/** Serves `/lab/*`, all JSON. From another computer everything is 403, without the token 401. */
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
    if (move.kind === 'refused') return sendBadRequest(reply, move.why);
    await lab.afterJump();
    return { now: move.now };
  });
}

/** Also an IPv4 address as a socket for both kinds has it (RFC 4291, 2.5.5.2). */
const LOOPBACK = /^(?:::1|(?:::ffff:)?127(?:\.\d{1,3}){3})$/;

/** Lets in who is on this computer and has the token, wherever the bot listens. */
function requireLocalToken(app: FastifyInstance, token: string): void {
  const expected = digest(`Bearer ${token}`);
  app.addHook('onRequest', async (request, reply) => {
    if (!LOOPBACK.test(request.socket.remoteAddress ?? '')) {
      await reply.status(403).send({ error: 'the lab is for this computer only' });
      return;
    }
    // digests have one length, so the comparison tells nothing of the token's
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

/** The body as JSON; undefined when it is none, which no schema here takes. */
function parseJson(body: unknown): unknown {
  if (!Buffer.isBuffer(body)) return undefined;
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}
