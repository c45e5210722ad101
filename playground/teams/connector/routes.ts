import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Journal } from '../../journal.js';
import { isObject, type JsonObject, parseJson } from '../../json.js';
import type { Fault, Faults, Operation } from '../faults.js';
import type { JournalEntry } from '../journal.js';
import { REFUSED, Refusal } from '../refusal.js';
import type { Throttle } from '../throttle.js';
import type { Answer, Call, Method } from './call.js';
import { CONVERSATIONS } from './conversations.js';
import { serveGraph } from './graph.js';
import { MEMBERSHIP } from './members.js';
import {
  isAuthorized,
  issueToken,
  keyDocument,
  openIdDocument,
  type TokenOptions,
} from './tokens.js';

/** What the routes for the bot work with. */
export interface ConnectorParts extends TokenOptions {
  /** The simulator's own URL. */
  base: () => string;
  faults: Faults;
  journal: Journal<JournalEntry>;
  throttle: Throttle;
  membersPage: number | undefined;
}

/** An answer with what the journal keeps of it. */
interface Outcome extends Answer {
  headers?: Record<string, string>;
  error?: string;
  reasons?: readonly string[];
}

function refusalOutcome(refusal: Refusal): Outcome {
  const { status, code, words, reasons } = refusal;
  const details = reasons.length > 0 ? `${words} ${reasons.join('; ')}` : words;
  const more = reasons.length > 0 ? { reasons } : {};
  return { status, body: { error: { code, message: details } }, error: code, ...more };
}

function throttled(seconds: number): Outcome {
  const headers = { 'retry-after': String(seconds) };
  return { ...refusalOutcome(new Refusal(REFUSED.throttled)), headers };
}

/** The answer of a fault that stands in the place of the real one. */
function faultOutcome(fault: Fault | undefined): Outcome | undefined {
  switch (fault?.kind) {
    case 'http-412':
      return refusalOutcome(new Refusal(REFUSED.precondition));
    case 'http-429':
      return throttled(fault.retryAfter ?? 1);
    case 'http-500':
    case 'http-502': {
      const error = { code: 'ServiceError', message: 'The service failed.' };
      return { status: Number(fault.kind.slice(5)), body: { error }, error: error.code };
    }
    case 'down': {
      const error = { code: 'ServiceUnavailable', message: 'The service is unavailable.' };
      return { status: 503, body: { error }, error: error.code };
    }
    case 'http-504':
    case 'http-504-done':
      return { status: 504, body: {}, error: 'GatewayTimeout' };
    default:
      return undefined;
  }
}

function objectIn(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

function answerCall(parts: ConnectorParts, method: Method, request: FastifyRequest): Outcome {
  const { core } = parts;
  if (!isAuthorized(core, request.headers.authorization)) {
    const message = 'Authorization has been denied for this request.';
    return { status: 401, body: { message }, error: 'Unauthorized' };
  }
  const call: Call = {
    core,
    params: objectIn(request.params) as Call['params'],
    query: objectIn(request.query),
    body: objectIn(request.body),
    membersPage: parts.membersPage,
  };
  const ms = method.thread ? parts.throttle(method.thread(call)) : 0;
  if (ms > 0) return throttled(Math.ceil(ms / 1000));
  try {
    return method.run(call);
  } catch (error) {
    if (error instanceof Refusal) return refusalOutcome(error);
    throw error;
  }
}

/** Breaks the connection after the work is done: the caller cannot know what happened. */
function breakOff(request: FastifyRequest, reply: FastifyReply): void {
  reply.hijack();
  request.raw.socket.destroy();
}

/** Runs a call with the fault that hits it, and writes it down. */
async function respond(
  parts: ConnectorParts,
  called: { operation: Operation; target: string },
  exchange: { request: FastifyRequest; reply: FastifyReply },
  run: () => Outcome,
): Promise<unknown> {
  const { core } = parts;
  const at = core.now();
  const fault = parts.faults.take(called.operation);
  if (fault?.kind === 'slow') await wait(fault.ms ?? 1000);
  const instead = faultOutcome(fault);
  const done = instead && fault?.kind !== 'http-504-done' ? instead : run();
  const outcome = instead ?? done;
  await core.saved();
  if (fault?.kind === 'slow-reply') await wait(fault.ms ?? 1000);
  const lost = fault?.kind === 'lost-reply';
  const { error, reasons } = outcome;
  parts.journal.add({
    at,
    ...called,
    status: lost ? 0 : outcome.status,
    ...(error === undefined ? {} : { error }),
    ...(reasons === undefined ? {} : { reasons }),
    ms: core.now() - at,
  });
  if (lost) return breakOff(exchange.request, exchange.reply);
  return exchange.reply
    .code(outcome.status)
    .headers(outcome.headers ?? {})
    .send(outcome.body);
}

function serveMethod(server: FastifyInstance, parts: ConnectorParts, method: Method): void {
  server.route({
    method: method.verb,
    url: `/v3${method.path}`,
    handler: (request, reply) => {
      const { conversation, team } = objectIn(request.params);
      const called = {
        operation: method.operation,
        target: String(conversation ?? team ?? ''),
      };
      return respond(parts, called, { request, reply }, () => answerCall(parts, method, request));
    },
  });
}

/** Takes forms, and JSON as the Bot Connector does: an empty body is no fault. */
function takeBodies(server: FastifyInstance): void {
  const [form, json] = ['application/x-www-form-urlencoded', 'application/json'];
  // a server this is mounted into may have its own way with both
  server.removeContentTypeParser([form, json]);
  server.addContentTypeParser(form, { parseAs: 'string' }, (_request, body, done) => {
    done(null, Object.fromEntries(new URLSearchParams(String(body))));
  });
  server.addContentTypeParser(json, { parseAs: 'string' }, (_request, body, done) => {
    const text = String(body);
    const parsed = text === '' ? {} : parseJson(text);
    if (parsed === undefined) done(new Refusal(REFUSED.badSyntax), undefined);
    else done(null, parsed);
  });
  server.setErrorHandler((error, _request, reply) => {
    if (!(error instanceof Refusal)) throw error;
    const { status, body } = refusalOutcome(error);
    return reply.code(status).send(body);
  });
}

/** Serves the Bot Connector, its tokens and its keys. */
export function serveConnector(server: FastifyInstance, parts: ConnectorParts): void {
  takeBodies(server);
  server.post('/token', (request, reply) =>
    respond(parts, { operation: 'token', target: '' }, { request, reply }, () => {
      const answer = issueToken(parts, objectIn(request.body));
      const { error } = answer.body;
      return typeof error === 'string' ? { ...answer, error } : answer;
    }),
  );
  const openId = (url: string, body: () => JsonObject) =>
    server.get(url, (request, reply) =>
      respond(parts, { operation: 'openid', target: '' }, { request, reply }, () => ({
        status: 200,
        body: body(),
      })),
    );
  openId('/openid/.well-known/openidconfiguration', () => openIdDocument(parts.base()));
  openId('/openid/keys', () => keyDocument(parts.core));
  for (const method of [...CONVERSATIONS, ...MEMBERSHIP]) serveMethod(server, parts, method);
  serveGraph(server, parts.core, parts.base);
}
