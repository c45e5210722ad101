import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A decoded request of the workspace. */
export interface ReceivedRequest {
  kind: 'slash' | 'interactive' | 'event';
  headers: IncomingHttpHeaders;
  raw: string;
  // biome-ignore lint/suspicious/noExplicitAny: payloads are read freely in tests
  payload: any;
}

/** The fake bot's answer: a status and a body, or none. */
export type FakeAnswer =
  | { status?: number; body?: unknown; headers?: Record<string, string> }
  | 'silence';

/** A bot that answers what a test sets, and keeps the requests. */
export interface FakeBot {
  readonly url: string;
  readonly received: ReceivedRequest[];
  answer: (request: ReceivedRequest) => FakeAnswer | Promise<FakeAnswer>;
  last(kind: ReceivedRequest['kind']): ReceivedRequest;
  stop(): Promise<void>;
}

function decode(raw: string, headers: IncomingHttpHeaders): ReceivedRequest {
  if (headers['content-type'] === 'application/json') {
    return { kind: 'event', headers, raw, payload: JSON.parse(raw) };
  }
  const form = new URLSearchParams(raw);
  const payload = form.get('payload');
  if (payload !== null) return { kind: 'interactive', headers, raw, payload: JSON.parse(payload) };
  return { kind: 'slash', headers, raw, payload: Object.fromEntries(form) };
}

/** Slack's signature, computed independently of the simulator. */
export function expectedSignature(secret: string, request: ReceivedRequest): string {
  const at = String(request.headers['x-slack-request-timestamp']);
  return `v0=${createHmac('sha256', secret).update(`v0:${at}:${request.raw}`).digest('hex')}`;
}

async function readBody(stream: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

export async function startFakeBot(): Promise<FakeBot> {
  const server = createServer((request, response) => {
    void readBody(request).then(async (raw) => {
      const received = decode(raw, request.headers);
      bot.received.push(received);
      const answer = await bot.answer(received);
      if (answer === 'silence') return;
      const json = typeof answer.body === 'object';
      const type = json ? 'application/json' : 'text/plain';
      response.writeHead(answer.status ?? 200, { 'content-type': type, ...answer.headers });
      response.end(json ? JSON.stringify(answer.body) : String(answer.body ?? ''));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const bot: FakeBot = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received: [],
    answer: () => ({}),
    last: (kind) => {
      const found = bot.received.filter((item) => item.kind === kind).at(-1);
      if (!found) throw new Error(`The bot got no ${kind} request.`);
      return found;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return bot;
}
