import { request as httpRequest } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { isObject, type JsonObject, parseJson } from '../json.js';
import type { ClockChanges } from './clock-changes.js';

/** The bot's base URL, asked at each request, and the token of its lab. */
export interface LabAddress {
  url: () => string;
  token: string;
}

/** An answer of the lab. */
export interface LabAnswer {
  readonly status: number;
  readonly body: JsonObject;
}

/**
 * Sends a request to the bot's lab. Resolves with undefined when the bot does not answer within `ms` of
 * real time. Each request opens a new connection: a kept one may belong to a bot that died meanwhile.
 */
export type LabClient = (
  method: 'GET' | 'POST',
  path: string,
  body?: unknown,
  ms?: number,
) => Promise<LabAnswer | undefined>;

/** The lab's routes that the page may use. */
const ALLOWED_ROUTES = new Set([
  'GET clock',
  'GET nudges',
  'GET journal',
  'POST clock',
  'POST store-fault',
]);
/** Real ms; a jump of the clock sweeps at once, which may take some time. */
const LAB_MS = 20_000;

/** The bot's code for a store that fails. */
const STORE_AWAY = 'STORE_UNAVAILABLE';

export function createLabClient({ url, token }: LabAddress): LabClient {
  return (method, path, body, ms = LAB_MS) =>
    new Promise((resolve) => {
      const text = method === 'POST' ? JSON.stringify(body ?? {}) : '';
      const headers = {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(text),
      };
      const signal = AbortSignal.timeout(ms);
      const options = { method, headers, agent: false, signal } as const;
      const sending = httpRequest(new URL(`/lab/${path}`, url()), options, (reply) => {
        const chunks: Buffer[] = [];
        reply.on('data', (chunk: Buffer) => chunks.push(chunk));
        reply.on('error', () => resolve(undefined));
        reply.on('end', () => {
          const parsed = parseJson(Buffer.concat(chunks).toString('utf8'));
          resolve({ status: reply.statusCode ?? 0, body: isObject(parsed) ? parsed : {} });
        });
      });
      // the page shows the same for every cause and asks again
      sending.on('error', () => resolve(undefined));
      sending.end(text);
    });
}

/** The answer with a sentence in place of the bot's code. */
export function toReadableAnswer({ status, body }: LabAnswer): LabAnswer {
  if (body.error !== STORE_AWAY) return { status, body };
  return { status: 503, body: { error: 'The database is away for a moment.' } };
}

/** The answer to a page when the bot does not answer. */
export const RESTARTING: LabAnswer = { status: 503, body: { error: 'Redress is restarting…' } };

/**
 * Serves `/lab/*` from the bot's lab, with the token that the page never sees. Each answer about the
 * bot's clock is recorded, see {@link ClockChanges}.
 */
export function serveLab(
  server: FastifyInstance,
  ask: LabClient,
  clockChanges: ClockChanges,
): void {
  server.route<{ Params: { path: string } }>({
    method: ['GET', 'POST'],
    url: '/lab/:path',
    handler: async (request, reply) => {
      const { path } = request.params;
      if (!ALLOWED_ROUTES.has(`${request.method} ${path}`)) {
        return reply.code(404).send({ error: 'There is no such lab here.' });
      }
      const method = request.method === 'POST' ? 'POST' : 'GET';
      const isMove = method === 'POST' && path === 'clock';
      const answer = await (isMove
        ? clockChanges.trackDuring(() => ask(method, path, request.body))
        : ask(method, path, request.body));
      if (isMove) clockChanges.record((await ask('GET', 'clock'))?.body);
      else if (path === 'clock') clockChanges.record(answer?.body);
      const { status, body } = toReadableAnswer(answer ?? RESTARTING);
      return reply.code(status).send(body);
    },
  });
}
