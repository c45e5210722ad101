import { randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type RawData, WebSocketServer } from 'ws';
import { asString, isObject, type JsonObject, parseJson } from '../json.js';
import type { BotAnswer, BotRequest } from './bot-link.js';

/** A ticket in a Socket Mode URL opens one connection within this time, ms. */
const TICKET_MS = 30_000;
/** Slack pings; its client gives up after 30 s without one. */
const PING_MS = 10_000;

/** Socket Mode: the bot connects to the workspace, requests travel over that connection. */
export interface Sockets {
  /** A `wss`-like URL (plain `ws` on loopback) for `apps.connections.open`. */
  ticketUrl(base: string): string;
  isConnected(): boolean;
  send(request: BotRequest): Promise<BotAnswer>;
  /** Tells every client to go and closes. */
  stop(): Promise<void>;
}

interface Waiting {
  resolve: (answer: BotAnswer) => void;
  timer: NodeJS.Timeout;
}

function envelopeOf(request: BotRequest, id: string): JsonObject {
  const retry = request.retry && {
    retry_attempt: request.retry.num,
    retry_reason: request.retry.reason,
  };
  return {
    envelope_id: id,
    type: request.type,
    payload: request.payload,
    accepts_response_payload: request.type !== 'events_api',
    ...retry,
  };
}

function answerFrom(payload: unknown): BotAnswer {
  const body = isObject(payload) ? payload : undefined;
  return { kind: 'answered', status: 200, text: asString(payload) ?? '', body, noRetry: false };
}

/** Acknowledgements that are awaited, by envelope id. */
function makeWaiting(answerMs: number) {
  const waiting = new Map<string, Waiting>();
  return {
    wait: (id: string) =>
      new Promise<BotAnswer>((resolve) => {
        const timer = setTimeout(() => {
          waiting.delete(id);
          resolve({ kind: 'silent' });
        }, answerMs);
        waiting.set(id, { resolve, timer });
      }),
    settle: (data: RawData) => {
      const message = parseJson(String(data));
      const id = isObject(message) ? asString(message.envelope_id) : undefined;
      const entry = id ? waiting.get(id) : undefined;
      if (!id || !entry || !isObject(message)) return;
      waiting.delete(id);
      clearTimeout(entry.timer);
      entry.resolve(answerFrom(message.payload));
    },
  };
}

function makeTickets(now: () => number) {
  const tickets = new Map<string, number>();
  return {
    issue: () => {
      const ticket = randomBytes(18).toString('base64url');
      tickets.set(ticket, now() + TICKET_MS);
      return ticket;
    },
    redeem: (ticket: string) => {
      const until = tickets.get(ticket);
      tickets.delete(ticket);
      return until !== undefined && now() <= until;
    },
  };
}

/** The first message on a connection. */
function hello(appId: string, connections: number): string {
  return JSON.stringify({
    type: 'hello',
    num_connections: connections,
    debug_info: { host: 'playground', approximate_connection_time: 18_060 },
    connection_info: { app_id: appId },
  });
}

/** Serves Socket Mode on the workspace's own HTTP server. */
export function makeSockets(
  http: Server,
  options: { appId: string; answerMs: number; now: () => number },
): Sockets {
  const server = new WebSocketServer({ noServer: true });
  const tickets = makeTickets(options.now);
  const waiting = makeWaiting(options.answerMs);
  let turn = 0;
  const upgrade = (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    if (url.pathname !== '/link' || !tickets.redeem(url.searchParams.get('ticket') ?? '')) {
      stream.end('HTTP/1.1 401 Unauthorized\r\n\r\n');
      return;
    }
    server.handleUpgrade(request, stream, head, (socket) => {
      socket.send(hello(options.appId, server.clients.size));
      socket.on('message', waiting.settle);
    });
  };
  http.on('upgrade', upgrade);
  const pings = setInterval(() => {
    for (const client of server.clients) client.ping();
  }, PING_MS);
  pings.unref();
  const open = () => [...server.clients].filter((client) => client.readyState === client.OPEN);
  return {
    ticketUrl: (base) => {
      const ticket = tickets.issue();
      return `${base.replace(/^http/, 'ws')}/link?ticket=${ticket}&app_id=${options.appId}`;
    },
    isConnected: () => open().length > 0,
    send: (request) => {
      const clients = open();
      turn += 1;
      const client = clients[turn % clients.length];
      if (!client) return Promise.resolve({ kind: 'unreachable' });
      const id = randomUUID();
      const answer = waiting.wait(id);
      client.send(JSON.stringify(envelopeOf(request, id)));
      return answer;
    },
    stop: async () => {
      clearInterval(pings);
      await closeAll(server);
    },
  };
}

/** Tells the clients to go, waits briefly for their goodbye, then cuts them off. */
function closeAll(server: WebSocketServer): Promise<void> {
  const bye = JSON.stringify({ type: 'disconnect', reason: 'refresh_requested' });
  for (const client of server.clients) {
    client.send(bye);
    client.close(1000);
  }
  return new Promise((resolve) => {
    const cut = setTimeout(() => {
      for (const client of server.clients) client.terminate();
    }, 500);
    server.close(() => {
      clearTimeout(cut);
      resolve();
    });
  });
}
