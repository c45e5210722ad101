import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isObject, type JsonObject } from '../json.js';
import { type ApiAnswer, answerCall, type Tokens } from './api/answer.js';
import type { ApiParts } from './api/call.js';
import type { Fault, Faults } from './faults.js';
import type { JournalEntry } from './journal.js';
import { Refusal } from './refusal.js';
import { useResponseUrl } from './response-urls.js';

/** What the routes for the bot work with. */
export interface ApiRouteParts {
  parts: ApiParts;
  tokens: Tokens;
  faults: Faults;
  journal: { add(entry: JournalEntry): void };
}

function plainAnswer(status: number, error: string): ApiAnswer {
  return { status, headers: {}, body: { ok: false, error } };
}

/** The answer of a fault that keeps a call from being carried out. */
function faultAnswer(fault: Fault | undefined): ApiAnswer | undefined {
  switch (fault?.kind) {
    case 'http-500':
      return plainAnswer(500, 'internal_error');
    case 'down':
      return plainAnswer(503, 'service_unavailable');
    case 'refuse':
      return plainAnswer(200, fault.error ?? 'fatal_error');
    case 'rate-limited':
      return {
        ...plainAnswer(429, 'ratelimited'),
        headers: { 'retry-after': String(fault.retryAfter ?? 1) },
      };
    default:
      return undefined;
  }
}

function argumentsOf(request: FastifyRequest): JsonObject {
  const query = isObject(request.query) ? request.query : {};
  return { ...query, ...(isObject(request.body) ? request.body : {}) };
}

function tokenOf(request: FastifyRequest, args: JsonObject): string | undefined {
  const header = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '');
  if (header?.[1]) return header[1];
  return typeof args.token === 'string' ? args.token : undefined;
}

async function carryOut(
  { parts, tokens }: ApiRouteParts,
  request: FastifyRequest,
  method: string,
  fault: Fault | undefined,
): Promise<ApiAnswer> {
  if (fault?.kind === 'slow') await wait(fault.ms ?? 1000);
  const args = argumentsOf(request);
  const answer =
    faultAnswer(fault) ?? answerCall(method, args, tokenOf(request, args), parts, tokens);
  await parts.core.saved();
  if (fault?.kind === 'slow-reply') await wait(fault.ms ?? 1000);
  return answer;
}

/** Breaks the connection after the work is done: the caller cannot know what happened. */
function breakOff(request: FastifyRequest, reply: FastifyReply): void {
  reply.hijack();
  request.raw.socket.destroy();
}

/** Serves `/api/METHOD` and the `response_url`s. */
export function serveApi(server: FastifyInstance, route: ApiRouteParts): void {
  const { core } = route.parts;
  server.route<{ Params: { method: string } }>({
    method: ['GET', 'POST'],
    url: '/api/:method',
    handler: async (request, reply) => {
      const { method } = request.params;
      const at = core.now();
      const fault = route.faults.forCall(method);
      const answer = await carryOut(route, request, method, fault);
      const lost = fault?.kind === 'lost-reply';
      const error = typeof answer.body.error === 'string' ? { error: answer.body.error } : {};
      const status = lost ? 0 : answer.status;
      const { user } = argumentsOf(request);
      const named = typeof user === 'string' ? user : '';
      route.journal.add({ at, method, user: named, status, ...error, ms: core.now() - at });
      if (lost) return breakOff(request, reply);
      return reply.code(answer.status).headers(answer.headers).send(answer.body);
    },
  });
  server.post<{ Params: { id: string } }>('/respond/:id', async (request, reply) => {
    try {
      useResponseUrl(core, request.params.id, isObject(request.body) ? request.body : {});
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const gone = error.code === 'expired_url' || error.code === 'used_url';
      return reply
        .code(gone ? 404 : 400)
        .type('text/plain')
        .send(error.code);
    }
    await core.saved();
    return reply.type('text/plain').send('ok');
  });
}
