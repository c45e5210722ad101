import { request as httpRequest } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { isObject, type JsonObject, parseJson } from '../json.js';
import type { Moves } from './moves.js';

/** Where the bot's lab is: its base URL, asked at every request, and its token. */
export interface LabAddress {
  url: () => string;
  token: string;
}

/** What the lab answered. */
export interface LabAnswer {
  readonly status: number;
  readonly body: JsonObject;
}

/**
 * Asks the bot's lab; `undefined` when the bot does not answer within `ms` of real time, or not at
 * all. Each call has a connection of its own: a kept one may belong to a bot that died meanwhile.
 */
export type AskLab = (
  method: 'GET' | 'POST',
  path: string,
  body?: unknown,
  ms?: number,
) => Promise<LabAnswer | undefined>;

/** The lab's paths that the page may reach, by HTTP method. */
const OPEN = new Set(['GET clock', 'GET nudges', 'GET journal', 'POST clock', 'POST store-fault']);
/** A jump of the clock sweeps at once, which may take a moment. */
const LAB_MS = 20_000;

/** The bot's own words for a store that fails. */
const STORE_AWAY = 'STORE_UNAVAILABLE';

export function makeAskLab({ url, token }: LabAddress): AskLab {
  return (method, path, body, ms = LAB_MS) =>
    new Promise((resolve) => {
      const text = method === 'POST' ? JSON.stringify(body ?? {}) : '';
      const headers = {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(text),
      };
      const signal = AbortSignal.timeout(ms);
      const asked = { method, headers, agent: false, signal } as const;
      const sending = httpRequest(new URL(`/lab/${path}`, url()), asked, (reply) => {
        const chunks: Buffer[] = [];
        reply.on('data', (chunk: Buffer) => chunks.push(chunk));
        reply.on('error', () => resolve(undefined));
        reply.on('end', () => {
          const parsed = parseJson(Buffer.concat(chunks).toString('utf8'));
          resolve({ status: reply.statusCode ?? 0, body: isObject(parsed) ? parsed : {} });
        });
      });
      // whatever kept the bot from answering, the page shows the same and asks again
      sending.on('error', () => resolve(undefined));
      sending.end(text);
    });
}

/** The answer in words people can read, where the bot only gives its code. */
export function inWords({ status, body }: LabAnswer): LabAnswer {
  if (body.error !== STORE_AWAY) return { status, body };
  return { status: 503, body: { error: 'The database is away for a moment.' } };
}

/** What a page is told when the bot does not answer. */
export const RESTARTING: LabAnswer = { status: 503, body: { error: 'Redress is restarting…' } };

/**
 * Serves `/lab/*` by asking the bot's lab with the token the page never sees. How far the bot's
 * clock is ahead is noted at each answer about it, see {@link Moves}.
 */
export function serveLab(server: FastifyInstance, ask: AskLab, moves: Moves): void {
  server.route<{ Params: { path: string } }>({
    method: ['GET', 'POST'],
    url: '/lab/:path',
    handler: async (request, reply) => {
      const { path } = request.params;
      if (!OPEN.has(`${request.method} ${path}`)) {
        return reply.code(404).send({ error: 'There is no such lab here.' });
      }
      const method = request.method === 'POST' ? 'POST' : 'GET';
      const isMove = method === 'POST' && path === 'clock';
      const answer = await (isMove
        ? moves.during(() => ask(method, path, request.body))
        : ask(method, path, request.body));
      if (isMove) moves.note((await ask('GET', 'clock'))?.body);
      else if (path === 'clock') moves.note(answer?.body);
      const { status, body } = inWords(answer ?? RESTARTING);
      return reply.code(status).send(body);
    },
  });
}
